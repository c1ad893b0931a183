#include "core/measured/pattern_look.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/measured/window_preparation.h"

namespace ptycho {

namespace {

constexpr std::uint64_t kLargestLook = 256ull << 20;

/// Nearest other position; at most 10⁵ candidates around it in the order of the scan are looked at.
std::size_t nearestTo(std::size_t place, const std::vector<Position>& positions) {
  constexpr std::size_t kReach = 50'000;
  const std::size_t first = place > kReach ? place - kReach : 0;
  const std::size_t last = std::min(positions.size(), place + kReach);
  std::size_t nearest = place;
  double least = INFINITY;
  for (std::size_t k = first; k < last; ++k) {
    const double distance =
        std::hypot(positions[k].row - positions[place].row, positions[k].col - positions[place].col);
    // Repeated positions show no motion.
    if (k == place || distance < 1e-6 || distance >= least) continue;
    least = distance;
    nearest = k;
  }
  return nearest;
}

void choose(PatternLook& look, const ScanPlan& plan, std::size_t most) {
  const std::size_t count = plan.patterns.size();
  look.spread = count <= most ? count : std::max<std::size_t>(1, most - most / 4);
  for (std::size_t i = 0; i < look.spread; ++i) {
    look.places.push_back(look.spread == 1 ? 0 : i * (count - 1) / (look.spread - 1));
  }
  const std::size_t wanted = std::max<std::size_t>(1, most / 4);
  const std::size_t step = std::max<std::size_t>(1, look.spread / wanted);
  for (std::size_t i = 0; i < look.spread && look.pairs.size() < wanted; i += step) {
    const std::size_t neighbour = nearestTo(look.places[i], plan.scan.positions);
    if (neighbour == look.places[i]) continue;
    auto found = std::ranges::find(look.places, neighbour);
    if (found == look.places.end()) {
      if (look.places.size() >= most) continue;
      look.places.push_back(neighbour);
      found = std::prev(look.places.end());
    }
    look.pairs.emplace_back(i, static_cast<std::size_t>(found - look.places.begin()));
  }
}

}  // namespace

Result<PatternLook> lookAtPatterns(const RawScan& raw, const ImportSpec& decided, const ScanPlan& plan, int most) {
  const RawPatterns& patterns = *raw.patterns;
  const auto rows = static_cast<std::size_t>(patterns.rows());
  const auto cols = static_cast<std::size_t>(patterns.cols());
  const std::uint64_t affordable = kLargestLook / (rows * cols * sizeof(float));
  PatternLook look;
  choose(look, plan, std::clamp<std::size_t>(std::min<std::uint64_t>(affordable, std::max(1, most)), 1, 4096));
  look.stored = RealStack(look.places.size(), rows, cols);
  look.mean = RealImage(rows, cols);
  const std::optional<double> typeMaximum = patterns.typeMaximum();
  const bool masked = raw.mask.sameShape(look.mean);
  std::vector<double> sums(rows * cols, 0.0);
  // By rising place in the file: packed arrays are unpacked from front to back, once.
  std::vector<std::size_t> order(look.places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return plan.patterns[look.places[i]]; });
  for (const std::size_t i : order) {
    float* values = look.stored.image(i);
    PTYCHO_CHECK(patterns.read(plan.patterns[look.places[i]], 1, values));
    for (std::size_t pixel = 0; pixel < sums.size(); ++pixel) {
      if (masked && !isValidInMask(raw.mask[pixel], decided.mask_good)) continue;
      const float value = values[pixel];
      if (!std::isfinite(value)) {
        ++look.not_finite;
        continue;
      }
      if (typeMaximum && value >= static_cast<float>(*typeMaximum)) ++look.saturated;
      if (value < 0) {
        ++look.negative;
        continue;
      }
      look.largest = std::max<double>(look.largest, value);
      look.whole = look.whole && value == std::floor(value);
      const double square = static_cast<double>(value) * value;
      look.squares_whole = look.squares_whole && std::abs(square - std::round(square)) <= 1e-5 * std::max(1.0, square);
      if (i < look.spread) sums[pixel] += value;
    }
  }
  for (std::size_t pixel = 0; pixel < sums.size(); ++pixel) {
    look.mean[pixel] = static_cast<float>(sums[pixel] / static_cast<double>(look.spread));
  }
  return look;
}

FramePoint centreOfMass(const RealImage& stored, const FrameLayout& layout) {
  double total = 0;
  FramePoint mass;
  for (std::int64_t r = 0; r < layout.turnedRows(); ++r) {
    for (std::int64_t c = 0; c < layout.turnedCols(); ++c) {
      const double value = stored[layout.storedIndex(r, c)];
      total += value;
      mass.row += value * static_cast<double>(r);
      mass.col += value * static_cast<double>(c);
    }
  }
  if (total <= 0) return {static_cast<double>(layout.turnedRows() / 2), static_cast<double>(layout.turnedCols() / 2)};
  return {mass.row / total, mass.col / total};
}

double shareNearMiddle(const RealImage& stored) {
  double near = 0;
  double total = 0;
  for (std::size_t r = 0; r < stored.rows(); ++r) {
    for (std::size_t c = 0; c < stored.cols(); ++c) {
      // 0 at the corners, ½ in the middle of the frame.
      const double y = std::abs(static_cast<double>(r) / static_cast<double>(stored.rows()) - 0.5);
      const double x = std::abs(static_cast<double>(c) / static_cast<double>(stored.cols()) - 0.5);
      total += stored(r, c);
      if (std::hypot(x, y) < std::hypot(0.5 - x, 0.5 - y)) near += stored(r, c);
    }
  }
  return total > 0 ? near / total : 1;
}

}  // namespace ptycho
