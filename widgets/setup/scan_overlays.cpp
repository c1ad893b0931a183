#include "widgets/setup/scan_overlays.h"

#include <cmath>
#include <limits>

namespace ptycho {

namespace {

constexpr std::size_t kMostLines = 20'000;  // beyond this a line through all positions is a grey area
constexpr double kLeapSteps = 2.5;
constexpr std::size_t kMostWindows = 2'500;

const QColor kFirst(0x4c, 0xb5, 0xff);
const QColor kLast(0xff, 0xd9, 0x4a);
const QColor kAlone(0xff, 0x3b, 0x30);
const QColor kWeakest(0xff, 0x9f, 0x0a);
const QColor kOutline(0x8a, 0xd4, 0xff, 130);
const QColor kContour(0xff, 0xff, 0xff, 230);
const QColor kMargin(0xc9, 0x7b, 0xff, 220);
const QColor kDiameter(0x3d, 0xff, 0xa2, 240);

QColor orderColour(std::size_t k, std::size_t count) {
  const double t = count > 1 ? static_cast<double>(k) / static_cast<double>(count - 1) : 0;
  const auto mix = [t](int a, int b) { return static_cast<int>(std::lround(a + t * (b - a))); };
  return {mix(kFirst.red(), kLast.red()), mix(kFirst.green(), kLast.green()), mix(kFirst.blue(), kLast.blue())};
}

PictureOverlay overlay(PictureOverlay::Shape shape, const QColor& colour, double width) {
  PictureOverlay result;
  result.shape = shape;
  result.colours = {colour};
  result.width_px = width;
  return result;
}

void addLines(std::vector<PictureOverlay>& list, const std::vector<ContourLine>& lines, QPointF origin,
              const QColor& colour, double width) {
  for (const ContourLine& line : lines) {
    PictureOverlay drawn = overlay(PictureOverlay::Shape::Polyline, colour, width);
    drawn.points.reserve(line.size());
    for (const QPointF& point : line) drawn.points.push_back(point + origin);
    list.push_back(std::move(drawn));
  }
}

QRectF windowRect(const Scan& scan, std::size_t k) {
  // Pixel centres are whole numbers, so a window begins half a pixel before its first.
  return {scan.positions[k].col - 0.5, scan.positions[k].row - 0.5, static_cast<double>(scan.window_px),
          static_cast<double>(scan.window_px)};
}

/// A line tells the order where the next position is mostly a neighbour; the leaps of a spiral would be a web.
bool walksToNeighbours(const DesignResults& design) {
  const auto& positions = design.scan.positions;
  std::size_t leaps = 0;
  for (std::size_t k = 1; k < positions.size(); ++k) {
    const double distance =
        std::hypot(positions[k].row - positions[k - 1].row, positions[k].col - positions[k - 1].col);
    leaps += distance > kLeapSteps * design.overlap.step_px ? 1 : 0;
  }
  return 2 * leaps < positions.size();
}

PictureOverlay positionDots(const DesignResults& design, std::size_t shown) {
  const Scan& scan = design.scan;
  PictureOverlay dots = overlay(PictureOverlay::Shape::Points, kFirst, 1.5);
  dots.colours.clear();
  dots.point_px = scan.positions.size() > 400 ? 3 : 6;
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    dots.points.push_back(windowCentre(scan, k));
    const bool alone = scan.positions.size() > 1 && design.overlap.position_overlap[k] < kNoOverlap;
    dots.colours.push_back(alone ? kAlone : orderColour(k, scan.positions.size()));
  }
  dots.highlighted = static_cast<int>(shown);
  return dots;
}

}  // namespace

QPointF windowCentre(const Scan& scan, std::size_t position) {
  const double half = scan.window_px / 2;  // the probe's centre is pixel [w/2, w/2]
  return {scan.positions[position].col + half, scan.positions[position].row + half};
}

std::optional<std::size_t> nearestNeighbour(const Scan& scan, std::size_t position) {
  std::optional<std::size_t> nearest;
  double shortest = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    if (k == position) continue;
    const double distance = std::hypot(scan.positions[k].row - scan.positions[position].row,
                                       scan.positions[k].col - scan.positions[position].col);
    if (distance < shortest) {
      shortest = distance;
      nearest = k;
    }
  }
  return nearest;
}

std::optional<std::size_t> positionNear(const DesignResults& design, QPointF pixel) {
  const double step = std::isfinite(design.overlap.step_px) ? design.overlap.step_px : 12;
  double shortest = std::max(4.0, step / 3);
  std::optional<std::size_t> found;
  for (std::size_t k = 0; k < design.scan.positions.size(); ++k) {
    const QPointF away = windowCentre(design.scan, k) - pixel;
    const double distance = std::hypot(away.x(), away.y());
    if (distance <= shortest) {
      shortest = distance;
      found = k;
    }
  }
  return found;
}

std::vector<PictureOverlay> scanOverlays(const DesignResults& design, const ScanMarks& marks) {
  using Shape = PictureOverlay::Shape;
  const Scan& scan = design.scan;
  const std::size_t count = scan.positions.size();
  const std::size_t shown = std::min(marks.shown, count - 1);
  std::vector<PictureOverlay> list;
  if (marks.margin) addLines(list, design.unlit_margin, {}, kMargin, 1.2);
  if (marks.windows && count <= kMostWindows) {
    PictureOverlay windows = overlay(Shape::Rectangles, kOutline, 1);
    for (std::size_t k = 0; k < count; ++k) windows.rectangles.push_back(windowRect(scan, k));
    list.push_back(std::move(windows));
  }
  PictureOverlay window = overlay(Shape::Rectangles, kOutline.lighter(110), 1.5);
  window.rectangles.push_back(windowRect(scan, shown));
  list.push_back(std::move(window));
  if (marks.order && count <= kMostLines && walksToNeighbours(design)) {
    QColor thin = kFirst;
    thin.setAlpha(120);
    PictureOverlay path = overlay(Shape::Polyline, thin, 1);
    for (std::size_t k = 0; k < count; ++k) path.points.push_back(windowCentre(scan, k));
    list.push_back(std::move(path));
  }
  list.push_back(positionDots(design, shown));
  if (count > 1) {
    PictureOverlay weakest = overlay(Shape::Circles, kWeakest, 1.8);
    weakest.points.push_back(windowCentre(scan, design.overlap.weakest_position));
    weakest.radii.push_back(std::max(3.0, 0.22 * design.overlap.step_px));
    list.push_back(std::move(weakest));
  }
  const QPointF corner(scan.positions[shown].col, scan.positions[shown].row);
  if (marks.contours) {
    QColor outer = kContour;
    outer.setAlpha(150);
    addLines(list, design.contour_50, corner, kContour, 1.6);
    addLines(list, design.contour_90, corner, outer, 1.2);
  }
  if (marks.diameter_px > 0) {
    PictureOverlay circles = overlay(Shape::Circles, kDiameter, 1.8);
    circles.points.push_back(windowCentre(scan, shown));
    if (const auto other = nearestNeighbour(scan, shown)) circles.points.push_back(windowCentre(scan, *other));
    circles.radii.assign(circles.points.size(), marks.diameter_px / 2);
    list.push_back(std::move(circles));
  }
  return list;
}

}  // namespace ptycho
