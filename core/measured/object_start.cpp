#include "core/measured/object_start.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "core/measured/conventions.h"
#include "core/measured/scan_positions.h"
#include "core/optics/overlap.h"
#include "core/optics/probe.h"

namespace ptycho {

namespace {

constexpr double kLeastCovered = 0.25;
constexpr double kLargestRatio = 32;
constexpr std::int64_t kMostPixels = 16'384LL * 16'384;
constexpr double kWholePixel = 1e-3;  ///< positions over a pixel miss whole pixels by less
constexpr std::array<std::string_view, 5> kTurning{"position_axes", "position_sign_x", "position_sign_y", "orientation",
                                                   "position_unit"};

/// Pixel of the file's object in pixels of the scan (rows, columns).
std::array<double, 2> pixelRatio(const RawScan& raw, const DetailedPlan& detailed) {
  const double scan = detailed.plan.object_pixel_m;
  if (scan > 0 && raw.object_pixel_m) return {(*raw.object_pixel_m)[0] / scan, (*raw.object_pixel_m)[1] / scan};
  const double ratio = detailed.storedPixelRatio();
  return {ratio, ratio};
}

/// A line of the scan's pixels over a line of the file's: at first + k · step.
struct Line {
  double first = 0;
  double step = 1;
  std::size_t count = 0;  ///< pixels of the file

