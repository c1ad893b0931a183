#include "widgets/kit/volume/axis_ticks.h"

#include <cmath>

namespace ptycho {

std::vector<double> roundTicks(double low, double high, int wanted) {
  std::vector<double> ticks;
  const double span = high - low;
  if (!(span > 0) || !std::isfinite(span) || wanted < 1) return ticks;
  const double raw = span / wanted;
  const double decade = std::pow(10.0, std::floor(std::log10(raw)));
  const double share = raw / decade;
  const double step = decade * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) ticks.push_back(k * step);
  return ticks;
}

}  // namespace ptycho
