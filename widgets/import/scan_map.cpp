#include "widgets/import/scan_map.h"

#include <cmath>

namespace ptycho {

namespace {

const QColor kFirst(0x4c, 0xb5, 0xff);
const QColor kLast(0xff, 0xd9, 0x4a);
const QColor kOutline(0xff, 0x3d, 0x9a);
constexpr std::size_t kMostLines = 20'000;  // beyond this a line through all positions is a grey area
constexpr std::size_t kFewDots = 400;

QColor orderColour(std::size_t k, std::size_t count) {
  const double t = count > 1 ? static_cast<double>(k) / static_cast<double>(count - 1) : 0;
  const auto mix = [t](int a, int b) { return static_cast<int>(std::lround(a + t * (b - a))); };
  return {mix(kFirst.red(), kLast.red()), mix(kFirst.green(), kLast.green()), mix(kFirst.blue(), kLast.blue())};
}

std::size_t placeOf(double value, double reduction, std::size_t most) {
  const double place = std::round(value / reduction);
  return place > 0 ? std::min(static_cast<std::size_t>(place), most) : 0;
}

}  // namespace

ScanMap makeScanMap(const Scan& scan, int mostSide) {
  ScanMap map;
  if (scan.object_rows <= 0 || scan.object_cols <= 0) return map;
  map.reduction = std::max(1.0, static_cast<double>(std::max(scan.object_rows, scan.object_cols)) / mostSide);
  const auto side = [&](int pixels) { return static_cast<std::size_t>(std::ceil(pixels / map.reduction)); };
  const std::size_t rows = side(scan.object_rows);
  const std::size_t cols = side(scan.object_cols);
  // +1 and −1 at the corners of every window; summed along both axes that is the number of windows above a pixel.
  RealImage corners(rows + 1, cols + 1);
  for (const Position& position : scan.positions) {
    const std::size_t top = placeOf(position.row, map.reduction, rows);
    const std::size_t left = placeOf(position.col, map.reduction, cols);
    const std::size_t bottom = placeOf(position.row + scan.window_px, map.reduction, rows);
    const std::size_t right = placeOf(position.col + scan.window_px, map.reduction, cols);
    corners(top, left) += 1;
    corners(top, right) -= 1;
    corners(bottom, left) -= 1;
    corners(bottom, right) += 1;
  }
  map.windows = RealImage(rows, cols);
  std::vector<double> above(cols, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    double along = 0;
    for (std::size_t col = 0; col < cols; ++col) {
      along += corners(row, col);
      above[col] += along;
      map.windows(row, col) = static_cast<float>(above[col]);
    }
  }
  return map;
}

std::vector<PictureOverlay> scanOverlays(const Scan& scan, double reduction, std::optional<std::size_t> shown) {
  std::vector<PictureOverlay> list;
  const std::size_t count = scan.positions.size();
  if (count == 0) return list;
  const auto centre = [&](const Position& position) {
    const double half = 0.5 * scan.window_px;
    return QPointF((position.col + half) / reduction - 0.5, (position.row + half) / reduction - 0.5);
  };
  PictureOverlay path;
  path.shape = PictureOverlay::Shape::Polyline;
  path.width_px = 1;
  path.colours = {QColor(kFirst.red(), kFirst.green(), kFirst.blue(), 110)};
  PictureOverlay dots;
  dots.point_px = count > kFewDots ? 3 : 5;
  for (std::size_t k = 0; k < count; ++k) {
    dots.points.push_back(centre(scan.positions[k]));
    dots.colours.push_back(orderColour(k, count));
  }
  path.points = dots.points;
  if (shown && *shown < count) {
    dots.highlighted = static_cast<int>(*shown);
    PictureOverlay outline;
    outline.shape = PictureOverlay::Shape::Rectangles;
    outline.width_px = 2;
    outline.colours = {kOutline};
    const Position& position = scan.positions[*shown];
    const double side = scan.window_px / reduction;
    outline.rectangles = {QRectF(position.col / reduction - 0.5, position.row / reduction - 0.5, side, side)};
    list.push_back(std::move(outline));
  }
  if (count <= kMostLines) list.insert(list.begin(), std::move(path));
  list.push_back(std::move(dots));
  return list;
}

}  // namespace ptycho
