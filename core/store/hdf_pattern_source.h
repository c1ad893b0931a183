#pragma once

#include "core/simulate/pattern_source.h"
#include "core/store/h5_arrays.h"

namespace ptycho {

/// /patterns of an acquisition's file, opened and within the limits, but not yet read.
struct PatternDataset {
  H5Dataset dataset;
  H5StackShape shape{};
  bool amplitudes = false;  ///< to be squared
  bool centred = false;     ///< zero frequency in the middle: to be moved to [0,0]

  static Result<PatternDataset> open(H5Reader& reader);
  [[nodiscard]] std::uint64_t bytes() const { return shape.count * shape.rows * shape.cols * sizeof(float); }
  /// Intensities of `count` patterns as the program keeps them: finite, not negative, zero frequency at [0,0].
  [[nodiscard]] Result<void> read(const H5Reader& reader, std::size_t first, std::size_t count, float* out) const;
};

/// Patterns read from their file when they are needed. What is wrong with them is found then, also a file that is cut
/// short while it is in use (a file that is replaced or removed stays readable).
class HdfPatternSource : public PatternSource {
 public:
  HdfPatternSource(H5Reader reader, PatternDataset patterns, std::uint64_t memoryBytes)
      : m_reader(std::move(reader)), m_patterns(std::move(patterns)), m_memoryBytes(memoryBytes) {}

  /// Only then several threads may read at the same time.
  static bool supported();

  [[nodiscard]] std::size_t count() const override { return m_patterns.shape.count; }
  [[nodiscard]] std::size_t rows() const override { return m_patterns.shape.rows; }
  [[nodiscard]] std::size_t cols() const override { return m_patterns.shape.cols; }
  [[nodiscard]] std::uint64_t memoryBytes() const override { return m_memoryBytes; }
  [[nodiscard]] Result<void> read(std::size_t first, std::size_t count, float* intensities) override {
    return m_patterns.read(m_reader, first, count, intensities);
  }

 private:
  H5Reader m_reader;
  PatternDataset m_patterns;  // closed before the file
  std::uint64_t m_memoryBytes;
};

}  // namespace ptycho
