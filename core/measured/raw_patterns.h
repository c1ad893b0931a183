#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/error.h"

namespace ptycho {

/// Patterns as a foreign file stores them, read a few at a time and never changed.
class RawPatterns {
 public:
  RawPatterns() = default;
  RawPatterns(const RawPatterns&) = delete;
  RawPatterns& operator=(const RawPatterns&) = delete;
  virtual ~RawPatterns() = default;

  [[nodiscard]] virtual std::uint64_t count() const = 0;
  [[nodiscard]] virtual std::uint64_t rows() const = 0;
  [[nodiscard]] virtual std::uint64_t cols() const = 0;
  /// Values [count, rows, cols] of the patterns from `first` as they lie in the file: NaN and negative ones too.
  /// One thread at a time.
  /// @return an error that names the file and what cannot be read
  [[nodiscard]] virtual Result<void> read(std::uint64_t first, std::uint64_t count, float* values) const = 0;
  /// (rows, columns) of the scan, where the patterns are stored as one, [scan rows, scan columns, rows, cols] with the
  /// pattern of row i and column j as number i·columns + j.
  [[nodiscard]] virtual std::optional<std::array<std::uint64_t, 2>> raster() const { return std::nullopt; }
  /// "uint16", for people.
  [[nodiscard]] virtual std::string typeText() const = 0;
  /// The largest value that the stored type can hold, for integers: a pixel that has it is saturated.
  [[nodiscard]] virtual std::optional<double> typeMaximum() const { return std::nullopt; }
};

}  // namespace ptycho
