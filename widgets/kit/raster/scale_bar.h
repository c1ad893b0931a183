#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace ptycho {

/// A bar of a round length (1, 2 or 5 × 10ⁿ) that is at most `share` of the width it lies in.
struct ScaleBar {
  double width = 0;  ///< painter units; 0: no bar
  QString label;     ///< "500 nm"
};

/// @param unitsPerMetre  painter units to a metre (or to a reciprocal metre for `frequency`)
[[nodiscard]] ScaleBar chooseScaleBar(double unitsPerMetre, double availableWidth, bool frequency = false,
                                      double share = 0.3);

/// Paints it into the lower left corner of `area`, white or black by the mean luminance of the ground, on a
/// faint plate of the other so that it is read on any picture.
void paintScaleBar(QPainter& painter, const QRectF& area, const ScaleBar& bar, double groundLuminance);

}  // namespace ptycho
