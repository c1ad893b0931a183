#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include <QImage>

#include "core/base/image.h"
#include "widgets/kit/raster/picture_raster.h"

namespace ptycho::detail {

inline std::complex<double> widened(Complex value) { return {value.real(), value.imag()}; }
inline double widened(float value) { return value; }

template <class T>
T narrowed(auto sum, double weight) {
  return T(sum / weight);
}

/// For each device pixel the source index under its centre, −1 outside.
inline std::vector<int> nearestIndices(double origin, double step, int count, std::size_t size) {
  std::vector<int> indices(std::size_t(count), -1);
  for (int i = 0; i < count; ++i) {
    const double at = origin + (i + 0.5) * step;
    if (at >= 0 && at < double(size)) indices[std::size_t(i)] = int(at);
  }
  return indices;
}

/// Magnified: every source row that is seen is coloured once, then gathered.
template <class T, class Colors>
void sampleNearest(const Image<T>& picture, const MaskImage* mask, const Colors& colors, const RasterWindow& window,
                   QImage& out) {
  const auto columns = nearestIndices(window.origin_x, window.step, window.width, picture.cols());
  const auto rows = nearestIndices(window.origin_y, window.step, window.height, picture.rows());
  const int first = *std::max_element(columns.begin(), columns.end()) < 0
                        ? 0
                        : *std::find_if(columns.begin(), columns.end(), [](int c) { return c >= 0; });
  const int last = *std::max_element(columns.begin(), columns.end());
  std::vector<QRgb> line(picture.cols());
  for (int y = 0, coloured = -1; y < window.height; ++y) {
    const int row = rows[std::size_t(y)];
    if (row < 0) continue;
    if (row != coloured) {
      for (int c = first; c <= last; ++c) {
        const T value = picture(std::size_t(row), std::size_t(c));
        const PixelKind kind = colors.kind(value, mask && (*mask)(std::size_t(row), std::size_t(c)) == 0);
        line[std::size_t(c)] = kind == PixelKind::Value ? colors.color(value) : colors.color(kind);
      }
      coloured = row;
    }
    auto* target = reinterpret_cast<QRgb*>(out.scanLine(y));
    for (int x = 0; x < window.width; ++x) {
      if (columns[std::size_t(x)] >= 0) target[x] = line[std::size_t(columns[std::size_t(x)])];
    }
  }
}

/// Sums over the rows of one device row; the excluded pixels' weight and kind beside them.
template <class T>
struct ColumnSums {
  explicit ColumnSums(std::size_t columns) : sum(columns), weight(columns), kind(columns, PixelKind::Value) {}
  void clear() {
    std::fill(sum.begin(), sum.end(), decltype(widened(T{})){});
    std::fill(weight.begin(), weight.end(), 0.0);
    std::fill(kind.begin(), kind.end(), PixelKind::Value);
  }
  std::vector<decltype(widened(T{}))> sum;
  std::vector<double> weight;
  std::vector<PixelKind> kind;
};

/// Reduced: each device pixel is the mean over the source area that it covers, edge pixels by their share.
/// A device pixel most of whose area is excluded (masked, NaN, saturated) shows that instead.
template <class T, class Colors>
void sampleMean(const Image<T>& picture, const MaskImage* mask, const Colors& colors, const RasterWindow& window,
                QImage& out) {
  const auto clampTo = [](double v, std::size_t size) { return std::clamp(v, 0.0, double(size)); };
  const double left = clampTo(window.origin_x, picture.cols());
  const double right = clampTo(window.origin_x + window.width * window.step, picture.cols());
  ColumnSums<T> columns(picture.cols());
  for (int y = 0; y < window.height; ++y) {
    const double top = clampTo(window.origin_y + y * window.step, picture.rows());
    const double bottom = clampTo(window.origin_y + (y + 1) * window.step, picture.rows());
    if (bottom - top <= 0 || right - left <= 0) continue;
    columns.clear();
    for (auto r = std::size_t(top); double(r) < bottom; ++r) {
      const double share = std::min(bottom, double(r) + 1) - std::max(top, double(r));
      for (auto c = std::size_t(left); double(c) < right; ++c) {
        const T value = picture(r, c);
        const PixelKind kind = colors.kind(value, mask && (*mask)(r, c) == 0);
        if (isExcluded(kind)) {
          columns.kind[c] = kind;
        } else {
          columns.sum[c] += share * widened(value);
          columns.weight[c] += share;
        }
      }
    }
    auto* target = reinterpret_cast<QRgb*>(out.scanLine(y));
    for (int x = 0; x < window.width; ++x) {
      const double from = clampTo(window.origin_x + x * window.step, picture.cols());
      const double to = clampTo(window.origin_x + (x + 1) * window.step, picture.cols());
      if (to <= from) continue;
      decltype(widened(T{})) sum{};
      double weight = 0;
      PixelKind excluded = PixelKind::Value;
      for (auto c = std::size_t(from); double(c) < to; ++c) {
        const double share = std::min(to, double(c) + 1) - std::max(from, double(c));
        sum += share * columns.sum[c];
        weight += share * columns.weight[c];
        if (columns.kind[c] != PixelKind::Value) excluded = columns.kind[c];
      }
      if (excluded != PixelKind::Value && weight < 0.5 * (to - from) * (bottom - top)) {
        target[x] = colors.color(excluded);
      } else {
        const T mean = narrowed<T>(sum, weight);
        const PixelKind kind = colors.kind(mean, false);
        target[x] = kind == PixelKind::Value ? colors.color(mean) : colors.color(kind);
      }
    }
  }
}

template <class T, class Colors>
QImage sampleWindow(const Image<T>& picture, const MaskImage* mask, const Colors& colors, const RasterWindow& window) {
  if (window.width <= 0 || window.height <= 0) return {};
  QImage out(window.width, window.height, QImage::Format_ARGB32_Premultiplied);
  out.fill(0);
  if (picture.empty() || !(window.step > 0)) return out;
  const MaskImage* used = mask && mask->sameShape(picture) ? mask : nullptr;
  if (window.step > 1) sampleMean(picture, used, colors, window, out);
  else sampleNearest(picture, used, colors, window, out);
  return out;
}

}  // namespace ptycho::detail
