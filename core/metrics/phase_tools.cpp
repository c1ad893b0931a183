#include "core/metrics/phase_tools.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace ptycho {
namespace {

using Wide = std::complex<double>;

void expectShape(const auto& picture, const MaskImage& lit) {
  if (!lit.empty() && !lit.sameShape(picture)) throw std::invalid_argument("phase tools: the mask differs in shape");
}

bool counts(const MaskImage& lit, std::size_t i) { return lit.empty() || lit[i] != 0; }

/// 0 where the pixel does not count or has no phase, else the value's direction: dark and bright pixels weigh alike.
std::vector<Wide> directions(const ComplexImage& object, const MaskImage& lit) {
  std::vector<Wide> values(object.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Wide value(object[i]);
    const double size = std::abs(value);
    if (counts(lit, i) && size > 0 && std::isfinite(size)) values[i] = value / size;
  }
  return values;
}

/// Slope along one axis from pairs at distances 1, 2, 4 …; `stride` is the step along it, `across` the other axis'.
double slopeFromPairs(const std::vector<Wide>& z, std::size_t side, std::size_t stride, std::size_t otherSide,
                      std::size_t otherStride) {
  double slope = 0;
  for (std::size_t lag = 1; lag == 1 || 4 * lag <= side; lag *= 2) {
    Wide sum = 0;
    for (std::size_t o = 0; o < otherSide; ++o) {
      const std::size_t start = o * otherStride;
      for (std::size_t k = 0; k + lag < side; ++k) {
        sum += z[start + (k + lag) * stride] * std::conj(z[start + k * stride]);
      }
    }
    const double length = static_cast<double>(lag);
    if (sum != 0.0) slope += std::arg(sum * std::polar(1.0, -slope * length)) / length;
  }
  return slope;
}

/// Sums of the normal equations of δ = a + b·r + c·c, with the coordinates from the middle.
struct Moments {
  double n = 0, r = 0, c = 0, rr = 0, rc = 0, cc = 0, d = 0, rd = 0, cd = 0;
  void add(double row, double col, double delta) {
    n += 1;
    r += row;
    c += col;
    rr += row * row;
    rc += row * col;
    cc += col * col;
    d += delta;
    rd += row * delta;
    cd += col * delta;
  }
  [[nodiscard]] PhaseSlope slope() const {
    if (n < 3) return {};
    const double vrr = rr - r * r / n, vrc = rc - r * c / n, vcc = cc - c * c / n;
    const double vrd = rd - r * d / n, vcd = cd - c * d / n;
    const double determinant = vrr * vcc - vrc * vrc;
    if (determinant > 1e-9 * (vrr + vcc) * (vrr + vcc)) {
      return {(vrd * vcc - vcd * vrc) / determinant, (vcd * vrr - vrd * vrc) / determinant};
    }
    if (vrc != 0) return {};
    return {vrr > 0 ? vrd / vrr : 0, vcc > 0 ? vcd / vcc : 0};
  }
};

double centre(std::size_t side) { return 0.5 * static_cast<double>(side - 1); }

PhaseSlope slopeLeft(const std::vector<Wide>& z, std::size_t rows, std::size_t cols, const PhaseSlope& slope) {
  std::vector<Wide> across(cols);
  for (std::size_t c = 0; c < cols; ++c) {
    across[c] = std::polar(1.0, -slope.across * (static_cast<double>(c) - centre(cols)));
  }
  std::vector<Wide> flat(z.size());
  Wide mean = 0;
  for (std::size_t r = 0, i = 0; r < rows; ++r) {
    const Wide turn = std::polar(1.0, -slope.down * (static_cast<double>(r) - centre(rows)));
    for (std::size_t c = 0; c < cols; ++c, ++i) mean += flat[i] = z[i] * turn * across[c];
  }
  const Wide back = mean == 0.0 ? Wide(1) : std::conj(mean) / std::abs(mean);
  Moments moments;
  for (std::size_t r = 0, i = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c, ++i) {
      if (flat[i] == 0.0) continue;
      moments.add(static_cast<double>(r) - centre(rows), static_cast<double>(c) - centre(cols),
                  std::arg(flat[i] * back));
    }
  }
  return moments.slope();
}

double medianOf(std::vector<double>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

double wrapAngle(double angle) {
  const double turn = 2 * std::numbers::pi;
  return angle - turn * std::ceil(angle / turn - 0.5);
}

}  // namespace

MaskImage wellLit(const RealImage& coverage, double share) {
  MaskImage lit(coverage.rows(), coverage.cols(), 1);
  float most = 0;
  for (const float value : coverage) {
    if (std::isfinite(value)) most = std::max(most, value);
  }
  if (!(most > 0)) return lit;
  for (std::size_t i = 0; i < lit.size(); ++i) lit[i] = coverage[i] >= share * most ? 1 : 0;
  return lit;
}

PhaseSlope fitPhaseSlope(const ComplexImage& object, const MaskImage& lit) {
  expectShape(object, lit);
  if (object.empty()) return {};
  const std::size_t rows = object.rows(), cols = object.cols();
  const std::vector<Wide> z = directions(object, lit);
  PhaseSlope slope{slopeFromPairs(z, rows, cols, cols, 1), slopeFromPairs(z, cols, 1, rows, cols)};
  constexpr int kMostRounds = 8;
  for (int round = 0; round < kMostRounds; ++round) {
    const PhaseSlope left = slopeLeft(z, rows, cols, slope);
    slope.down += left.down;
    slope.across += left.across;
    if (std::abs(left.down) * static_cast<double>(rows) + std::abs(left.across) * static_cast<double>(cols) < 1e-7) {
      break;
    }
  }
  return slope;
}

ComplexImage withoutSlope(const ComplexImage& object, const PhaseSlope& slope) {
  ComplexImage flat(object.rows(), object.cols());
  for (std::size_t r = 0; r < object.rows(); ++r) {
    const double down = slope.down * (static_cast<double>(r) - centre(object.rows()));
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const double across = slope.across * (static_cast<double>(c) - centre(object.cols()));
      flat(r, c) = object(r, c) * Complex(std::polar(1.0, -down - across));
    }
  }
  return flat;
}

double wrappedMedian(const RealImage& phase, const MaskImage& lit) {
  expectShape(phase, lit);
  Wide sum = 0;
  for (std::size_t i = 0; i < phase.size(); ++i) {
    if (counts(lit, i) && std::isfinite(phase[i])) sum += std::polar(1.0, static_cast<double>(phase[i]));
  }
  const double mean = std::arg(sum);
  std::vector<double> deviations;
  for (std::size_t i = 0; i < phase.size(); ++i) {
    if (counts(lit, i) && std::isfinite(phase[i])) deviations.push_back(wrapAngle(phase[i] - mean));
  }
  return deviations.empty() ? 0 : wrapAngle(mean + medianOf(deviations));
}

double plainMedian(const RealImage& phase, const MaskImage& lit) {
  expectShape(phase, lit);
  std::vector<double> values;
  for (std::size_t i = 0; i < phase.size(); ++i) {
    if (counts(lit, i) && std::isfinite(phase[i])) values.push_back(phase[i]);
  }
  return medianOf(values);
}

RealImage shiftedPhase(const RealImage& phase, double offset, bool wrap) {
  RealImage out(phase.rows(), phase.cols());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<float>(wrap ? wrapAngle(phase[i] - offset) : phase[i] - offset);
  }
  return out;
}

}  // namespace ptycho
