#pragma once

#include <vector>

#include <QFont>
#include <QRectF>

#include "widgets/kit/figure/figure.h"
#include "widgets/kit/raster/pixel_color.h"

namespace ptycho {

/// A panel with everything that follows from its spec, and its place on the page.
struct PlacedPanel {
  const FigurePanel* panel = nullptr;
  PixelColors colors;
  std::vector<PixelKind> kinds;
  QRectF title;
  QRectF picture;  ///< of a plot: with its axes and labels
  QRectF legend;   ///< of a plot: empty
};

/// The page in dots of the spec's resolution, whatever the format: so every format has the same layout.
struct FigureLayout {
  QSizeF page;
  QFont font;
  double em = 0;  ///< height of a line
  std::vector<PlacedPanel> panels;
  QRectF caption;
  QString captionText;
};

/// Pictures of one width, in each column legends of one width, rows as high as their highest picture. Plots take the
/// room of picture and legend.
[[nodiscard]] FigureLayout layoutFigure(const FigureSpec& spec);

}  // namespace ptycho
