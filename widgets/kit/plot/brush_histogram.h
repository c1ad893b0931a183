#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QWidget>

#include "widgets/kit/plot/number_axis.h"
#include "widgets/kit/plot/printed_plot.h"

namespace ptycho {

/// How often values occur, those that pass the other filters in front of all, with a range that can be dragged over it:
/// new by a drag, moved by its middle, changed at its ends, removed by a click beside it or Escape. By keys: Left and
/// Right move it by a bin, with Shift its upper end.
class BrushHistogram : public QWidget, public PrintedPlot {
  Q_OBJECT

 public:
  explicit BrushHistogram(QWidget* parent = nullptr);

  /// @param all    every value; those that are not finite are counted beside the bars
  /// @param shown  those that pass the filters
  void setValues(const std::vector<double>& all, const std::vector<double>& shown);
  void setTitle(const QString& title);
  void setRange(std::optional<std::pair<double, double>> range);
  [[nodiscard]] const std::optional<std::pair<double, double>>& range() const { return m_range; }
  [[nodiscard]] QSize sizeHint() const override { return {400, 130}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 90}; }

 Q_SIGNALS:
  void rangeChanged(std::optional<std::pair<double, double>> range);

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
  enum class Grip { None, New, Low, High, Whole };
  void layOut();
  void paint(QPainter& painter, const PlotTheme& theme) const;
  void change(std::optional<std::pair<double, double>> range);
  [[nodiscard]] Grip gripAt(double x) const;
  [[nodiscard]] double binWidth() const;

  std::vector<int> m_all, m_shown;  ///< counts
  int m_notFinite = 0;
  bool m_empty = true;
  double m_low = 0, m_high = 1;  ///< of the bins
  QString m_title;
  std::optional<std::pair<double, double>> m_range;
  NumberAxis m_axis;
  QRectF m_area;
  Grip m_grip = Grip::None;
  double m_pressed = 0;
  std::pair<double, double> m_atPress;
};

}  // namespace ptycho
