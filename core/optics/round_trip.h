#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/base/image.h"
#include "core/optics/fft_planning.h"
#include "core/optics/filter.h"

namespace ptycho {

class RoundTripBuffer;

/// Forward transform → change of the Fourier values → inverse transform of a square window, as three sweeps through
/// memory in which the caller's own work rides along:
///   1. rows:     fill() writes eight rows, which are transformed into the window;
///   2. columns:  eight columns at a time are transformed into a block, middle() changes it, and it goes back;
///   3. rows:     eight rows at a time are transformed out of the window, and take() uses them.
/// Blocks are contiguous and stay in the first-level cache, so the caller's arithmetic costs next to no memory traffic.
///
///   F[u,v] = Σ f[r,c] exp(−2πi(ur + vc)/side), zero frequency at [0,0], nothing scaled: a round trip multiplies by
///   side²; with s = scale() = 1/side the orthonormal transform of PHYSICS is s·F, and s²·(what take() gets) the wave.
///
/// With a transfer function H (near field) what stands above for F is F⁻¹HF, and the columns that middle() sees are
/// those of the detector's plane: D = F⁻¹{H·F{ψ}} takes the place of s·F in every sentence about values and scales. The
/// way there and back takes two more sweeps each; callers are the same. See DetectorTransform.
///
/// What the callbacks see (`lines` = 8, fewer in the last call; each call comes once, in ascending order):
///   fill(row, lines, Complex* rows)         write rows[k·side + c] = f[row + k, c], all of them
///   middle(column, lines, Complex* columns) columns[k·side + u] = F[u, column + k]: columns lie contiguously, so the
///                                           block is elements [column·side, (column + lines)·side) of the transposed
///                                           F; keep what it is compared with transposed too (see transposed())
///   take(row, lines, Complex* rows)         as fill, reading; the block may be used as scratch
/// Call PTYCHO_SIMD functions in them: a lambda's own loop is compiled for the oldest processor only.
///
/// Executing is const, thread-safe (a buffer per thread) and allocates nothing; making one is serialised. Same bits in
/// every run and thread. A buffer of another side or an unknown mode throws std::invalid_argument.
class RoundTrip {
 public:
  static constexpr std::size_t kLines = 8;  ///< per block: eight columns of one row fill a cache line

  /// @param transfer  H [side, side], zero frequency at [0,0]; empty: far field. Another shape throws.
  explicit RoundTrip(std::size_t side, FftPlanning planning = FftPlanning::Estimated,
                     const ComplexImage& transfer = {});
  ~RoundTrip();
  RoundTrip(const RoundTrip&) = delete;
  RoundTrip& operator=(const RoundTrip&) = delete;

  [[nodiscard]] std::size_t side() const { return m_side; }
  [[nodiscard]] float scale() const { return 1.0F / static_cast<float>(m_side); }

  /// All three sweeps of one mode.
  template <class Fill, class Middle, class Take>
  void run(RoundTripBuffer& buffer, Fill&& fill, Middle&& middle, Take&& take) const {
    forwardRows(buffer, 0, fill);
    throughColumns(buffer, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
      middle(column, lines, blocks[0]);
    });
    inverseRows(buffer, 0, take);
  }

  /// Forward only: look(column, lines, Complex* columns) may use the block as scratch; nothing goes back.
  template <class Fill, class Look>
  void forward(RoundTripBuffer& buffer, Fill&& fill, Look&& look) const {
    forwardRows(buffer, 0, fill);
    forwardColumns(buffer, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
      look(column, lines, blocks[0]);
    });
  }

  /// Inverse only: make(column, lines, Complex* columns) writes all Fourier values, take() gets the wave.
  template <class Make, class Take>
  void inverse(RoundTripBuffer& buffer, Make&& make, Take&& take) const {
    inverseColumns(buffer, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
      make(column, lines, blocks[0]);
    });
    inverseRows(buffer, 0, take);
  }

  // The sweeps one by one, for several modes: forwardRows of every mode, one sweep over the columns of all modes
  // together, inverseRows of every mode. The column callbacks get (column, lines, std::span<Complex* const> blocks),
  // one block per mode.

  template <class Fill>
  void forwardRows(RoundTripBuffer& buffer, std::size_t mode, Fill&& fill) const;
  template <class Middle>
  void throughColumns(RoundTripBuffer& buffer, Middle&& middle) const;
  template <class Look>
  void forwardColumns(RoundTripBuffer& buffer, Look&& look) const;
  template <class Make>
  void inverseColumns(RoundTripBuffer& buffer, Make&& make) const;
  template <class Take>
  void inverseRows(RoundTripBuffer& buffer, std::size_t mode, Take&& take) const;

 private:
  enum Step { RowsForward, ColumnsForward, ColumnsInverse, RowsInverse };
  struct Plans;

  template <class Visit>
  void eachBlock(Visit&& visit) const {
    for (std::size_t first = 0; first < m_side; first += kLines) visit(first, std::min(kLines, m_side - first));
  }
  void require(const RoundTripBuffer& buffer, std::size_t mode) const;
  void transform(Step step, std::size_t first, std::size_t lines, RoundTripBuffer& buffer, std::size_t mode) const;
  void transformCopied(Step step, std::size_t column, std::size_t lines, RoundTripBuffer& buffer,
                       std::size_t mode) const;
  /// The middle sweep's way into a block and out of it.
  void toBlock(std::size_t column, std::size_t lines, RoundTripBuffer& buffer, std::size_t mode) const;
  void fromBlock(std::size_t column, std::size_t lines, RoundTripBuffer& buffer, std::size_t mode) const;
  /// Near field: the window of row transforms becomes the detector's plane, and back.
  void toDetector(RoundTripBuffer& buffer, std::size_t mode) const;
  void fromDetector(RoundTripBuffer& buffer, std::size_t mode) const;
  void filterColumns(FilterDirection direction, RoundTripBuffer& buffer, std::size_t mode) const;

  std::size_t m_side;
  bool m_copiesColumns;   ///< to contiguous lines and back, instead of transforms with a stride
  ComplexImage m_filter;  ///< s·H with rows and columns exchanged; empty: far field
  std::unique_ptr<Plans> m_plans;
};

