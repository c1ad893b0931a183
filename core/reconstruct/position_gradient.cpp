#include "core/reconstruct/position_gradient.h"

#include "core/reconstruct/kernels_position.h"

namespace ptycho {

PositionSlope positionSlope(const Fft2& fft, const std::vector<float>& frequencies, PatternUpdate& update) {
  PositionSlope slope;
  const std::size_t rows = fft.rows();
  const std::size_t cols = fft.cols();
  fft.forwardUnscaled(update.change.data());
  for (std::size_t r = 0; r < rows; ++r) {
    const auto sums = kernels::rowSlope(update.spectrum.row(r), update.change.row(r), frequencies.data(), cols);
    slope.row += static_cast<double>(frequencies[r]) * sums.plain;
    slope.col += sums.weighted;
  }
  slope.row /= static_cast<double>(rows * cols);
  slope.col /= static_cast<double>(rows * cols);
  for (std::size_t r = 2; r + 2 < rows; ++r) {
    const Complex* const lines[5] = {update.patch.row(r - 2), update.patch.row(r - 1), update.patch.row(r),
                                     update.patch.row(r + 1), update.patch.row(r + 2)};
    const auto sums = kernels::rowCurvature(lines, update.light.row(r), cols);
    slope.rr += sums.rr;
    slope.rc += sums.rc;
    slope.cc += sums.cc;
  }
  return slope;
}

Position leastSquaresMove(const PositionSlope& slope) {
  // A direction without features must not throw the position about.
  constexpr double kDamping = 0.02;
  const double damping = kDamping * (slope.rr + slope.cc);
  const double rr = slope.rr + damping;
  const double cc = slope.cc + damping;
  const double determinant = rr * cc - slope.rc * slope.rc;
  if (!(determinant > 0)) return {};
  return {(cc * slope.row - slope.rc * slope.col) / determinant, (rr * slope.col - slope.rc * slope.row) / determinant};
}

}  // namespace ptycho
