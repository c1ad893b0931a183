#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <QColor>
#include <QStringList>
#include <QWidget>

#include "widgets/kit/plot/printed_plot.h"

namespace ptycho {

/// One curve; NaN points leave a gap and infinite ones a mark at the edge.
struct Curve {
  QString id;     ///< keeps its colour and visibility across updates
  QString name;   ///< legend
  QColor colour;  ///< invalid: from the palette
  std::vector<double> x;
  std::vector<double> y;
  bool dashed = false;
  bool secondary_axis = false;           ///< right axis
  std::vector<std::size_t> breaks = {};  ///< samples that begin a new piece: no line leads to them
  std::vector<double> faint_y = {};      ///< behind it, thin and pale: what was measured, where y is a smoothed curve
  std::vector<double> band_low = {};     ///< shaded between low and high: the spread of a group
  std::vector<double> band_high = {};
  QString group = {};  ///< curves of one thing (a run), highlighted together; empty: the id alone
  bool thick = false;
  std::vector<std::size_t> rings = {};   ///< samples with a ring around them: the best ones
};

/// A horizontal line with its value written at the right edge (baselines, limits).
struct ReferenceLine {
  QString name;
  double value = 0;
  QColor colour;
  bool shade_above = false;  ///< tints what lies above: worse than the line
};

/// Curves with logarithmic axes by one click, hover cursor listing every curve's value, wheel zoom, drag pan,
/// double click = everything, legend that hides and shows. Keys: ← → move the cursor from sample to sample, + and −
/// zoom about it, 0 shows everything, 1 to 9 hide and show curves of the legend. Long curves are thinned to what their pixels can show,
/// without losing a spike. Several plots can share one cursor and one horizontal range. QCustomPlot stays inside.
class CurvePlot : public QWidget, public PrintedPlot {
  Q_OBJECT

 public:
  explicit CurvePlot(QWidget* parent = nullptr);
  ~CurvePlot() override;

  void setTitle(const QString& title);
  void setAxisLabels(const QString& x, const QString& y, const QString& secondary = {});
  void setCurves(const std::vector<Curve>& curves);
  /// Other points for the curves of one group; the others stay as they are, and so do names and colours. False, and
  /// nothing is done, where the group's curves are not these (by id).
  bool updateGroup(const QString& group, const std::vector<Curve>& curves);
  void setReferenceLines(const std::vector<ReferenceLine>& lines);
  /// Vertical marks (ends of stages) at x, with names.
  void setMarks(const std::vector<std::pair<double, QString>>& marks);
  void setLogY(bool on);
  void setLogX(bool on);
  [[nodiscard]] bool logY() const;
  [[nodiscard]] bool logX() const;
  void setEmptyText(const QString& text);
  /// What a click on the legend does.
  void setCurveVisible(const QString& id, bool visible);
  [[nodiscard]] bool curveVisible(const QString& id) const;
  /// Puts the hover cursor at x and lists what its box says: "name  value" of every shown curve.
  void showCursorAt(double x);
  [[nodiscard]] QStringList cursorLines() const;
  /// Those that the box beside the cursor has room for; "+k more" stands for the others.
  [[nodiscard]] QStringList cursorBoxLines() const;
  /// "≤ 0 (▾): 2   not a number (×): 1"; empty when every value has its place.
  [[nodiscard]] QString edgeNote() const;
  [[nodiscard]] std::pair<double, double> shownRangeY() const;
  /// Colours of these curves stay, all others fade; empty: none fades.
  void setHighlighted(const QString& group);
  /// The vertical range runs from the 5th to the 95th percentile; what lies outside is marked at the edge and counted.
  void setOutliersIgnored(bool on);
  /// What "everything" is on the horizontal axis, beyond what the curves cover: the same for several plots.
  void setFullRangeX(double low, double high);
  /// As a zoom by hand would.
  void setRangeX(double low, double high);
  [[nodiscard]] std::pair<double, double> shownRangeX() const;
  void showEverything();
  /// x counts seconds since 1970 and is written as hours and minutes.
  void setClockX(bool on);
  /// For plots that share a cursor: a line at x and no box; without value no line.
  void showCursorLine(std::optional<double> x);
  void setCursorBoxShown(bool shown);
  /// Where the pointer is on the vertical axis.
  [[nodiscard]] double pointerValue() const;
  void setLegendShown(bool shown);
  /// The legend below the title instead of beside it, for narrow plots with long names.
  void setLegendBelow();
  /// Small, without the button of the horizontal axis.
  void setCompact(bool compact);
  /// What is written along an axis.
  [[nodiscard]] QStringList tickLabels(Qt::Orientation axis) const;
  /// How many points are drawn of a curve and its faint line at this size and zoom.
  [[nodiscard]] std::size_t drawnPoints() const;
  /// What a drawing takes, on average.
  [[nodiscard]] double drawingTime_ms() const;
  /// Draws now, not when the event loop comes to it; for measurements.
  void repaintNow();
  /// Several plots, one below the other, in one picture (writePlot()).
  static bool exportTogether(const std::vector<CurvePlot*>& plots, const QString& file);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void cursorMoved(double x);
  void cursorLeft();
  /// By wheel or drag.
  void rangeXChanged(double low, double high);
  /// By a double click.
  void everythingShown();
  void logXToggled(bool on);
  void logYToggled(bool on);
  /// The group of the curve under the pointer; empty: none.
  void hovered(const QString& group);

 protected:
  [[nodiscard]] QSize paperSize() const override;
  void print(QPaintDevice& device, bool vector) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Private;
  static void printTogether(const std::vector<CurvePlot*>& plots, QPaintDevice& device, bool vector);
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
