#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/optics/probe.h"

namespace ptycho {

namespace {

/// Share of the cell between four pixels where the bilinear surface is at least `level`, from 8 × 8 samples.
double shareAbove(float a, float b, float c, float d, float level) {
  if (std::min({a, b, c, d}) >= level) return 1;
  if (std::max({a, b, c, d}) < level) return 0;
  constexpr int kSamples = 8;
  int above = 0;
  for (int i = 0; i < kSamples; ++i) {
    for (int j = 0; j < kSamples; ++j) {
      const float y = (static_cast<float>(i) + 0.5F) / kSamples;
      const float x = (static_cast<float>(j) + 0.5F) / kSamples;
      above += (1 - y) * ((1 - x) * a + x * b) + y * ((1 - x) * c + x * d) >= level ? 1 : 0;
    }
  }
  return static_cast<double>(above) / (kSamples * kSamples);
}

/// Diameter of the circle whose area is that where `values` is at least half its peak.
double halfHeightDiameter(const RealImage& values) {
  const float level = *std::ranges::max_element(values) / 2;
  if (!(level > 0)) return 0;
  double area = 0;
  for (std::size_t r = 0; r + 1 < values.rows(); ++r) {
    for (std::size_t c = 0; c + 1 < values.cols(); ++c) {
      area += shareAbove(values(r, c), values(r, c + 1), values(r + 1, c), values(r + 1, c + 1), level);
    }
  }
  return 2 * std::sqrt(area / std::numbers::pi);
}

double radiusOf90Percent(const RealImage& intensity) {
  double total = 0;
  double rowMoment = 0;
  double colMoment = 0;
  for (std::size_t r = 0; r < intensity.rows(); ++r) {
    for (std::size_t c = 0; c < intensity.cols(); ++c) {
      const double value = intensity(r, c);
      total += value;
      rowMoment += value * static_cast<double>(r);
      colMoment += value * static_cast<double>(c);
    }
  }
  if (!(total > 0) || !std::isfinite(total)) return 0;
  const double row0 = rowMoment / total;
  const double col0 = colMoment / total;
  // Energy in rings of a tenth of a pixel, interpolated.
  constexpr double kRingsPerPixel = 10;
  std::vector<double> rings(static_cast<std::size_t>(kRingsPerPixel * 1.5 *
                                                     static_cast<double>(intensity.rows() + intensity.cols())) + 2);
  for (std::size_t r = 0; r < intensity.rows(); ++r) {
    for (std::size_t c = 0; c < intensity.cols(); ++c) {
      const double distance = std::hypot(static_cast<double>(r) - row0, static_cast<double>(c) - col0);
      rings[std::min(rings.size() - 1, static_cast<std::size_t>(distance * kRingsPerPixel))] += intensity(r, c);
    }
  }
  double sum = 0;
  for (std::size_t k = 0; k < rings.size(); ++k) {
    if (sum + rings[k] >= 0.9 * total) {
      return (static_cast<double>(k) + (0.9 * total - sum) / rings[k]) / kRingsPerPixel;
    }
    sum += rings[k];
  }
  return 0;
}

double phaseStep(Complex a, Complex b) { return std::abs(std::arg(std::conj(a) * b)); }

}  // namespace

ProbeReport describeProbe(const ComplexStack& probe, const ProbeSpec& spec) {
  ProbeReport report;
  const RealImage intensity = probeIntensity(probe);
  RealImage amplitude = intensity;
  for (auto& value : amplitude) value = std::sqrt(value);
  const double peak = *std::ranges::max_element(amplitude);
  const bool gaussian = spec.kind == ProbeKind::Gaussian;
  report.amplitude_fwhm_px =
      gaussian ? 2 * std::sqrt(2 * std::numbers::ln2) * spec.sigma_px : halfHeightDiameter(amplitude);
  report.intensity_fwhm_px = gaussian ? 2 * std::sqrt(std::numbers::ln2) * spec.sigma_px : halfHeightDiameter(intensity);
  report.r90_px = radiusOf90Percent(intensity);
  const std::size_t rows = amplitude.rows();
  const std::size_t cols = amplitude.cols();
  double edge = 0;
  for (std::size_t r = 0; r < rows; ++r) edge = std::max<double>(edge, std::max(amplitude(r, 0), amplitude(r, cols - 1)));
  for (std::size_t c = 0; c < cols; ++c) edge = std::max<double>(edge, std::max(amplitude(0, c), amplitude(rows - 1, c)));
  report.edge_amplitude = peak > 0 ? edge / peak : 0;
  if (gaussian) {
    const double inside = std::erf(spec.window_px / (2 * spec.sigma_px));
    report.energy_outside = 1 - inside * inside;
    const double half = spec.window_px / 2.0;
    report.edge_amplitude = std::exp(-half * half / (2 * spec.sigma_px * spec.sigma_px));
  } else {
    report.energy_outside = std::numeric_limits<double>::quiet_NaN();
  }
  const Complex* values = probe.image(0);
  for (std::size_t r = 0; r + 1 < rows; ++r) {
    for (std::size_t c = 0; c + 1 < cols; ++c) {
      const std::size_t i = r * cols + c;
      if (amplitude[i] < 0.1 * peak) continue;
      report.curvature_step_rad = std::max({report.curvature_step_rad, phaseStep(values[i], values[i + 1]),
                                            phaseStep(values[i], values[i + cols])});
    }
  }
  return report;
}

}  // namespace ptycho
