#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <QColor>
#include <QStringList>
#include <QWidget>

namespace ptycho {

/// One curve; NaN points leave a gap and infinite ones a mark at the edge.
struct Curve {
  QString id;     ///< keeps its colour and visibility across updates
  QString name;   ///< legend
  QColor colour;  ///< invalid: from the palette
  std::vector<double> x;
  std::vector<double> y;
  bool dashed = false;
  bool secondary_axis = false;  ///< right axis
  std::vector<std::size_t> breaks = {};  ///< samples that begin a new piece: no line leads to them
};

/// A horizontal line with its value written at the right edge (baselines, limits).
struct ReferenceLine {
  QString name;
  double value = 0;
  QColor colour;
};

/// Curves with logarithmic axes by one click, hover cursor listing every curve's value, wheel zoom, drag pan,
/// double click = everything, legend that hides and shows. QCustomPlot stays inside.
class CurvePlot : public QWidget {
  Q_OBJECT

 public:
  explicit CurvePlot(QWidget* parent = nullptr);
  ~CurvePlot() override;

  void setTitle(const QString& title);
  void setAxisLabels(const QString& x, const QString& y, const QString& secondary = {});
  void setCurves(const std::vector<Curve>& curves);
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
  /// "≤ 0 (▾): 2   not a number (×): 1"; empty when every value has its place.
  [[nodiscard]] QString edgeNote() const;
  [[nodiscard]] std::pair<double, double> shownRangeY() const;
  /// PNG, SVG (vector) or PDF (vector) by suffix; false when it cannot be written.
  bool exportTo(const QString& file);
  /// Several plots, one below the other, in one picture.
  static bool exportTogether(const std::vector<CurvePlot*>& plots, const QString& file);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void cursorMoved(double x);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
