#pragma once

#include <filesystem>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QImage>
#include <QString>

#include "core/base/error.h"
#include "core/base/image.h"
#include "widgets/kit/raster/display_style.h"

namespace ptycho {

/// A line of a plot; values that are not numbers interrupt it.
struct FigureCurve {
  QString name;
  std::vector<double> x, y;
  std::vector<double> faint_y;  ///< behind it, thin and pale: what was measured, where y is smoothed; may be empty
  bool dashed = false;
};

/// Curves over each other with axes of their own. Values that are not positive have no place on a logarithmic axis.
struct FigurePlot {
  std::vector<FigureCurve> curves;
  QString x_label;
  QString y_label;
  bool log_x = false;
  bool log_y = false;
  std::vector<std::pair<QString, double>> references;  ///< horizontal lines with their names
};

/// One picture of a figure, with its colour bar. Complex when `complex_picture` is not empty (hue = phase, lightness =
/// amplitude, two-dimensional legend). A plot in its place when that has curves.
struct FigurePanel {
  RealImage picture;
  QString title;
  QString quantity;               ///< "phase", along the colour bar
  QString unit;                   ///< "rad"; empty for none
  ColorMap map = ColorMap::Gray;  ///< cyclic: one period from `low`
  double low = 0;                 ///< both equal: from the picture, 0.35 % cut on each side
  double high = 0;
  Norm norm = Norm::Linear;
  ComplexImage complex_picture;
  MaskImage mask;  ///< 1 = valid; empty: all
  FigurePlot plot;

  [[nodiscard]] bool isPlot() const { return !plot.curves.empty(); }
};

/// A figure for print: panels in a grid, row by row, each with title and colour bar, a scale bar, a caption below.
struct FigureSpec {
  std::vector<FigurePanel> panels;
  int columns = 1;
  QString caption;
  double width_mm = 180;  ///< the height follows
  int dpi = 200;          ///< of pixel formats; vector formats keep pictures as they are
  double font_pt = 8;
  double pixel_m = 0;  ///< 0: unknown, and the caption says so
  QString recipe;      ///< JSON that tells how the figure came to be; goes into the file's metadata
};

/// Draws the figure at its resolution, black on white. A null image when the spec is not sensible (see writeFigure).
[[nodiscard]] QImage renderFigure(const FigureSpec& spec);

/// The file's bytes for "png", "svg", "pdf". Same spec, same bytes (on one computer: fonts and the compressor decide
/// too). Text and axes are vectors in SVG and PDF, the pictures unresampled and lossless. The recipe is the text
/// "Recipe" of a PNG, the <desc> of an SVG and ptychodesk:recipe in the XMP of a PDF.
/// Errors: an unknown format, no panels, a size or resolution out of range. Needs a QGuiApplication ("offscreen" will
/// do).
[[nodiscard]] Result<QByteArray> encodeFigure(const FigureSpec& spec, const QString& format);

/// Writes it in the format of the suffix, .tif too (8-bit colour, the recipe as its description), in one step: on an error nothing is left and an older file is untouched.
[[nodiscard]] Result<void> writeFigure(const FigureSpec& spec, const std::filesystem::path& file);

}  // namespace ptycho
