#include "core/reconstruct/position_correlation.h"

#include <algorithm>
#include <cmath>

#include "core/optics/fourier_shift.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_position.h"

namespace ptycho {

namespace {

constexpr int kNewtonSteps = 4;
constexpr double kLargestStep = 1;  ///< px

/// light ← √(light / max), and the mean of the patch weighted with its square.
Complex makeMask(PatternUpdate& update, float brightest) {
  std::complex<double> sum = 0;
  double weight = 0;
  for (std::size_t i = 0; i < update.light.size(); ++i) {
    const float share = update.light[i] / brightest;
    sum += static_cast<std::complex<double>>(share * update.patch[i]);
    weight += static_cast<double>(share);
    update.light[i] = std::sqrt(share);
  }
  return static_cast<Complex>(sum / weight);
}

/// One Newton step towards the maximum of |Σ q·exp(−iκ·s)|² at s = 0; false when the sum is not concave there.
bool newtonStep(const ComplexImage& q, const std::vector<float>& frequencies, Position& step) {
  std::complex<double> c = 0, r = 0, s = 0, rr = 0, rs = 0, ss = 0;
  for (std::size_t k = 0; k < q.rows(); ++k) {
    const auto sums = kernels::rowMoments(q.row(k), frequencies.data(), q.cols());
    const auto f = static_cast<double>(frequencies[k]);
    c += sums.zeroth;
    r += f * sums.zeroth;
    rr += f * f * sums.zeroth;
    s += sums.first;
    rs += f * sums.first;
    ss += sums.second;
  }
  const auto real = [](std::complex<double> a, std::complex<double> b) { return std::real(std::conj(a) * b); };
  const std::complex<double> minusI(0, -1);
  const double gradientRow = real(c, minusI * r);
  const double gradientCol = real(c, minusI * s);
  const double hessianRr = std::norm(r) - real(c, rr);
  const double hessianRs = real(r, s) - real(c, rs);
  const double hessianSs = std::norm(s) - real(c, ss);
  const double determinant = hessianRr * hessianSs - hessianRs * hessianRs;
  if (!(hessianRr < 0) || !(determinant > 0)) return false;
  step.row = -(hessianSs * gradientRow - hessianRs * gradientCol) / determinant;
  step.col = -(hessianRr * gradientCol - hessianRs * gradientRow) / determinant;
  return true;
}

}  // namespace

Position correlationMove(const Fft2& fft, const std::vector<float>& frequencies, PatternUpdate& update,
                         Workspace& work) {
  const std::size_t count = update.patch.size();
  const std::size_t side = fft.rows();
  const float brightest = *std::ranges::max_element(update.light);
  if (!(brightest > 0)) return {};
  const Complex mean = makeMask(update, brightest);
  Complex* before = work.waves.image(0);
  Complex* after = work.transformed.image(0);
  kernels::maskedUpdate(update.patch.data(), update.change.data(), 0, mean, update.light.data(), before, count);
  kernels::maskedUpdate(update.patch.data(), update.change.data(), 1 / brightest, mean, update.light.data(), after,
                        count);
  fft.forwardUnscaled(before);
  fft.forwardUnscaled(after);
  ComplexImage& product = update.spectrum;
  kernels::conjugateProduct(before, after, product.data(), count);
  Position shift;
  Complex* ramps = update.ramps.data();
  for (int k = 0; k < kNewtonSteps; ++k) {
    Position step;
    if (!newtonStep(product, frequencies, step)) return {};
    step = {std::clamp(step.row, -kLargestStep, kLargestStep), std::clamp(step.col, -kLargestStep, kLargestStep)};
    shift = {shift.row + step.row, shift.col + step.col};
    if (k + 1 == kNewtonSteps) break;
    fillShiftRamp(step.row, side, ramps);
    fillShiftRamp(step.col, side, ramps + side);
    applyShiftRamps(ramps, ramps + side, 1.0F, ShiftDirection::Adjoint, side, side, product.data());
  }
  return shift;
}

}  // namespace ptycho
