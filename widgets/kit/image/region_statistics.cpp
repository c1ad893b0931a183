#include "widgets/kit/image/region_statistics.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace ptycho {

namespace {

/// Below this resultant length the angles cancel but for rounding.
constexpr double kLeastResultant = 1e-7;

/// Calls visit(row, col, value, valid by mask) for all pixels of the region on the picture.
template <class Visit>
void visitPixels(const RealImage& image, const Region& region, const MaskImage* mask, Visit visit) {
  if (mask && !mask->sameShape(image)) mask = nullptr;
  const auto first = [](double edge, std::size_t count) {
    return std::size_t(std::clamp(std::ceil(edge), 0.0, double(count)));
  };
  // One further than the edge: whether a centre on the edge belongs, the shape decides.
  const std::size_t top = first(region.bounds.top(), image.rows()),
                    bottom = first(region.bounds.bottom() + 1, image.rows()),
                    left = first(region.bounds.left(), image.cols()),
                    right = first(region.bounds.right() + 1, image.cols());
  for (std::size_t row = top; row < bottom; ++row) {
    for (std::size_t col = left; col < right; ++col) {
      if (region.contains(double(row), double(col))) {
        visit(row, col, double(image(row, col)), !mask || (*mask)(row, col) != 0);
      }
    }
  }
}

}  // namespace

RegionShape nextRegionShape(RegionShape shape) {
  switch (shape) {
    case RegionShape::None: return RegionShape::Rectangle;
    case RegionShape::Rectangle: return RegionShape::Ellipse;
    case RegionShape::Ellipse: return RegionShape::Annulus;
    case RegionShape::Annulus: break;
  }
  return RegionShape::None;
}

bool Region::contains(double row, double col) const {
  if (shape == RegionShape::None || bounds.isEmpty()) return false;
  // Half open, so that regions that touch share no pixel.
  if (shape == RegionShape::Rectangle) {
    return col >= bounds.left() && col < bounds.right() && row >= bounds.top() && row < bounds.bottom();
  }
  const QPointF centre = bounds.center();
  const double x = (col - centre.x()) * 2 / bounds.width(), y = (row - centre.y()) * 2 / bounds.height();
  const double squared = x * x + y * y;
  return squared <= 1 && (shape == RegionShape::Ellipse || squared >= inner * inner);
}

RegionStatistics regionStatistics(const RealImage& image, const Region& region, const MaskImage* mask) {
  RegionStatistics s;
  double least = std::numeric_limits<double>::infinity(), most = -least, sum = 0, byRow = 0, byCol = 0;
  visitPixels(image, region, mask, [&](std::size_t row, std::size_t col, double value, bool valid) {
    ++s.pixels;
    if (!valid) {
      ++s.masked;
      return;
    }
    if (!std::isfinite(value)) {
      ++s.not_finite;
      return;
    }
    ++s.n;
    sum += value;
    byRow += value * double(row);
    byCol += value * double(col);
    least = std::min(least, value);
    most = std::max(most, value);
  });
  if (s.n == 0) return s;
  s.sum = sum;
  s.min = least;
  s.max = most;
  s.mean = sum / double(s.n);
  if (sum > 0) {
    s.centre_row = byRow / sum;
    s.centre_col = byCol / sum;
  }
  // A second pass: the mean of squares less the square of the mean loses small spreads on high grounds.
  double squares = 0;
  visitPixels(image, region, mask, [&](std::size_t, std::size_t, double value, bool valid) {
    if (valid && std::isfinite(value)) squares += (value - s.mean) * (value - s.mean);
  });
  s.sigma = std::sqrt(squares / double(s.n));
  return s;
}

CircularStatistics circularStatistics(const RealImage& phase_rad, const Region& region, const MaskImage* mask) {
  std::complex<double> sum = 0;
  std::size_t n = 0;
  visitPixels(phase_rad, region, mask, [&](std::size_t, std::size_t, double value, bool valid) {
    if (!valid || !std::isfinite(value)) return;
    sum += std::polar(1.0, value);
    ++n;
  });
  CircularStatistics s;
  if (n == 0) return s;
  const double resultant = std::min(1.0, std::abs(sum) / double(n));
  s.sigma = resultant > kLeastResultant ? std::sqrt(std::max(0.0, -2 * std::log(resultant)))
                                        : std::numeric_limits<double>::infinity();
  if (resultant > kLeastResultant) s.mean = std::arg(sum);
  return s;
}

}  // namespace ptycho
