#pragma once

#include <map>
#include <set>

#include <QLabel>
#include <QToolButton>

#include "widgets/kit/plot/curve_legend.h"
#include "widgets/kit/plot/axis_tickers.h"
#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {

/// The inside of CurvePlot: the QCustomPlot widget, its layers and what follows from user actions.
struct CurvePlot::Private {
  CurvePlot* owner = nullptr;
  QCustomPlot* plot = nullptr;
  QLabel* title = nullptr;
  CurveLegend* legend = nullptr;
  QToolButton* logX = nullptr;
  QToolButton* logY = nullptr;
  PlotContent content;
  EdgeLayer* edges = nullptr;
  CursorLayer* cursor = nullptr;
  std::map<QString, std::size_t> colourOfId;  ///< a curve keeps its colour while others come and go
  std::set<QString> hidden;                   ///< ids that the legend has hidden
  bool followsData = true;                    ///< until the user zooms or drags; again after a double click

  void build();
  void connectActions();
  void applyTheme(const PlotTheme& theme);
  void makeGraphs();
  void fillGraphs();
  [[nodiscard]] std::vector<LegendEntry> legendEntries() const;
  void applyScale(QCPAxis* axis, bool logarithmic);
  void showEverything();
  void replot();
  [[nodiscard]] QCPRange rangeOf(bool horizontal, bool secondary) const;
  /// Draws title, legend and plot in the colours of paper, at the painter's origin.
  void paint(QCPPainter& painter, QSize size);
};

}  // namespace ptycho