/// The working memory of one thread: for each mode a window and a block, and one more block. Rows of the window are padded to an odd
/// number of cache lines: columns of 2^n rows would otherwise fall into few sets of the cache and push each other out.
class RoundTripBuffer {
 public:
  explicit RoundTripBuffer(std::size_t side, std::size_t modes = 1);
  RoundTripBuffer(const RoundTripBuffer&) = delete;
  RoundTripBuffer& operator=(const RoundTripBuffer&) = delete;
  RoundTripBuffer(RoundTripBuffer&&) = default;
  RoundTripBuffer& operator=(RoundTripBuffer&&) = default;

  [[nodiscard]] std::size_t side() const { return m_side; }
  [[nodiscard]] std::size_t modes() const { return m_blocks.size(); }
  /// Complex numbers from one row of a window to the next.
  [[nodiscard]] static std::size_t rowStride(std::size_t side);

 private:
  friend class RoundTrip;

  std::size_t m_side;
  std::vector<Complex, AlignedAllocator<Complex>> m_values;
  std::vector<Complex*> m_windows;
  std::vector<Complex*> m_blocks;
  Complex* m_spare = nullptr;  ///< lines on their way between window and block
};

/// `pattern`[r·side + c] → [c·side + r], the order in which middle() sees Fourier values; its own inverse.
void transposed(const float* pattern, std::size_t side, float* out);

template <class Fill>
void RoundTrip::forwardRows(RoundTripBuffer& buffer, std::size_t mode, Fill&& fill) const {
  require(buffer, mode);
  eachBlock([&](std::size_t row, std::size_t lines) {
    fill(row, lines, buffer.m_blocks[mode]);
    transform(RowsForward, row, lines, buffer, mode);
  });
  if (!m_filter.empty()) toDetector(buffer, mode);
}

template <class Middle>
void RoundTrip::throughColumns(RoundTripBuffer& buffer, Middle&& middle) const {
  require(buffer, 0);
  const std::size_t modes = buffer.modes();
  eachBlock([&](std::size_t column, std::size_t lines) {
    for (std::size_t m = 0; m < modes; ++m) toBlock(column, lines, buffer, m);
    middle(column, lines, std::span<Complex* const>(buffer.m_blocks));
    for (std::size_t m = 0; m < modes; ++m) fromBlock(column, lines, buffer, m);
  });
}

template <class Look>
void RoundTrip::forwardColumns(RoundTripBuffer& buffer, Look&& look) const {
  require(buffer, 0);
  eachBlock([&](std::size_t column, std::size_t lines) {
    for (std::size_t m = 0; m < buffer.modes(); ++m) toBlock(column, lines, buffer, m);
    look(column, lines, std::span<Complex* const>(buffer.m_blocks));
  });
}

template <class Make>
void RoundTrip::inverseColumns(RoundTripBuffer& buffer, Make&& make) const {
  require(buffer, 0);
  eachBlock([&](std::size_t column, std::size_t lines) {
    make(column, lines, std::span<Complex* const>(buffer.m_blocks));
    for (std::size_t m = 0; m < buffer.modes(); ++m) fromBlock(column, lines, buffer, m);
  });
}

template <class Take>
void RoundTrip::inverseRows(RoundTripBuffer& buffer, std::size_t mode, Take&& take) const {
  require(buffer, mode);
  if (!m_filter.empty()) fromDetector(buffer, mode);
  eachBlock([&](std::size_t row, std::size_t lines) {
    transform(RowsInverse, row, lines, buffer, mode);
    take(row, lines, buffer.m_blocks[mode]);
  });
}

}  // namespace ptycho
