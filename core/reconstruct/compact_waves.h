#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/reconstruct/problem.h"
#include "core/reconstruct/stage_spec.h"
#include "core/reconstruct/state_archive.h"

namespace ptycho {

namespace kernels {

/// A float in 24 bits: sign, 8 bits of exponent, 15 of mantissa, rounded to nearest (ties to even); relative error at
/// most 2⁻¹⁶ for normal values, never NaN or infinity. The planes lie apart, so that both loops are vectorised.
/// @param values  `count` floats; @param high  bits 31…16; @param low  bits 15…8
void packFloats(const float* values, std::uint16_t* high, std::uint8_t* low, std::size_t count);
/// values = what packFloats() kept; packing it again gives the same planes.
void unpackFloats(const std::uint16_t* high, const std::uint8_t* low, float* values, std::size_t count);

}  // namespace kernels

enum class WavePrecision {
  Full,    ///< float32: 8 bytes a pixel
  Compact  ///< 24 bits a number: 6 bytes a pixel
};

/// Measured data up to this size have waves in full precision: packing costs the difference map a tenth of an iteration
/// while the waves stay in the processor's cache, and nothing once they come from memory.
inline constexpr std::uint64_t kFullPrecisionBytes = 4ull << 20;
/// Depends on the size of the measured data alone and never on the machine, so that results do not either.
[[nodiscard]] WavePrecision wavePrecision(const ReconstructionProblem& problem);

/// An error when the waves that the stages keep do not fit into the memory that is available: better told before than
/// found out by being killed.
[[nodiscard]] Result<void> checkWaveMemory(const ReconstructionProblem& problem, const std::vector<StageSpec>& stages,
                                           std::uint64_t availableBytes);

/// Exit waves of all patterns [patterns, modes, w, w], which batch engines keep from iteration to iteration. Compact
/// they take 1.5 × the measured data per mode, in full 2 ×. Different patterns may be read and written in parallel.
/// A pass over the rows of a window:
///   Complex* psi = store.rows(j, m, first, count, buffer);   // in the store itself, or unpacked into the buffer
///   … change psi …
///   store.keep(j, m, first, count, psi);                     // packs; nothing to do when psi lies in the store
class WaveStore {
 public:
  explicit WaveStore(const ReconstructionProblem& problem) : WaveStore(problem, wavePrecision(problem)) {}
  WaveStore(const ReconstructionProblem& problem, WavePrecision precision);

  [[nodiscard]] WavePrecision precision() const { return m_precision; }
  /// The wave itself [w, w] in full precision, else null.
  [[nodiscard]] Complex* direct(std::size_t pattern, std::size_t mode) {
    return m_precision == WavePrecision::Full ? m_full.data() + offset(pattern, mode, 0) : nullptr;
  }
  /// Rows firstRow … firstRow + count − 1 [count, w]: in the store, or unpacked into `buffer`.
  [[nodiscard]] Complex* rows(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count,
                              Complex* buffer);
  /// What rows() gave, changed.
  void keep(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count, const Complex* values) {
    if (m_precision == WavePrecision::Full && values == m_full.data() + offset(pattern, mode, firstRow)) return;
    store(pattern, mode, firstRow, count, values);
  }
  void load(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count, Complex* out) const;
  void store(std::size_t pattern, std::size_t mode, std::size_t firstRow, std::size_t count, const Complex* values);

  /// All waves, as floats: `name` in full precision, `name`.0, `name`.1, … by blocks of patterns else.
  void exchange(StateArchive& archive, const std::string& name);

 private:
  [[nodiscard]] std::size_t offset(std::size_t pattern, std::size_t mode, std::size_t row) const {
    return ((pattern * m_modes + mode) * m_side + row) * m_side;
  }

  WavePrecision m_precision;
  std::size_t m_patterns;
  std::size_t m_modes;
  std::size_t m_side;
  std::vector<Complex, AlignedAllocator<Complex>> m_full;
  std::vector<std::uint16_t, AlignedAllocator<std::uint16_t>> m_high;  ///< real and imaginary parts in turn
  std::vector<std::uint8_t, AlignedAllocator<std::uint8_t>> m_low;
};

}  // namespace ptycho
