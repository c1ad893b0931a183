#include "widgets/runs/parallel_plot.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace ptycho {
namespace {

constexpr double kTop = 40;
constexpr double kFoot = 34;   // below the axes: where lines without a value pass
constexpr double kSide = 64;
constexpr double kReach = 14;  // of an axis for the pointer

std::pair<double, double> rangeOf(const std::vector<double>& numbers) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double number : numbers) {
    if (!std::isfinite(number)) continue;
    low = std::min(low, number);
    high = std::max(high, number);
  }
  return {low, high};
}

QStringList kindsOf(const QStringList& words) {
  QStringList kinds = words;
  kinds.removeAll(QString());
  kinds.removeDuplicates();
  return kinds;
}

}  // namespace

ParallelPlot::ParallelPlot(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Parallel coordinates of the compared runs"));
}

QSize ParallelPlot::minimumSizeHint() const { return {320, 170}; }

void ParallelPlot::setRuns(std::vector<ParallelRun> runs, std::vector<ParallelAxis> axes) {
  std::vector<State> states;
  for (const auto& axis : axes) {
    const auto known = std::ranges::find(m_axes, axis.label, &ParallelAxis::label);
    states.push_back(known == m_axes.end() ? State{} : m_states[static_cast<std::size_t>(known - m_axes.begin())]);
  }
  m_runs = std::move(runs);
  m_axes = std::move(axes);
  m_states = std::move(states);
  for (int i = 0; i < static_cast<int>(m_axes.size()); ++i) {
    if (!canBeLog(i)) m_states[static_cast<std::size_t>(i)].log = false;
  }
  m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_axes.size()) - 1));
  m_dragged = -1;
  update();
}

QRectF ParallelPlot::field() const { return QRectF(rect()).adjusted(kSide, kTop, -kSide, -kFoot); }

double ParallelPlot::axisX(int axis) const {
  const QRectF box = field();
  const auto gaps = static_cast<double>(m_axes.size()) - 1;
  return gaps <= 0 ? box.center().x() : box.left() + box.width() * axis / gaps;
}

int ParallelPlot::axisAt(double x) const {
  for (int i = 0; i < static_cast<int>(m_axes.size()); ++i) {
    if (std::abs(x - axisX(i)) <= kReach) return i;
  }
  return -1;
}

bool ParallelPlot::canBeLog(int axis) const {
  const ParallelAxis& one = m_axes[static_cast<std::size_t>(axis)];
  return one.words.isEmpty() && rangeOf(one.numbers).first > 0;
}

void ParallelPlot::toggleLog(int axis) {
  State& state = m_states[static_cast<std::size_t>(axis)];
  state.log = !state.log && canBeLog(axis);
  update();
}

std::optional<double> ParallelPlot::share(int run, int axis) const {
  const ParallelAxis& one = m_axes[static_cast<std::size_t>(axis)];
  const State& state = m_states[static_cast<std::size_t>(axis)];
  double at = 0.5;
  if (!one.words.isEmpty()) {
    const QString& word = one.words[run];
    if (word.isEmpty()) return std::nullopt;
    const QStringList kinds = kindsOf(one.words);
    if (kinds.size() > 1) at = static_cast<double>(kinds.indexOf(word)) / static_cast<double>(kinds.size() - 1);
  } else {
    double value = one.numbers[static_cast<std::size_t>(run)];
    if (!std::isfinite(value)) return std::nullopt;
    auto [low, high] = rangeOf(one.numbers);
    if (state.log) {
      low = std::log(low);
      high = std::log(high);
      value = std::log(value);
    }
    if (high > low) at = (value - low) / (high - low);
  }
  return state.flipped ? 1 - at : at;
}

QPointF ParallelPlot::crossing(int run, int axis) const {
  const QRectF box = field();
  const auto at = share(run, axis);
  return {axisX(axis), at ? box.bottom() - *at * box.height() : box.bottom() + kFoot - 8};
}

bool ParallelPlot::passes(int run) const {
  for (int axis = 0; axis < static_cast<int>(m_axes.size()); ++axis) {
    const auto& brush = m_states[static_cast<std::size_t>(axis)].brush;
    const double y = crossing(run, axis).y();
    if (brush && (y < std::min(brush->first, brush->second) || y > std::max(brush->first, brush->second))) return false;
  }
  return true;
}

QStringList ParallelPlot::passing() const {
  QStringList titles;
  for (int run = 0; run < static_cast<int>(m_runs.size()); ++run) {
    if (passes(run)) titles << m_runs[static_cast<std::size_t>(run)].title;
  }
  return titles;
}