  [[nodiscard]] double at(std::size_t k) const {
    const double place = first + static_cast<double>(k) * step;
    const double whole = std::round(place);
    return std::abs(place - whole) < kWholePixel ? whole : place;
  }
  [[nodiscard]] bool holds(double place) const { return place >= 0 && place <= static_cast<double>(count - 1); }
};

bool knowsPlace(const RawScan& raw, const DetailedPlan& detailed) {
  return raw.object_centre_m && detailed.decided.position_unit != LengthChoice::Pixel;
}

/// Where the middle of the file's object is in the scan's object; not known: in its middle.
Position middleOf(const RawScan& raw, const DetailedPlan& detailed) {
  const Scan& scan = detailed.plan.scan;
  const auto map = storedToPixels(raw, detailed.decided, detailed.plan.object_pixel_m, detailed.sides);
  const double metres = metresOf(detailed.decided.position_unit);
  if (!map || !knowsPlace(raw, detailed)) {
    return {0.5 * scan.object_rows, 0.5 * scan.object_cols};
  }
  const auto [y, x] = *raw.object_centre_m;
  const std::array<double, 2> stored =
      map->x_first ? std::array{x / metres, y / metres} : std::array{y / metres, x / metres};
  const Position centre = (*map)(stored);
  const Position first = (*map)(raw.positions[detailed.plan.patterns.front()]);
  return {centre.row - first.row + scan.positions.front().row + 0.5 * scan.window_px,
          centre.col - first.col + scan.positions.front().col + 0.5 * scan.window_px};
}

std::array<Line, 2> linesOf(const RawScan& raw, const DetailedPlan& detailed) {
  const Position middle = middleOf(raw, detailed);
  const std::array<double, 2> ratio = pixelRatio(raw, detailed);
  const bool between = raw.middle_between_pixels || !knowsPlace(raw, detailed);
  const auto line = [between](double middleOfScan, double pixel, std::size_t count) {
    const double middleOfFile = between ? 0.5 * static_cast<double>(count) : static_cast<double>(count / 2);
    return Line{middleOfFile - middleOfScan / pixel, 1 / pixel, count};
  };
  return {line(middle.row, ratio[0], raw.object.rows()), line(middle.col, ratio[1], raw.object.cols())};
}

double coveredShare(const Line& line, std::size_t pixels) {
  std::size_t covered = 0;
  for (std::size_t k = 0; k < pixels; ++k) covered += line.holds(line.at(k)) ? 1 : 0;
  return static_cast<double>(covered) / static_cast<double>(pixels);
}

/// Why it cannot be placed; empty: it can.
std::string obstacleOf(const RawScan& raw, const DetailedPlan& detailed) {
  const std::vector<Convention> own = resolveConventions(raw, {});
  for (const std::string_view key : kTurning) {
    const Convention* ofFile = findConvention(own, key);
    if (ofFile != nullptr && ofFile->value != detailed.plan.convention(key)) {
      return fmt::format("{} is {}, not {} as the file has it", key, detailed.plan.convention(key), ofFile->value);
    }
  }
  const ImportSpec& spec = detailed.decided;
  if (spec.rotation_deg != 0 || spec.position_scale != 1) return "the positions are turned or scaled";
  if (spec.raster_step_nm > 0 || !spec.positions_file.empty() || !spec.positions_path.empty()) {
    return "the positions are other ones than the file's";
  }
  if (!std::ranges::all_of(raw.object, [](Complex value) { return std::isfinite(std::norm(value)); })) {
    return "it is not finite everywhere";
  }
  for (const double ratio : pixelRatio(raw, detailed)) {
    if (!(ratio > 1 / kLargestRatio && ratio < kLargestRatio)) {
      return fmt::format("its pixel is {:.4g} times as large as the scan's", ratio);
    }
  }
  const Scan& scan = detailed.plan.scan;
  if (std::int64_t{scan.object_rows} * scan.object_cols > kMostPixels) return "the scan's object is too large";
  const auto [rows, cols] = linesOf(raw, detailed);
  const double covered = coveredShare(rows, static_cast<std::size_t>(scan.object_rows)) *
                         coveredShare(cols, static_cast<std::size_t>(scan.object_cols));
  if (covered < kLeastCovered) return fmt::format("it covers only {:.0f} % of the scan's object", 100 * covered);
  return {};
}

Complex meanOf(const ComplexImage& object) {
  double amplitude = 0;
  std::complex<double> sum;
  for (const Complex value : object) {
    amplitude += std::abs(value);
    sum += value;
  }
  return Complex(std::polar(amplitude / static_cast<double>(object.size()), std::arg(sum)));
}

/// Between the four pixels around a place.
Complex between(const ComplexImage& object, double row, double col) {
  const auto r = static_cast<std::size_t>(row);
  const auto c = static_cast<std::size_t>(col);
  const auto down = static_cast<float>(row - static_cast<double>(r));
  const auto right = static_cast<float>(col - static_cast<double>(c));
  if (down == 0 && right == 0) return object(r, c);
  const std::size_t below = std::min(r + 1, object.rows() - 1);
  const std::size_t beside = std::min(c + 1, object.cols() - 1);
  return (1 - down) * ((1 - right) * object(r, c) + right * object(r, beside)) +
         down * ((1 - right) * object(below, c) + right * object(below, beside));
}

}  // namespace

std::string objectNote(const RawScan& raw, const DetailedPlan& detailed) {
  if (raw.object.empty()) return {};
  const std::string what = fmt::format("The file's object of {} × {} px", raw.object.rows(), raw.object.cols());
  if (const std::string obstacle = obstacleOf(raw, detailed); !obstacle.empty()) {
    return fmt::format("{} is not taken over: {}. A reconstruction starts anew.", what, obstacle);
  }
  const std::array<double, 2> ratio = pixelRatio(raw, detailed);
  const bool same = std::abs(ratio[0] - 1) < 1e-4 && std::abs(ratio[1] - 1) < 1e-4;
  return fmt::format("{} is kept beside the patterns{}{}; a reconstruction starts from it with --start imported.", what,
                     knowsPlace(raw, detailed)
                         ? ""
                         : ", its middle in the middle of the scan (the file does not say where it lies)",
                     same ? "" : fmt::format(", in pixels of the scan ({:.4g} times as fine)", ratio[0]));
}

ComplexImage placedObject(const RawScan& raw, const DetailedPlan& detailed) {
  if (raw.object.empty() || !obstacleOf(raw, detailed).empty()) return {};
  const auto [rows, cols] = linesOf(raw, detailed);
  const Scan& scan = detailed.plan.scan;
  ComplexImage object(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols),
                      meanOf(raw.object));
  for (std::size_t r = 0; r < object.rows(); ++r) {
    const double row = rows.at(r);
    if (!rows.holds(row)) continue;
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const double col = cols.at(c);
      if (cols.holds(col)) object(r, c) = between(raw.object, row, col);
    }
  }
  return object;
}

void scaleToPatterns(ComplexImage& object, const ComplexStack& probe, const Scan& scan,
                     const std::vector<double>& sums) {
  if (object.empty()) return;
  Scan whole = scan;
  for (Position& position : whole.positions) position = {std::floor(position.row), std::floor(position.col)};
  const RealImage light = coverageMap(whole, probeIntensity(probe));
  double expected = 0;
  for (std::size_t i = 0; i < object.size(); ++i) expected += light[i] * std::norm(object[i]);
  const double measured = std::accumulate(sums.begin(), sums.end(), 0.0);
  if (!(expected > 0 && measured > 0 && std::isfinite(expected))) return;
  const auto factor = static_cast<float>(std::sqrt(measured / expected));
  for (Complex& value : object) value *= factor;
}

}  // namespace ptycho
