#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/metrics/correlation_peak.h"
#include "core/metrics/edge_window.h"
#include "core/metrics/metrics.h"
#include "core/optics/fft.h"

namespace ptycho {

namespace {

constexpr std::size_t kSmallestSide = 8;
constexpr int kMostRounds = 8;

/// exp(−2πi·k·shift/side) over the signed frequencies; the Nyquist term is real, so that a real object stays real.
std::vector<Complex> shiftPhasors(double shift, std::size_t side) {
  std::vector<Complex> phasors(side);
  for (std::size_t k = 0; k < side; ++k) {
    const double frequency =
        (static_cast<double>(k) - (2 * k > side ? static_cast<double>(side) : 0.0)) / static_cast<double>(side);
    const double angle = -2 * std::numbers::pi * frequency * shift;
    const double sine = 2 * k == side ? 0.0 : std::sin(angle);
    phasors[k] = Complex(static_cast<float>(std::cos(angle)), static_cast<float>(sine));
  }
  return phasors;
}

/// F_fixed·conj(F_moving), zero frequency in the middle.
ComplexImage crossSpectrum(const Fft2& fft, const ComplexImage& fixedSpectrum, ComplexImage moving) {
  fft.forward(moving.data());
  const std::size_t rows = moving.rows();
  const std::size_t cols = moving.cols();
  ComplexImage product(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t toRow = (r + rows / 2) % rows;
    for (std::size_t c = 0; c < cols; ++c) {
      product(toRow, (c + cols / 2) % cols) = fixedSpectrum(r, c) * std::conj(moving(r, c));
    }
  }
  return product;
}

tl::unexpected<Error> nothingToRegister() {
  return badInput("the object is constant or not finite; there is no detail to register by.");
}

}  // namespace

ComplexImage shiftObject(const ComplexImage& object, double row, double col) {
  if (row == 0 && col == 0) return object;
  ComplexImage shifted = object;
  const Fft2 fft(object.rows(), object.cols());
  fft.forward(shifted.data());
  const std::vector<Complex> down = shiftPhasors(row, object.rows());
  const std::vector<Complex> across = shiftPhasors(col, object.cols());
  for (std::size_t r = 0; r < object.rows(); ++r) {
    for (std::size_t c = 0; c < object.cols(); ++c) shifted(r, c) *= down[r] * across[c];
  }
  fft.inverse(shifted.data());
  return shifted;
}

Result<std::pair<double, double>> registerShift(const ComplexImage& fixed, const ComplexImage& moving, int upsampling) {
  if (!fixed.sameShape(moving)) {
    return badInput(fmt::format("objects of {} × {} and {} × {} px cannot be registered; crop them to one shape.",
                                fixed.rows(), fixed.cols(), moving.rows(), moving.cols()));
  }
  if (fixed.rows() < kSmallestSide || fixed.cols() < kSmallestSide) {
    return badInput(fmt::format("an object of {} × {} px is too small to register; each side needs {} px.",
                                fixed.rows(), fixed.cols(), kSmallestSide));
  }
  const double step = 1.0 / std::max(1, upsampling);
  const Fft2 fft(fixed.rows(), fixed.cols());
  std::optional<ComplexImage> fixedSpectrum = fadedObject(fixed);
  if (!fixedSpectrum) return nothingToRegister();
  fft.forward(fixedSpectrum->data());
  double row = 0;
  double col = 0;
  // The window stays where it is while the content moves, which draws each estimate towards 0; from where the last
  // one left off the pull is weaker, and none is left at the true shift.
  for (int round = 0; round < kMostRounds; ++round) {
    std::optional<ComplexImage> faded = fadedObject(shiftObject(moving, row, col));
    if (!faded) return nothingToRegister();
    const CorrelationPeak rest = findCorrelationPeak(crossSpectrum(fft, *fixedSpectrum, std::move(*faded)), step / 2);
    row += rest.row;
    col += rest.col;
    if (std::max(std::abs(rest.row), std::abs(rest.col)) < step / 2) break;
  }
  return std::pair(row, col);
}

}  // namespace ptycho
