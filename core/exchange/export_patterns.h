#pragma once

#include <cstdint>
#include <vector>

#include "core/simulate/acquisition.h"

namespace ptycho {

/// Whole numbers become integers, of 16 bits where they fit; all else stays float32.
enum class PatternNumbers { Unsigned16, Unsigned32, Float };

/// The patterns of an acquisition, read a few at a time, with the zero frequency in the middle [h/2, w/2].
class ExportedPatterns {
 public:
  /// Reads all of them once, to know what numbers they hold. Refers to the acquisition.
  [[nodiscard]] static Result<ExportedPatterns> look(const Acquisition& acquisition);

  [[nodiscard]] std::size_t count() const { return m_acquisition->patternCount(); }
  [[nodiscard]] std::size_t rows() const { return m_acquisition->patternRows(); }
  [[nodiscard]] std::size_t cols() const { return m_acquisition->patternCols(); }
  [[nodiscard]] std::uint64_t bytes() const { return std::uint64_t{count()} * rows() * cols() * sizeof(float); }
  [[nodiscard]] PatternNumbers numbers() const { return m_numbers; }

  /// Intensities [count, h, w] of the patterns from `first` on.
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, float* values) const;
  /// One pattern as the type that numbers() says.
  [[nodiscard]] Result<void> readAs(std::size_t index, void* values) const;

 private:
  explicit ExportedPatterns(const Acquisition& acquisition) : m_acquisition(&acquisition) {}

  const Acquisition* m_acquisition;
  PatternNumbers m_numbers = PatternNumbers::Float;
};

/// 0 = valid, 1 = not to be used, zero frequency in the middle; empty when every pixel is valid.
[[nodiscard]] Image<std::uint32_t> badPixels(const Acquisition& acquisition);

}  // namespace ptycho
