#include "widgets/kit/raster/shared_limits.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ptycho {

double quantile(const RealImage& image, double share) {
  std::vector<float> values;
  values.reserve(image.size());
  for (const float value : image) {
    if (std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return 0;
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

DisplayLimits sharedLimits(const RealImage& truth, const RealImage& estimate) {
  constexpr double kOutliers = 0.005;
  DisplayLimits limits;
  limits.mode = LimitMode::Fixed;
  limits.low = std::min(quantile(truth, 0), quantile(estimate, kOutliers));
  limits.high = std::max(quantile(truth, 1), quantile(estimate, 1 - kOutliers));
  if (!(limits.low < limits.high)) limits.high = limits.low + 1;
  return limits;
}

DisplayLimits errorLimits(const RealImage& error) {
  constexpr double kInside = 0.995;
  RealImage size(error.rows(), error.cols());
  std::transform(error.begin(), error.end(), size.begin(), [](float value) { return std::abs(value); });
  double limit = quantile(size, kInside);
  if (!(limit > 0)) limit = std::max(quantile(size, 1), 1e-6);
  return {LimitMode::Fixed, 0, -limit, limit};
}

}  // namespace ptycho
