#pragma once

#include <vector>

#include <QColor>
#include <QPalette>

namespace ptycho {

/// Colours of a plot, derived from the window's palette or fixed for paper.
struct PlotTheme {
  QColor ground;  ///< behind the curves
  QColor text;    ///< labels and axis numbers
  QColor axis;    ///< axis lines and ticks
  QColor grid;
  QColor faint;                ///< hidden legend entries, empty text
  QColor box;                  ///< behind the cursor's read-out
  std::vector<QColor> curves;  ///< told apart by people who are colour-blind; used in order

  [[nodiscard]] QColor curve(std::size_t index) const { return curves[index % curves.size()]; }
};

/// Light or dark after the palette's base colour.
[[nodiscard]] PlotTheme screenTheme(const QPalette& palette);
/// Black on white, for exported figures.
[[nodiscard]] PlotTheme paperTheme();

/// `share` of the way from one colour to the other.
[[nodiscard]] QColor blend(const QColor& from, const QColor& to, double share);

}  // namespace ptycho