void ParallelPlot::paintAxis(QPainter& painter, int axis) const {
  const ParallelAxis& one = m_axes[static_cast<std::size_t>(axis)];
  const State& state = m_states[static_cast<std::size_t>(axis)];
  const QRectF box = field();
  const double x = axisX(axis);
  const QColor ink = palette().color(QPalette::Text);
  painter.setPen(QPen(palette().color(QPalette::Mid), 1));
  painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
  const double width = m_axes.size() > 1 ? std::min(2 * kSide, box.width() / static_cast<double>(m_axes.size() - 1) - 4)
                                         : 2 * kSide;
  const auto write = [&](double y, const QString& text, bool bold) {
    QFont font = painter.font();
    font.setBold(bold);
    painter.setFont(font);
    painter.setPen(ink);
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width));
    painter.drawText(QRectF(x - width / 2, y - 9, width, 18), Qt::AlignCenter, shown);
  };
  QString name = one.label;
  if (state.log) name += tr(" (log)");
  if (state.flipped) name += QStringLiteral(" ↓");
  write(9, name, hasFocus() && axis == m_current);
  if (!one.words.isEmpty()) {
    const QStringList kinds = kindsOf(one.words);
    for (qsizetype i = 0; i < kinds.size(); ++i) {
      const auto run = one.words.indexOf(kinds[i]);
      const double y = crossing(static_cast<int>(run), axis).y();
      write(kinds.size() == 1 || y <= box.center().y() ? y - 9 : y + 9, kinds[i], false);
    }
  } else if (const auto [low, high] = rangeOf(one.numbers); low <= high) {
    write(box.top() - 10, QString::number(state.flipped ? low : high, 'g', 4), false);
    if (high > low) write(box.bottom() + 10, QString::number(state.flipped ? high : low, 'g', 4), false);
  }
  if (state.brush) {
    QColor shade = palette().color(QPalette::Highlight);
    painter.setPen(shade);
    shade.setAlpha(70);
    painter.setBrush(shade);
    painter.drawRect(QRectF(QPointF(x - 6, state.brush->first), QPointF(x + 6, state.brush->second)).normalized());
    painter.setBrush(Qt::NoBrush);
  }
}

void ParallelPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  for (int axis = 0; axis < static_cast<int>(m_axes.size()); ++axis) paintAxis(painter, axis);
  for (int run = 0; run < static_cast<int>(m_runs.size()); ++run) {
    QColor colour = m_runs[static_cast<std::size_t>(run)].colour;
    if (!colour.isValid()) colour = palette().color(QPalette::PlaceholderText);
    if (!passes(run)) colour.setAlpha(40);
    painter.setPen(QPen(colour, 2));
    QPolygonF line;
    for (int axis = 0; axis < static_cast<int>(m_axes.size()); ++axis) line << crossing(run, axis);
    painter.drawPolyline(line);
    painter.setBrush(colour);
    for (const QPointF& point : line) painter.drawEllipse(point, 2.5, 2.5);
    painter.setBrush(Qt::NoBrush);
  }
}

void ParallelPlot::mousePressEvent(QMouseEvent* event) {
  const int axis = axisAt(event->position().x());
  if (axis < 0 || event->button() != Qt::LeftButton) return;
  m_current = axis;
  State& state = m_states[static_cast<std::size_t>(axis)];
  if (event->position().y() < kTop - 18) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) state.flipped = !state.flipped;
    else toggleLog(axis);
  } else {
    m_dragged = axis;
    state.brush.reset();
  }
  update();
}

void ParallelPlot::mouseMoveEvent(QMouseEvent* event) {
  if (m_dragged < 0) return;
  State& state = m_states[static_cast<std::size_t>(m_dragged)];
  const double y = event->position().y();
  if (!state.brush) state.brush = {y, y};
  state.brush->second = y;
  update();
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent*) { m_dragged = -1; }

void ParallelPlot::keyPressEvent(QKeyEvent* event) {
  if (m_axes.empty()) return QWidget::keyPressEvent(event);
  const int last = static_cast<int>(m_axes.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Left: m_current = std::max(0, m_current - 1); break;
    case Qt::Key_Right: m_current = std::min(last, m_current + 1); break;
    case Qt::Key_L: toggleLog(m_current); break;
    case Qt::Key_F: m_states[static_cast<std::size_t>(m_current)].flipped ^= true; break;
    case Qt::Key_Escape: m_states[static_cast<std::size_t>(m_current)].brush.reset(); break;
    default: return QWidget::keyPressEvent(event);
  }
  update();
}

bool ParallelPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int axis = axisAt(help->pos().x());
  QString text = tr("Click a name: logarithm; Ctrl+click: turn over; drag along an axis: only these runs. With the "
                    "keyboard ← →, L, F, Esc.");
  if (axis >= 0) text = m_axes[static_cast<std::size_t>(axis)].label + QStringLiteral("\n") + text;
  QToolTip::showText(help->globalPos(), text, this);
  return true;
}

}  // namespace ptycho
