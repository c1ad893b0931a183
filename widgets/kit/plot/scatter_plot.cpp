#include "widgets/kit/plot/scatter_plot.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>

namespace ptycho {
namespace {

constexpr double kRadius = 3;
constexpr double kReach_px = 10;  ///< a click so near a point takes it

}  // namespace

ScatterPlot::ScatterPlot(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setToolTip(tr("Click: take the image. Drag: a lasso around several; with Shift a rectangle."));
}

void ScatterPlot::setPoints(std::vector<ScatterPoint> points) {
  m_points = std::move(points);
  layOut();
}

void ScatterPlot::setAxisLabels(const QString& x, const QString& y) {
  m_xLabel = x;
  m_yLabel = y;
  setAccessibleName(tr("%1 against %2").arg(y, x));
  update();
}

void ScatterPlot::setDiagonal(bool on) {
  m_diagonal = on;
  layOut();
}

void ScatterPlot::setLogarithmic(bool x, bool y) {
  m_logX = x;
  m_logY = y;
  layOut();
}

void ScatterPlot::setChosen(std::set<std::int64_t> ids) {
  m_chosen = std::move(ids);
  update();
}

void ScatterPlot::setCurrent(std::int64_t id) {
  m_current = id;
  update();
}

void ScatterPlot::setEmptyText(const QString& text) {
  m_emptyText = text;
  update();
}

bool ScatterPlot::drawable(const ScatterPoint& point) const {
  const auto fits = [](double value, bool log) { return std::isfinite(value) && (!log || value > 0); };
  return fits(point.x, m_logX) && fits(point.y, m_logY);
}

QPointF ScatterPlot::toWidget(const ScatterPoint& point) const {
  return {m_x.toWidget(point.x), m_y.toWidget(point.y)};
}

QString ScatterPlot::missingNote() const {
  const auto missing = std::ranges::count_if(m_points, [this](const ScatterPoint& point) { return !drawable(point); });
  return missing == 0 ? QString() : tr("%n without a value", nullptr, static_cast<int>(missing));
}

void ScatterPlot::layOut() {
  const double line = fontMetrics().height();
  m_area = QRectF(rect()).adjusted(3.2 * line + 20, 8, -12, -2.2 * line - 10);
  std::vector<double> x, y;
  for (const auto& point : m_points) {
    if (!drawable(point)) continue;
    x.push_back(point.x);
    y.push_back(point.y);
  }
  if (m_diagonal) {
    x.insert(x.end(), y.begin(), y.end());
    y = x;
  }
  m_x = {fittedScale(x, m_logX), m_area.left(), m_area.right()};
  m_y = {fittedScale(y, m_logY), m_area.bottom(), m_area.top()};
  update();
}

QPointF ScatterPlot::placeOf(std::int64_t id) const {
  for (const auto& point : m_points) {
    if (point.id == id && drawable(point)) return toWidget(point);
  }
  return {};
}

std::vector<std::int64_t> ScatterPlot::pointsInside(const QPolygonF& outline) const {
  std::vector<std::int64_t> ids;
  for (const auto& point : m_points) {
    if (point.faint || !drawable(point)) continue;
    if (outline.containsPoint(toWidget(point), Qt::OddEvenFill)) ids.push_back(point.id);
  }
  return ids;
}

const ScatterPoint* ScatterPlot::nearest(const QPointF& at) const {
  const ScatterPoint* best = nullptr;
  double reach = kReach_px;
  for (const auto& point : m_points) {
    if (point.faint || !drawable(point)) continue;
    const QPointF away = toWidget(point) - at;
    const double distance = std::hypot(away.x(), away.y());
    if (distance > reach) continue;
    reach = distance;
    best = &point;
  }
  return best;
}

void ScatterPlot::paintPoints(QPainter& painter, const PlotTheme& theme) const {
  QColor plain = theme.curve(0);
  plain.setAlphaF(0.65F);
  QColor faint = theme.faint;
  faint.setAlphaF(0.35F);
  const auto draw = [&](const QColor& colour, auto&& wanted) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    for (const auto& point : m_points) {
      if (drawable(point) && wanted(point)) painter.drawEllipse(toWidget(point), kRadius, kRadius);
    }
  };
  draw(faint, [](const ScatterPoint& point) { return point.faint; });
  draw(plain, [this](const ScatterPoint& point) { return !point.faint && !m_chosen.contains(point.id); });
  draw(theme.curve(1), [this](const ScatterPoint& point) { return m_chosen.contains(point.id); });
  if (const QPointF current = placeOf(m_current); !current.isNull()) {
    painter.setPen(QPen(theme.text, 1.8));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(current, kRadius + 3, kRadius + 3);
  }
}

void ScatterPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter, screenTheme(palette()));
  if (!hasFocus()) return;
  painter.setClipping(false);
  painter.setPen(palette().color(QPalette::Highlight));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void ScatterPlot::print(QPaintDevice& device, bool /*vector*/) {
  QPainter painter(&device);
  painter.setFont(font());
  paint(painter, paperTheme());
}

void ScatterPlot::paint(QPainter& painter, const PlotTheme& theme) const {
  painter.fillRect(rect(), theme.ground);
  if (m_points.empty()) {
    painter.setPen(theme.faint);
    painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    return;
  }
  paintAxisBelow(painter, m_area, m_x, m_xLabel, theme);
  paintAxisLeft(painter, m_area, m_y, m_yLabel, theme);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(m_area.adjusted(-6, -6, 6, 6));
  if (m_diagonal) {
    painter.setPen(QPen(theme.axis, 1.2, Qt::DashLine));
    painter.drawLine(m_area.bottomLeft(), m_area.topRight());
  }
  paintPoints(painter, theme);
  if (m_outline.size() > 1) {
    painter.setPen(QPen(theme.text, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolygon(m_outline);
  }
  if (const QString note = missingNote(); !note.isEmpty()) {
    painter.setPen(theme.faint);
    painter.drawText(m_area.adjusted(6, 4, -6, -4), Qt::AlignTop | Qt::AlignRight, note);
  }
}

void ScatterPlot::resizeEvent(QResizeEvent*) { layOut(); }

void ScatterPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  m_rectangle = event->modifiers().testFlag(Qt::ShiftModifier);
  m_outline = QPolygonF({event->position()});
}

void ScatterPlot::mouseMoveEvent(QMouseEvent* event) {
  if (m_outline.isEmpty()) return;
  if (m_rectangle) m_outline = QPolygonF(QRectF(m_outline.front(), event->position()));
  else m_outline << event->position();
  update();
}

void ScatterPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_outline.isEmpty()) return;
  const QPolygonF outline = std::exchange(m_outline, {});
  update();
  const QSizeF size = outline.boundingRect().size();
  if (std::max(size.width(), size.height()) < QApplication::startDragDistance()) {
    if (const ScatterPoint* point = nearest(event->position())) Q_EMIT clicked(point->id);
    return;
  }
  Q_EMIT chosen(pointsInside(outline));
}

void ScatterPlot::step(int by) {
  std::vector<const ScatterPoint*> order;
  for (const auto& point : m_points) {
    if (!point.faint && drawable(point)) order.push_back(&point);
  }
  if (order.empty()) return;
  std::ranges::stable_sort(order, {}, [](const ScatterPoint* point) { return point->x; });
  const auto at = std::ranges::find(order, m_current, [](const ScatterPoint* point) { return point->id; });
  const auto last = static_cast<std::ptrdiff_t>(order.size()) - 1;
  const auto next = at == order.end() ? 0 : std::clamp(at - order.begin() + by, std::ptrdiff_t{0}, last);
  Q_EMIT clicked(order[static_cast<std::size_t>(next)]->id);
}

void ScatterPlot::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Up: return step(1);
    case Qt::Key_Down: return step(-1);
    default: QWidget::keyPressEvent(event);
  }
}

bool ScatterPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  const ScatterPoint* point = nearest(help->pos());
  if (!point || !m_names) return QWidget::event(event);
  QToolTip::showText(help->globalPos(), m_names(point->id), this);
  return true;
}

}  // namespace ptycho
