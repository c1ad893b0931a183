#pragma once

#include <utility>
#include <vector>

#include <QPoint>
#include <QSize>

#include "core/base/image.h"
#include "widgets/kit/image/picture_meaning.h"
#include "widgets/kit/raster/picture_raster.h"

namespace ptycho {

/// The picture of a view with the way it is shown: map, norm and limits in force. Free of widgets.
class ShownPicture {
 public:
  void setReal(const RealImage& picture, const PictureMeaning& meaning);
  void setComplex(const ComplexImage& picture, const PictureMeaning& meaning);
  void setMask(const MaskImage& mask);
  void clear();

  void setColorMap(ColorMap map);
  void setNorm(Norm norm);
  void setLimits(const DisplayLimits& limits);
  /// Back to what the meaning asks for; with a meaning of fixed limits, to the percentiles.
  void setAutomaticLimits();
  /// Exactly the first state: map, norm and limits that the meaning asks for, nothing locked.
  void reset();
  /// Holds the present numbers, or those of the first picture to come.
  void setLocked(bool locked);

  [[nodiscard]] bool empty() const { return m_real.empty(); }
  [[nodiscard]] bool isComplex() const { return !m_complex.empty(); }
  [[nodiscard]] QSize size() const { return {int(m_real.cols()), int(m_real.rows())}; }
  [[nodiscard]] bool contains(QPoint pixel) const;
  /// The values; of a complex picture the amplitude.
  [[nodiscard]] const RealImage& real() const { return m_real; }
  [[nodiscard]] const ComplexImage& complex() const { return m_complex; }
  [[nodiscard]] const MaskImage* mask() const;
  [[nodiscard]] const PictureMeaning& meaning() const { return m_meaning; }
  [[nodiscard]] const DisplayLimits& limits() const { return m_limits; }
  [[nodiscard]] bool locked() const { return m_locked; }
  [[nodiscard]] bool cyclic() const { return m_colors.scale().periodic(); }
  [[nodiscard]] const PixelColors& colors() const { return m_colors; }
  [[nodiscard]] const ValueScale& scale() const { return m_colors.scale(); }
  [[nodiscard]] PixelKind kindAt(QPoint pixel) const;
  /// The kinds of pixels beside plain values that occur, for the legend.
  [[nodiscard]] const std::vector<PixelKind>& kinds() const { return m_kinds; }
  /// Grows with every change of what is drawn.
  [[nodiscard]] int version() const { return m_version; }

  [[nodiscard]] QImage raster(const RasterWindow& window) const;

 private:
  void adopt(const PictureMeaning& meaning);
  void resolve();

  RealImage m_real;
  ComplexImage m_complex;
  MaskImage m_mask;
  PictureMeaning m_meaning;
  ColorMap m_map = ColorMap::Gray;
  Norm m_norm = Norm::Linear;
  DisplayLimits m_limits;
  bool m_locked = false;
  std::pair<double, double> m_lockedLimits;
  bool m_hasMeaning = false;
  bool m_resolved = false;  ///< limits have followed from a picture at least once
  PixelColors m_colors;
  std::vector<PixelKind> m_kinds;
  int m_version = 0;
};

/// The maps that make sense for a picture: cyclic ones only for wrapped phase, a diverging one first for errors.
[[nodiscard]] std::vector<ColorMap> offeredMaps(const PictureMeaning& meaning);

}  // namespace ptycho
