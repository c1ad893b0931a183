#pragma once

#include <limits>
#include <map>
#include <set>

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/plot/curve_legend.h"
#include "widgets/kit/plot/axis_tickers.h"
#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {

/// The least and the greatest of finite values, for both kinds of axes.
struct ValueSpan {
  double low = std::numeric_limits<double>::infinity();
  double low_positive = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(double value);
  void include(const std::vector<double>& values);
  void include(const ValueSpan& other);
  /// @param margin  share of the range that is left free at both ends
  [[nodiscard]] QCPRange range(bool logarithmic, double margin) const;
};

/// The inside of CurvePlot: the QCustomPlot widget, its layers and what follows from user actions.
struct CurvePlot::Private {
  CurvePlot* owner = nullptr;
  QCustomPlot* plot = nullptr;
  QHBoxLayout* header = nullptr;
  QVBoxLayout* rows = nullptr;
  QLabel* title = nullptr;
  CurveLegend* legend = nullptr;
  QToolButton* logX = nullptr;
  QToolButton* logY = nullptr;
  PlotContent content;
  EdgeLayer* edges = nullptr;
  CursorLayer* cursor = nullptr;
  std::map<QString, std::size_t> colourOfId;  ///< a curve keeps its colour while others come and go
  std::set<QString> hidden;                   ///< ids that the legend has hidden
  QString highlighted;                        ///< a group; empty: none
  QString hoveredGroup;
  double pointerValue = 0;
  bool followsData = true;    ///< until the user zooms or drags; again after a double click
  bool settingRange = false;  ///< the range changes, but not by hand
  bool outliersIgnored = false;
  bool clockX = false;
  bool legendWanted = true;
  bool compact = false;
  std::optional<QCPRange> fullRangeX;

  // Curves longer than this are thinned for the range on the screen; others go to the graphs as they are.
  static constexpr std::size_t kLong = 3000;
  std::vector<bool> stale;  ///< curves that their graphs do not hold yet
  /// What a pass over all points of a curve finds.
  struct Found {
    ValueSpan x;
    ValueSpan y;  ///< with the faint line and the band
    bool sorted = true;
  };
  std::vector<Found> found;  ///< of each curve
  QCPRange thinnedRange;  ///< for which the long ones were thinned
  int thinnedWidth = 0;

  void build();
  void connectActions();
  void applyTheme(const PlotTheme& theme);
  void makeGraphs();
  /// Fills the graphs where something has changed since the last time. @param columns  of the drawing
  void fillGraphs(int columns);
  void replaceCurve(std::size_t k, const Curve& curve);
  [[nodiscard]] static Found measured(const Curve& curve);
  void findEdges();
  void findEdgesOf(std::size_t k);
  void showLegend();
  [[nodiscard]] std::vector<LegendEntry> legendEntries() const;
  void applyScale(QCPAxis* axis, bool logarithmic);
  void applyTickers();
  void showEverything();
  void replot();
  [[nodiscard]] QCPRange rangeX() const;
  [[nodiscard]] QCPRange rangeY(bool secondary) const;
  [[nodiscard]] std::optional<QCPRange> trustedRange() const;
  /// The curve within a few pixels of the pointer.
  [[nodiscard]] QString groupAt(QPointF pixel) const;
  void pointerMoved(QMouseEvent* event);
  /// True when the key means something here.
  bool keyPressed(int key);
  /// Draws title, legend and plot in the colours of paper, at the painter's origin.
  void paint(QCPPainter& painter, QSize size);
};

/// The curve's group, or its id where it has none.
[[nodiscard]] const QString& groupOf(const Curve& curve);

}  // namespace ptycho
