#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/error.h"

namespace ptycho {

/// Diffraction patterns that stay where they are (in a file, for example) and are read a few at a time.
class PatternSource {
 public:
  PatternSource() = default;
  PatternSource(const PatternSource&) = delete;
  PatternSource& operator=(const PatternSource&) = delete;
  virtual ~PatternSource() = default;

  [[nodiscard]] virtual std::size_t count() const = 0;
  [[nodiscard]] virtual std::size_t rows() const = 0;
  [[nodiscard]] virtual std::size_t cols() const = 0;
  /// Memory that whoever reads may spend on patterns.
  [[nodiscard]] virtual std::uint64_t memoryBytes() const = 0;
  /// Intensities [count, rows, cols] of the patterns from `first`, zero frequency at [0,0]; finite and not negative.
  /// Several threads may read at the same time.
  /// @return an error that names the source: unreadable, cut short, values that are no intensities
  [[nodiscard]] virtual Result<void> read(std::size_t first, std::size_t count, float* intensities) = 0;
};

}  // namespace ptycho
