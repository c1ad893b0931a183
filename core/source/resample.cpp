#include <cmath>
#include <numbers>
#include <vector>

#include "core/source/photo.h"

namespace ptycho {

namespace {

constexpr double kLobes = 3;

double lanczos(double x) {
  if (x == 0) return 1;
  if (std::abs(x) >= kLobes) return 0;
  const double angle = std::numbers::pi * x;
  return kLobes * std::sin(angle) * std::sin(angle / kLobes) / (angle * angle);
}

/// How one axis is resampled: output i is Σ_k weights[i][k]·input[first[i] + k].
struct AxisFilter {
  std::size_t taps = 0;
  std::vector<std::size_t> first;
  std::vector<float> weights;  ///< [outputs, taps]
};

/// Outputs offset … offset + count − 1 of an axis resized from `input` to `scaled` samples, pixel centres aligned
/// (centre of output i lies at (i + ½)·input/scaled). Reduction widens the kernel, which keeps out what would alias;
/// at the border the kernel is cut and normalised again, so that a constant stays constant.
AxisFilter axisFilter(std::size_t input, std::size_t scaled, std::size_t offset, std::size_t count) {
  const double ratio = static_cast<double>(input) / static_cast<double>(scaled);
  const double stretch = std::max(1.0, ratio);
  AxisFilter filter;
  filter.taps = std::min(input, static_cast<std::size_t>(std::ceil(2 * kLobes * stretch)) + 1);
  filter.first.resize(count);
  filter.weights.resize(count * filter.taps);
  for (std::size_t i = 0; i < count; ++i) {
    const double centre = (static_cast<double>(offset + i) + 0.5) * ratio;
    const double lowest = std::max(0.0, std::ceil(centre - kLobes * stretch - 0.5));
    filter.first[i] = std::min(static_cast<std::size_t>(lowest), input - filter.taps);
    float* weights = filter.weights.data() + i * filter.taps;
    double sum = 0;
    for (std::size_t k = 0; k < filter.taps; ++k) {
      sum += lanczos((static_cast<double>(filter.first[i] + k) + 0.5 - centre) / stretch);
    }
    for (std::size_t k = 0; k < filter.taps; ++k) {
      weights[k] = static_cast<float>(
          lanczos((static_cast<double>(filter.first[i] + k) + 0.5 - centre) / stretch) / sum);
    }
  }
  return filter;
}

RealImage resample(const RealImage& image, const AxisFilter& down, const AxisFilter& across) {
  // Rows first: each is a sum of whole rows, which the vector units like; then columns on what is left.
  RealImage narrow(down.first.size(), image.cols());
  for (std::size_t r = 0; r < narrow.rows(); ++r) {
    float* out = narrow.row(r);
    for (std::size_t k = 0; k < down.taps; ++k) {
      const float weight = down.weights[r * down.taps + k];
      const float* in = image.row(down.first[r] + k);
      for (std::size_t c = 0; c < narrow.cols(); ++c) out[c] += weight * in[c];
    }
  }
  RealImage result(narrow.rows(), across.first.size());
  for (std::size_t r = 0; r < result.rows(); ++r) {
    for (std::size_t c = 0; c < result.cols(); ++c) {
      const float* in = narrow.row(r) + across.first[c];
      const float* weights = across.weights.data() + c * across.taps;
      float sum = 0;
      for (std::size_t k = 0; k < across.taps; ++k) sum += weights[k] * in[k];
      result(r, c) = std::clamp(sum, 0.0f, 1.0f);
    }
  }
  return result;
}

}  // namespace

RealImage resizeImage(const RealImage& image, std::size_t rows, std::size_t cols) {
  if (image.empty() || rows == 0 || cols == 0) return RealImage(rows, cols);
  return resample(image, axisFilter(image.rows(), rows, 0, rows), axisFilter(image.cols(), cols, 0, cols));
}

RealImage coverAndCrop(const RealImage& image, std::size_t rows, std::size_t cols) {
  if (image.empty() || rows == 0 || cols == 0) return RealImage(rows, cols);
  const double scale =
      static_cast<double>(std::max(rows, cols)) / static_cast<double>(std::min(image.rows(), image.cols()));
  const auto scaled = [scale](std::size_t side, std::size_t least) {
    return std::max(least, static_cast<std::size_t>(std::lround(scale * static_cast<double>(side))));
  };
  const std::size_t scaledRows = scaled(image.rows(), rows);
  const std::size_t scaledCols = scaled(image.cols(), cols);
  // Only what the crop keeps is computed: a very long photo would otherwise need a very large picture.
  return resample(image, axisFilter(image.rows(), scaledRows, (scaledRows - rows) / 2, rows),
                  axisFilter(image.cols(), scaledCols, (scaledCols - cols) / 2, cols));
}

}  // namespace ptycho
