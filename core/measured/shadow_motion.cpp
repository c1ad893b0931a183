#include "core/measured/shadow_motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/optics/fft.h"

namespace ptycho {

namespace {

constexpr std::size_t kFewestPairs = 6;
constexpr double kTolerance_px = 2.5;
constexpr double kEnoughFit = 0.6;
constexpr double kClearCorrelation = 0.2;

struct Shift {
  double rows = 0, cols = 0;          // of the pattern
  double stepRows = 0, stepCols = 0;  // of the scan
  double weight = 0;                  // correlation
};

ComplexImage flattened(const float* window, const RealImage& mean, float floor) {
  ComplexImage flat(mean.rows(), mean.cols());
  for (std::size_t i = 0; i < flat.size(); ++i) flat[i] = (window[i] - mean[i]) / std::sqrt(mean[i] + floor);
  return flat;
}

double powerOf(const ComplexImage& image) {
  double power = 0;
  for (const Complex value : image) power += std::norm(value);
  return power;
}

/// Integer shift b(r) ≈ a(r − shift) by the peak of the cyclic cross-correlation.
Shift correlate(ComplexImage a, ComplexImage b, const Fft2& fft) {
  const double power = std::sqrt(powerOf(a) * powerOf(b));
  if (power <= 0) return {};
  fft.forward(a.data());
  fft.forward(b.data());
  for (std::size_t i = 0; i < a.size(); ++i) b[i] *= std::conj(a[i]);
  fft.inverse(b.data());
  std::size_t peak = 0;
  for (std::size_t i = 1; i < b.size(); ++i) {
    if (b[i].real() > b[peak].real()) peak = i;
  }
  const auto centred = [](std::size_t index, std::size_t n) {
    return static_cast<double>(index) - (2 * index >= n ? static_cast<double>(n) : 0.0);
  };
  // Orthonormal transforms leave 1/√n of the sum.
  const double correlation = b[peak].real() * std::sqrt(static_cast<double>(b.size())) / power;
  return {centred(peak / b.cols(), b.rows()), centred(peak % b.cols(), b.cols()), 0, 0, correlation};
}

/// Weighted least squares shift = M·step.
std::optional<std::array<double, 4>> fitted(const std::vector<Shift>& shifts, const std::vector<double>& weights) {
  double aa = 0, ab = 0, bb = 0, ra = 0, rb = 0, ca = 0, cb = 0;
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const Shift& s = shifts[k];
    aa += weights[k] * s.stepRows * s.stepRows;
    ab += weights[k] * s.stepRows * s.stepCols;
    bb += weights[k] * s.stepCols * s.stepCols;
    ra += weights[k] * s.rows * s.stepRows;
    rb += weights[k] * s.rows * s.stepCols;
    ca += weights[k] * s.cols * s.stepRows;
    cb += weights[k] * s.cols * s.stepCols;
  }
  const double determinant = aa * bb - ab * ab;
  if (!(determinant > 1e-3 * aa * bb)) return std::nullopt;  // steps along one line only
  return std::array<double, 4>{(ra * bb - rb * ab) / determinant, (rb * aa - ra * ab) / determinant,
                               (ca * bb - cb * ab) / determinant, (cb * aa - ca * ab) / determinant};
}

double missOf(const Shift& s, const std::array<double, 4>& map) {
  return std::hypot(s.rows - map[0] * s.stepRows - map[1] * s.stepCols,
                    s.cols - map[2] * s.stepRows - map[3] * s.stepCols);
}

}  // namespace

std::optional<ShadowMotion> shadowMotion(const RealStack& windows, const RealImage& mean,
                                         const std::vector<Position>& positions,
                                         const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
  if (pairs.size() < kFewestPairs || mean.empty()) return std::nullopt;
  const float floor = 0.01F * *std::ranges::max_element(mean);
  if (floor <= 0) return std::nullopt;
  const Fft2 fft(mean.rows(), mean.cols());
  std::vector<Shift> shifts;
  for (const auto& [from, to] : pairs) {
    Shift shift =
        correlate(flattened(windows.image(from), mean, floor), flattened(windows.image(to), mean, floor), fft);
    shift.stepRows = positions[to].row - positions[from].row;
    shift.stepCols = positions[to].col - positions[from].col;
    if (shift.weight > kClearCorrelation) shifts.push_back(shift);
  }
  if (shifts.size() < kFewestPairs) return std::nullopt;
  std::vector<double> weights;
  for (const Shift& shift : shifts) weights.push_back(shift.weight);
  auto map = fitted(shifts, weights);
  for (int round = 0; round < 4 && map; ++round) {
    for (std::size_t k = 0; k < shifts.size(); ++k) {
      weights[k] = missOf(shifts[k], *map) < kTolerance_px ? shifts[k].weight : 0;
    }
    map = fitted(shifts, weights);
  }
  if (!map) return std::nullopt;
  ShadowMotion motion;
  motion.px_per_px = *map;
  motion.pairs = shifts.size();
  motion.magnification = std::sqrt(std::abs((*map)[0] * (*map)[3] - (*map)[1] * (*map)[2]));
  std::size_t fits = 0;
  double length = 0;
  for (const Shift& shift : shifts) {
    fits += missOf(shift, *map) < kTolerance_px ? 1 : 0;
    const Shift atRest{0, 0, shift.stepRows, shift.stepCols, 0};
    length += missOf(atRest, *map) / static_cast<double>(shifts.size());
  }
  motion.fits = static_cast<double>(fits) / static_cast<double>(pairs.size());
  // Where nothing moves, the peak is the pattern's own, at rest: what moves less than is tolerated would fit anything.
  if (motion.fits < kEnoughFit || length < kTolerance_px || !(motion.magnification > 0)) return std::nullopt;
  return motion;
}

std::pair<ScanLikeness, double> likenessOf(const ShadowMotion& motion) {
  const auto& m = motion.px_per_px;
  const double length = std::sqrt(m[0] * m[0] + m[1] * m[1] + m[2] * m[2] + m[3] * m[3]);
  if (length <= 0) return {ScanLikeness::Same, 0};
  const double scale = 1 / (length * std::numbers::sqrt2);
  const std::array<std::pair<ScanLikeness, double>, 4> candidates{
      {{ScanLikeness::Same, std::abs(m[0] + m[3]) * scale},
       {ScanLikeness::Exchanged, std::abs(m[1] + m[2]) * scale},
       {ScanLikeness::OneSign, std::abs(m[0] - m[3]) * scale},
       {ScanLikeness::ExchangedOneSign, std::abs(m[1] - m[2]) * scale}}};
  return *std::ranges::max_element(candidates, {}, &std::pair<ScanLikeness, double>::second);
}

}  // namespace ptycho
