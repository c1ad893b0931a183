#pragma once

#include <functional>
#include <set>
#include <vector>

#include <QPolygonF>
#include <QWidget>

#include "widgets/kit/plot/number_axis.h"
#include "widgets/kit/plot/printed_plot.h"

namespace ptycho {

struct ScatterPoint {
  double x = 0;
  double y = 0;
  std::int64_t id = 0;
  bool faint = false;  ///< drawn, but filtered out
};

/// Points to be chosen from: a click takes the nearest one, a drag those inside the lasso (with Shift the rectangle).
/// Up and Down step through the points by x. Points without a finite place are counted.
class ScatterPlot : public QWidget, public PrintedPlot {
  Q_OBJECT

 public:
  explicit ScatterPlot(QWidget* parent = nullptr);

  void setPoints(std::vector<ScatterPoint> points);
  void setAxisLabels(const QString& x, const QString& y);
  /// y = x, and one range for both axes.
  void setDiagonal(bool on);
  void setLogarithmic(bool x, bool y);
  void setChosen(std::set<std::int64_t> ids);
  void setCurrent(std::int64_t id);
  /// What a point is called when the cursor is over it.
  void setNames(std::function<QString(std::int64_t)> names) { m_names = std::move(names); }
  void setEmptyText(const QString& text);
  /// Those inside a polygon in widget coordinates; faint ones never.
  [[nodiscard]] std::vector<std::int64_t> pointsInside(const QPolygonF& outline) const;
  /// Where a point is drawn; null when it is not.
  [[nodiscard]] QPointF placeOf(std::int64_t id) const;
  /// "2 without a value"; empty when every point has its place.
  [[nodiscard]] QString missingNote() const;
  [[nodiscard]] QSize sizeHint() const override { return {420, 360}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {180, 150}; }

 Q_SIGNALS:
  void clicked(qint64 id);
  void chosen(const std::vector<std::int64_t>& ids);

 protected:
  [[nodiscard]] QSize paperSize() const override { return size(); }
  void print(QPaintDevice& device, bool vector) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void layOut();
  void paint(QPainter& painter, const PlotTheme& theme) const;
  void step(int by);
  [[nodiscard]] const ScatterPoint* nearest(const QPointF& at) const;
  [[nodiscard]] QPointF toWidget(const ScatterPoint& point) const;
  [[nodiscard]] bool drawable(const ScatterPoint& point) const;
  void paintPoints(QPainter& painter, const PlotTheme& theme) const;

  std::vector<ScatterPoint> m_points;
  std::set<std::int64_t> m_chosen;
  std::int64_t m_current = -1;
  std::function<QString(std::int64_t)> m_names;
  QString m_xLabel, m_yLabel, m_emptyText;
  bool m_diagonal = false;
  bool m_logX = false;
  bool m_logY = false;
  NumberAxis m_x, m_y;
  QRectF m_area;
  QPolygonF m_outline;  ///< being drawn
  bool m_rectangle = false;
};

}  // namespace ptycho
