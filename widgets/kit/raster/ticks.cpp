#include "widgets/kit/raster/ticks.h"

#include <algorithm>
#include <cmath>

#include "widgets/kit/raster/number_text.h"

namespace ptycho {

namespace {

constexpr int kMostTicks = 24;

QString piText(int halfPis) {
  if (halfPis == 0) return QStringLiteral("0");
  const QString sign = halfPis < 0 ? QStringLiteral("−") : QString();
  const int n = std::abs(halfPis);
  const int whole = n % 2 == 0 ? n / 2 : n;
  const QString multiple = whole == 1 ? QString() : QString::number(whole);
  return sign + multiple + (n % 2 == 0 ? QStringLiteral("π") : QStringLiteral("π/2"));
}

TickSet piTicks(const ValueScale& scale) {
  TickSet set;
  const double quarter = M_PI / 2;
  const int first = int(std::ceil(scale.low() / quarter - 1e-9));
  const int last = int(std::floor(scale.high() / quarter + 1e-9));
  for (int k = first; k <= last; ++k) {
    const double place = std::clamp(scale.unclampedPlace(k * quarter), 0.0, 1.0);
    set.ticks.push_back({place, k * quarter, piText(k)});
  }
  return set;
}

/// Evenly stepped round values; the common power of ten goes into the factor.
TickSet linearTicks(const ValueScale& scale, double minDistance) {
  const double span = scale.high() - scale.low();
  double step = roundedDown125(span * minDistance);
  while (step < span * minDistance * (1 - 1e-9)) step = roundedDown125(step * 2.6);
  TickSet set;
  const double magnitude = std::max(std::abs(scale.low()), std::abs(scale.high()));
  int exponent = int(std::floor(std::log10(magnitude) + 1e-9));
  if (exponent >= -3 && exponent <= 4) exponent = 0;
  else set.factor = u'×' + powerOfTenText(exponent);
  const double unit = std::pow(10.0, exponent);
  const int decimals = std::clamp(-int(std::floor(std::log10(step / unit) + 1e-9)), 0, 12);
  const double first = std::ceil(scale.low() / step - 1e-6);
  for (int k = 0; k < kMostTicks; ++k) {
    const double value = (first + k) * step;
    if (value > scale.high() + 1e-6 * step) break;
    set.ticks.push_back({scale.place(value), value, decimalText(value / unit, decimals)});
  }
  return set;
}

/// ±{1, 2, 5} × 10ⁿ and 0 within the limits, by how round they are: decades first.
std::vector<double> roundCandidates(const ValueScale& scale) {
  std::vector<double> candidates;
  if (scale.low() <= 0 && scale.high() >= 0) candidates.push_back(0);
  const double magnitude = std::max(std::abs(scale.low()), std::abs(scale.high()));
  const int top = int(std::floor(std::log10(magnitude) + 1e-9));
  const double least = scale.low() > 0 ? scale.low() : magnitude * 1e-4;
  const int bottom = std::max(top - 30, int(std::floor(std::log10(least) + 1e-9)));
  for (const double lead : {1.0, 2.0, 5.0}) {
    for (int n = top; n >= bottom; --n) {
      for (const double sign : {1.0, -1.0}) {
        const double value = sign * lead * std::pow(10.0, n);
        if (value >= scale.low() * (1 - 1e-9 * sign) && value <= scale.high() * (1 + 1e-9 * sign)) {
          candidates.push_back(value);
        }
      }
    }
  }
  return candidates;
}

QString roundText(double value) {
  const double magnitude = std::abs(value);
  if (magnitude == 0) return QStringLiteral("0");
  const int exponent = int(std::floor(std::log10(magnitude) + 1e-9));
  // Up to 5000 in full, 10⁴ and above as powers; the same below 0.001.
  if (exponent >= -3 && exponent <= 3) return decimalText(value, std::max(0, -exponent));
  const int lead = int(std::lround(magnitude / std::pow(10.0, exponent)));
  const QString sign = value < 0 ? QStringLiteral("−") : QString();
  return sign + (lead == 1 ? QString() : QStringLiteral("%1×").arg(lead)) + powerOfTenText(exponent);
}

/// For bent scales: takes the roundest values first and leaves out what would crowd them.
TickSet bentTicks(const ValueScale& scale, double minDistance) {
  TickSet set;
  for (const double value : roundCandidates(scale)) {
    const double place = scale.place(value);
    const bool crowded = std::any_of(set.ticks.begin(), set.ticks.end(),
                                     [&](const Tick& tick) { return std::abs(tick.place - place) < minDistance; });
    if (!crowded) set.ticks.push_back({place, value, roundText(value)});
  }
  std::sort(set.ticks.begin(), set.ticks.end(), [](const Tick& a, const Tick& b) { return a.place < b.place; });
  return set;
}

/// Round values of a linear scale, placed on a bent one, thinned where they crowd.
TickSet thinnedLinearTicks(const ValueScale& scale, double minDistance) {
  TickSet even = linearTicks(ValueScale(Norm::Linear, scale.low(), scale.high()), minDistance);
  TickSet set{{}, even.factor};
  for (Tick& tick : even.ticks) {
    tick.place = scale.place(tick.value);
    if (set.ticks.empty() || tick.place - set.ticks.back().place >= minDistance) set.ticks.push_back(std::move(tick));
  }
  return set;
}

}  // namespace

double roundedDown125(double value) {
  if (!(value > 0)) return 0;
  const double decade = std::pow(10.0, std::floor(std::log10(value) + 1e-12));
  const double lead = value / decade * (1 + 1e-12);
  return decade * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

TickSet makeTicks(const ValueScale& scale, double minDistance) {
  const double distance = std::clamp(minDistance, 1.0 / kMostTicks, 1.0);
  if (scale.periodic()) return piTicks(scale);
  if (scale.norm() == Norm::Linear) return linearTicks(scale, distance);
  const double low = std::min(std::abs(scale.low()), std::abs(scale.high()));
  const double high = std::max(std::abs(scale.low()), std::abs(scale.high()));
  const bool narrow = scale.low() * scale.high() > 0 && high < 8 * low;
  return narrow ? thinnedLinearTicks(scale, distance) : bentTicks(scale, distance);
}

}  // namespace ptycho
