#include "core/evaluate/image_features.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/optics/fft.h"

namespace ptycho {

namespace {

constexpr std::size_t kContrastWindow = 16;
constexpr std::size_t kUniformWindow = 8;
constexpr double kUniformContrast = 0.02;
constexpr double kHighFrequency = 0.125;  // cycles/px
constexpr double kNearLimit = 0.05;

/// NaN for 0/0.
double ratio(double part, double whole) {
  return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

double windowContrast(const RealImage& luma, std::size_t row, std::size_t col, std::size_t side) {
  double sum = 0, squares = 0;
  for (std::size_t r = row; r < row + side; ++r) {
    for (std::size_t c = col; c < col + side; ++c) {
      const double value = luma(r, c);
      sum += value;
      squares += value * value;
    }
  }
  const auto count = static_cast<double>(side * side);
  return std::sqrt(std::max(0.0, squares / count - (sum / count) * (sum / count)));
}

/// The mean over windows of what `value` makes of their RMS contrast.
template <class Value>
double meanOverWindows(const RealImage& luma, std::size_t side, Value&& value) {
  double sum = 0;
  std::size_t windows = 0;
  for (std::size_t r = 0; r + side <= luma.rows(); r += side) {
    for (std::size_t c = 0; c + side <= luma.cols(); c += side) {
      sum += value(windowContrast(luma, r, c, side));
      ++windows;
    }
  }
  return ratio(sum, static_cast<double>(windows));
}

double gradientEnergy(const RealImage& luma) {
  if (luma.rows() < 2 || luma.cols() < 2) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (std::size_t r = 0; r + 1 < luma.rows(); ++r) {
    for (std::size_t c = 0; c + 1 < luma.cols(); ++c) {
      const double down = static_cast<double>(luma(r + 1, c)) - luma(r, c);
      const double across = static_cast<double>(luma(r, c + 1)) - luma(r, c);
      sum += down * down + across * across;
    }
  }
  return sum / static_cast<double>((luma.rows() - 1) * (luma.cols() - 1));
}

std::vector<double> hann(std::size_t count) {
  std::vector<double> window(count);
  for (std::size_t k = 0; k < count; ++k) {
    const double at = (static_cast<double>(k) + 0.5) / static_cast<double>(count);
    window[k] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * at);
  }
  return window;
}

/// Cycles per pixel of index k of a transform of `count` values.
double frequencyOf(std::size_t k, std::size_t count) {
  const auto signedK = k <= count / 2 ? static_cast<double>(k) : static_cast<double>(k) - static_cast<double>(count);
  return signedK / static_cast<double>(count);
}

double highFrequencyShare(const RealImage& luma, double mean) {
  const std::vector<double> down = hann(luma.rows());
  const std::vector<double> across = hann(luma.cols());
  ComplexImage field(luma.rows(), luma.cols());
  for (std::size_t r = 0; r < luma.rows(); ++r) {
    for (std::size_t c = 0; c < luma.cols(); ++c) {
      field(r, c) = static_cast<float>(down[r] * across[c] * (luma(r, c) - mean));
    }
  }
  Fft2(luma.rows(), luma.cols()).forward(field.data());
  double high = 0, all = 0;
  for (std::size_t r = 0; r < luma.rows(); ++r) {
    const double v = frequencyOf(r, luma.rows());
    for (std::size_t c = 0; c < luma.cols(); ++c) {
      if (r == 0 && c == 0) continue;
      const double power = std::norm(std::complex<double>(field(r, c)));
      const double u = frequencyOf(c, luma.cols());
      all += power;
      if (u * u + v * v > kHighFrequency * kHighFrequency) high += power;
    }
  }
  return ratio(high, all);
}

}  // namespace

ImageFeatures imageFeatures(const RealImage& luma) {
  ImageFeatures features;
  double sum = 0;
  std::size_t nearLimit = 0;
  for (const float value : luma) {
    sum += value;
    if (value < kNearLimit || value > 1 - kNearLimit) ++nearLimit;
  }
  const auto count = static_cast<double>(luma.size());
  features.mean_luma = ratio(sum, count);
  features.limit_share = ratio(static_cast<double>(nearLimit), count);
  features.local_contrast = meanOverWindows(luma, kContrastWindow, [](double contrast) { return contrast; });
  features.uniform_share =
      meanOverWindows(luma, kUniformWindow, [](double contrast) { return contrast < kUniformContrast ? 1.0 : 0.0; });
  features.gradient_energy = gradientEnergy(luma);
  features.high_frequency_share =
      luma.empty() ? std::numeric_limits<double>::quiet_NaN() : highFrequencyShare(luma, features.mean_luma);
  return features;
}

MaskImage uniformWindows(const RealImage& luma) {
  MaskImage uniform(luma.rows(), luma.cols(), 0);
  for (std::size_t r = 0; r + kUniformWindow <= luma.rows(); r += kUniformWindow) {
    for (std::size_t c = 0; c + kUniformWindow <= luma.cols(); c += kUniformWindow) {
      if (windowContrast(luma, r, c, kUniformWindow) >= kUniformContrast) continue;
      for (std::size_t k = 0; k < kUniformWindow * kUniformWindow; ++k) {
        uniform(r + k / kUniformWindow, c + k % kUniformWindow) = 1;
      }
    }
  }
  return uniform;
}

RealImage amplitudeLuma(const ComplexImage& object, double amplitude_min, double amplitude_max) {
  RealImage luma(object.rows(), object.cols());
  const double span = amplitude_max - amplitude_min;
  if (span <= 0) return luma;
  for (std::size_t i = 0; i < object.size(); ++i) {
    luma[i] = static_cast<float>((std::abs(object[i]) - amplitude_min) / span);
  }
  return luma;
}

}  // namespace ptycho
