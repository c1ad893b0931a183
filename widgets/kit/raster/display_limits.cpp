#include "widgets/kit/raster/display_limits.h"

#include <cmath>
#include <limits>

namespace ptycho {

namespace {

/// The lowest value that the norm can place, and whether it counts itself.
bool countable(float value, Norm norm) {
  if (!std::isfinite(value)) return false;
  if (norm == Norm::Log) return value > 0;
  return norm != Norm::SquareRoot || value >= 0;
}

bool masked(const MaskImage* mask, const RealImage& picture, std::size_t i) {
  return mask && mask->sameShape(picture) && (*mask)[i] == 0;
}

std::vector<float> countableValues(const RealImage& picture, const MaskImage* mask, Norm norm) {
  std::vector<float> values;
  values.reserve(picture.size());
  for (std::size_t i = 0; i < picture.size(); ++i) {
    if (countable(picture[i], norm) && !masked(mask, picture, i)) values.push_back(picture[i]);
  }
  return values;
}

std::pair<double, double> extremes(const std::vector<float>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

std::pair<double, double> percentiles(std::vector<float>& values, double percent) {
  const auto n = std::ptrdiff_t(values.size());
  const std::ptrdiff_t fewest = n >= 16 && percent > 0 ? 1 : 0;
  const auto cut = std::clamp(std::ptrdiff_t(double(n) * std::clamp(percent, 0.0, 50.0) / 100), fewest, (n - 1) / 2);
  const auto lowAt = values.begin() + cut;
  std::nth_element(values.begin(), lowAt, values.end());
  const double low = *lowAt;
  const auto highAt = values.begin() + (n - 1 - cut);
  std::nth_element(lowAt, highAt, values.end());
  const double high = *highAt;
  // A flat field with a few outliers: the outliers are all there is to see.
  return low < high ? std::pair(low, high) : extremes(values);
}

std::pair<double, double> threeSigma(const std::vector<float>& values) {
  double sum = 0, squares = 0;
  for (const float v : values) sum += v;
  const double mean = sum / double(values.size());
  for (const float v : values) squares += (v - mean) * (v - mean);
  const double sigma = std::sqrt(squares / double(values.size()));
  const auto [low, high] = extremes(values);
  return {std::max(low, mean - 3 * sigma), std::min(high, mean + 3 * sigma)};
}

}  // namespace

std::pair<double, double> findLimits(const RealImage& picture, const MaskImage* mask, const DisplayLimits& limits,
                                     Norm norm) {
  if (limits.mode == LimitMode::Fixed) return {limits.low, limits.high};
  if (limits.mode == LimitMode::MinMax) return valueRange(picture, mask, norm);
  std::vector<float> values = countableValues(picture, mask, norm);
  if (values.empty()) return {0, 1};
  switch (limits.mode) {
    case LimitMode::Percentile: return percentiles(values, limits.percent);
    case LimitMode::ThreeSigma: return threeSigma(values);
    case LimitMode::Symmetric: {
      const auto [low, high] = extremes(values);
      const double magnitude = std::max(std::abs(low), std::abs(high));
      return {-magnitude, magnitude};
    }
    case LimitMode::MinMax:
    case LimitMode::Fixed: break;
  }
  return extremes(values);
}

std::pair<double, double> valueRange(const RealImage& picture, const MaskImage* mask, Norm norm) {
  float low = std::numeric_limits<float>::infinity(), high = -low;
  for (std::size_t i = 0; i < picture.size(); ++i) {
    if (!countable(picture[i], norm) || masked(mask, picture, i)) continue;
    low = std::min(low, picture[i]);
    high = std::max(high, picture[i]);
  }
  return low <= high ? std::pair<double, double>(low, high) : std::pair(0.0, 1.0);
}

std::vector<int> histogram(const RealImage& picture, const MaskImage* mask, const ValueScale& scale, int bins) {
  std::vector<int> counts(std::size_t(bins), 0);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    if (!countable(picture[i], scale.norm()) || masked(mask, picture, i)) continue;
    const double place = scale.periodic() ? scale.place(picture[i]) : scale.unclampedPlace(picture[i]);
    if (place >= 0 && place <= 1) ++counts[std::min(std::size_t(place * bins), counts.size() - 1)];
  }
  return counts;
}

}  // namespace ptycho
