#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QColor>
#include <QWidget>

namespace ptycho {

/// One upright axis: a number or a word of each run; NaN and an empty word are missing.
struct ParallelAxis {
  QString label;
  std::vector<double> numbers;
  QStringList words;  ///< instead of numbers where not empty
};

/// One line across all axes.
struct ParallelRun {
  QString folder;
  QString title;
  QColor colour;
};

/// Parallel coordinates: what runs were asked for and how well they did, a line a run. A click on an axis' name makes
/// it logarithmic, with Ctrl turns it over; dragging along an axis dims the runs outside, a click on it ends that. With
/// the keyboard: arrows choose an axis, L, F and Escape do the same. A run without a value passes below the axis.
class ParallelPlot : public QWidget {
  Q_OBJECT

 public:
  explicit ParallelPlot(QWidget* parent = nullptr);

  /// Axes that stay by name keep their logarithm, direction and brush.
  void setRuns(std::vector<ParallelRun> runs, std::vector<ParallelAxis> axes);
  [[nodiscard]] bool isLog(int axis) const { return m_states[static_cast<std::size_t>(axis)].log; }
  [[nodiscard]] bool isFlipped(int axis) const { return m_states[static_cast<std::size_t>(axis)].flipped; }
  /// Titles of the runs that every brush lets pass.
  [[nodiscard]] QStringList passing() const;
  /// Where a run's line crosses an axis.
  [[nodiscard]] QPointF crossing(int run, int axis) const;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct State {
    bool log = false;
    bool flipped = false;
    std::optional<std::pair<double, double>> brush;  ///< in pixels from the top
  };
  [[nodiscard]] QRectF field() const;
  [[nodiscard]] double axisX(int axis) const;
  [[nodiscard]] int axisAt(double x) const;
  /// 0 at the foot, 1 at the head; nothing where the run has no value.
  [[nodiscard]] std::optional<double> share(int run, int axis) const;
  [[nodiscard]] bool passes(int run) const;
  [[nodiscard]] bool canBeLog(int axis) const;
  void toggleLog(int axis);
  void paintAxis(QPainter& painter, int axis) const;

  std::vector<ParallelRun> m_runs;
  std::vector<ParallelAxis> m_axes;
  std::vector<State> m_states;
  int m_current = 0;
  int m_dragged = -1;
};

}  // namespace ptycho
