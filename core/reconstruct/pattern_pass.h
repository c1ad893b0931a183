#pragma once

#include <span>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"
#include "core/reconstruct/pattern_sweep.h"

namespace ptycho {

/// The object under one pattern's window, row by row: in the object itself on whole pixels, else a shifted copy.
class PatchRows {
 public:
  PatchRows(const ScanCover& cover, const ComplexImage& object, std::size_t j, ComplexImage& buffer) {
    if (cover.onWholePixel(j)) {
      m_values = object.row(cover.row(j)) + cover.col(j);
      m_stride = object.cols();
    } else {
      cover.gather(object, j, buffer);
      m_values = buffer.data();
      m_stride = buffer.cols();
    }
  }
  [[nodiscard]] const Complex* row(std::size_t r) const { return m_values + r * m_stride; }
  /// `count` rows from `first` on, with those of the probe.
  [[nodiscard]] kernels::WindowRows with(const Complex* probe, std::size_t first, std::size_t count,
                                         std::size_t side) const {
    return {probe + first * side, row(first), m_stride, count, side};
  }

 private:
  const Complex* m_values;
  std::size_t m_stride;
};

/// Where one pattern's part of an object sum goes: straight into the box on whole pixels, else into a buffer that
/// finish() shifts onto the grid and adds.
class PatchSum {
 public:
  PatchSum(const ScanCover& cover, std::size_t j, const PatchBox& box, ComplexImage& buffer)
      : m_cover(cover), m_pattern(j), m_box(box), m_buffer(buffer), m_direct(cover.onWholePixel(j)) {
    if (!m_direct) std::ranges::fill(buffer, Complex{});
  }
  /// `count` rows of the window from `first` on, stride() apart.
  [[nodiscard]] Complex* rows(std::size_t first, std::size_t count) const {
    return m_direct ? m_box.rows(first, count) : m_buffer.row(first);
  }
  [[nodiscard]] std::size_t stride() const { return m_direct ? m_box.stride : m_buffer.cols(); }
  void finish(ComplexImage& scratch) const {
    if (!m_direct) deposit(m_cover, m_pattern, m_buffer.data(), scratch, m_box);
  }

 private:
  const ScanCover& m_cover;
  std::size_t m_pattern;
  PatchBox m_box;
  ComplexImage& m_buffer;
  bool m_direct;
};

/// power = Σ_m |blocks[m]|²
inline void sumPowers(std::span<Complex* const> blocks, float* power, std::size_t count) {
  kernels::power(blocks[0], power, count);
  for (std::size_t m = 1; m < blocks.size(); ++m) kernels::addPower(blocks[m], power, count);
}

/// One pattern through the Fourier plane, all modes: fill(mode, row, lines, out) writes some rows of each mode's wave,
/// change(first, blocks, count) changes the transforms (in the order of columnTarget()), take(mode, row, lines, in) gets
/// rows of the (unscaled) inverse.
template <class Fill, class Change, class Take>
void throughFourierPlane(const RoundTrip& transform, RoundTripBuffer& buffer, Fill&& fill, Change&& change, Take&& take) {
  const std::size_t side = transform.side();
  for (std::size_t m = 0; m < buffer.modes(); ++m) {
    transform.forwardRows(buffer, m, [&](std::size_t row, std::size_t lines, Complex* rows) { fill(m, row, lines, rows); });
  }
  transform.throughColumns(buffer, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
    change(column * side, blocks, lines * side);
  });
  for (std::size_t m = 0; m < buffer.modes(); ++m) {
    transform.inverseRows(buffer, m,
                          [&](std::size_t row, std::size_t lines, const Complex* rows) { take(m, row, lines, rows); });
  }
}

}  // namespace ptycho
