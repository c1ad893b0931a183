#include "widgets/kit/image/shown_picture.h"

#include <cmath>

#include "widgets/kit/raster/display_limits.h"

namespace ptycho {

namespace {

/// Asks for the same map, norm and limits, so that choices made by hand may stay.
bool sameStyle(const PictureMeaning& a, const PictureMeaning& b) {
  return a.map == b.map && a.norm == b.norm && a.limits == b.limits && a.wrapped_phase == b.wrapped_phase;
}

/// The same turn of a cyclic map with its start in [−2π, 0).
double turnedIn(double low) { return low - 2 * M_PI * std::floor(low / (2 * M_PI) + 1); }

}  // namespace

void ShownPicture::setReal(const RealImage& picture, const PictureMeaning& meaning) {
  m_real = picture;
  m_complex = {};
  adopt(meaning);
}

void ShownPicture::setComplex(const ComplexImage& picture, const PictureMeaning& meaning) {
  m_complex = picture;
  m_real = RealImage(picture.rows(), picture.cols());
  for (std::size_t i = 0; i < picture.size(); ++i) m_real[i] = std::abs(picture[i]);
  adopt(meaning);
}

void ShownPicture::adopt(const PictureMeaning& meaning) {
  if (!m_hasMeaning || !sameStyle(meaning, m_meaning)) {
    m_map = meaning.map;
    m_norm = meaning.norm;
    m_limits = meaning.limits;
  }
  m_meaning = meaning;
  m_hasMeaning = true;
  resolve();
}

void ShownPicture::setMask(const MaskImage& mask) {
  m_mask = mask;
  resolve();
}

void ShownPicture::clear() {
  m_real = {};
  m_complex = {};
  m_kinds.clear();
  ++m_version;
}

void ShownPicture::setColorMap(ColorMap map) {
  m_map = map;
  resolve();
}

void ShownPicture::setNorm(Norm norm) {
  if (cyclic()) return;
  m_norm = norm;
  resolve();
}

void ShownPicture::setLimits(const DisplayLimits& limits) {
  m_limits = limits;
  resolve();
}

void ShownPicture::setAutomaticLimits() {
  m_limits = m_meaning.limits.mode == LimitMode::Fixed ? DisplayLimits{} : m_meaning.limits;
  resolve();
}

void ShownPicture::reset() {
  m_map = m_meaning.map;
  m_norm = m_meaning.norm;
  m_limits = m_meaning.limits;
  m_locked = false;
  resolve();
}

void ShownPicture::setLocked(bool locked) {
  m_locked = locked;
  m_lockedLimits = {scale().low(), scale().high()};
  resolve();
}

const MaskImage* ShownPicture::mask() const { return m_mask.sameShape(m_real) ? &m_mask : nullptr; }

bool ShownPicture::contains(QPoint pixel) const {
  return pixel.x() >= 0 && pixel.y() >= 0 && pixel.x() < size().width() && pixel.y() < size().height();
}

PixelKind ShownPicture::kindAt(QPoint pixel) const {
  const auto row = std::size_t(pixel.y()), col = std::size_t(pixel.x());
  return m_colors.kind(m_real(row, col), mask() && (*mask())(row, col) == 0);
}

void ShownPicture::resolve() {
  ++m_version;
  if (empty()) return;
  const ColorMap map = isComplex() ? ColorMap::Gray : permittedMap(m_map, m_meaning.wrapped_phase);
  const bool periodic = isCyclic(map), wasCyclic = cyclic();
  std::pair<double, double> limits;
  if (m_locked && m_resolved && periodic == wasCyclic) {
    limits = m_lockedLimits;
  } else if (periodic) {
    limits = {m_limits.mode == LimitMode::Fixed ? turnedIn(m_limits.low) : -M_PI, 0};
  } else {
    limits = findLimits(m_real, mask(), m_limits, m_norm);
  }
  m_colors = PixelColors(map, ValueScale(m_norm, limits.first, limits.second, periodic),
                         isComplex() ? 0 : m_meaning.saturation);
  if (!m_resolved || periodic != wasCyclic) m_lockedLimits = {scale().low(), scale().high()};
  m_resolved = true;
  m_kinds = occurringKinds(m_real, mask(), m_colors);
  if (isComplex()) {
    // Zero amplitude is black by itself; only what has no value needs explaining.
    std::erase_if(m_kinds, [](PixelKind kind) { return !isExcluded(kind); });
  }
}

QImage ShownPicture::raster(const RasterWindow& window) const {
  return isComplex() ? rasterComplex(m_complex, mask(), scale(), window)
                     : rasterPicture(m_real, mask(), m_colors, window);
}

std::vector<ColorMap> offeredMaps(const PictureMeaning& meaning) {
  if (meaning.wrapped_phase) return {ColorMap::Twilight, ColorMap::Gray, ColorMap::Viridis, ColorMap::Cividis};
  if (isDiverging(meaning.map)) return {ColorMap::Coolwarm, ColorMap::Gray, ColorMap::Viridis};
  return {ColorMap::Gray,    ColorMap::Viridis,      ColorMap::Cividis,
          ColorMap::Inferno, ColorMap::InvertedGray, ColorMap::Coolwarm};
}

}  // namespace ptycho
