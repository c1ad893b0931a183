#include <cmath>
#include <limits>

#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {

long nearestSample(const std::vector<double>& xs, double x) {
  if (xs.empty()) return -1;
  const auto above = std::lower_bound(xs.begin(), xs.end(), x);
  if (above == xs.begin()) return 0;
  const long right = above == xs.end() ? static_cast<long>(xs.size()) - 1 : above - xs.begin();
  const long left = std::max(0L, right - 1);
  return std::abs(xs[left] - x) <= std::abs(xs[right] - x) ? left : right;
}

QString plotNumber(double value) {
  if (std::isnan(value)) return QCoreApplication::translate("CurvePlot", "not a number");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  return QString::number(value, 'g', 4).replace(QLatin1Char('-'), QStringLiteral("−"));
}

bool CursorLayer::moveTo(double wanted) {
  m_visible = false;
  double best = 0;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    if (!m_content.graphs[k]->visible()) continue;
    const long index = nearestSample(m_content.curves[k].x, wanted);
    if (index < 0) continue;
    const double x = m_content.curves[k].x[static_cast<std::size_t>(index)];
    if (!m_visible || std::abs(x - wanted) < std::abs(best - wanted)) best = x;
    m_visible = true;
  }
  m_x = best;
  return m_visible;
}

bool CursorLayer::moveOn(bool forwards) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double from = m_visible ? m_x : (forwards ? -kInfinity : kInfinity);
  double next = forwards ? kInfinity : -kInfinity;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    if (!m_content.graphs[k]->visible()) continue;
    const auto& xs = m_content.curves[k].x;
    if (forwards) {
      const auto right = std::upper_bound(xs.begin(), xs.end(), from);
      if (right != xs.end()) next = std::min(next, *right);
    } else {
      const auto right = std::lower_bound(xs.begin(), xs.end(), from);
      if (right != xs.begin()) next = std::max(next, *(right - 1));
    }
  }
  if (!std::isfinite(next)) return false;
  placeAt(next);
  return true;
}

void CursorLayer::placeAt(double x) {
  m_x = x;
  m_visible = true;
}

QStringList CursorLayer::lines() const {
  QStringList lines;
  if (!m_visible) return lines;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    if (!m_content.graphs[k]->visible()) continue;
    const Curve& curve = m_content.curves[k];
    const long index = nearestSample(curve.x, m_x);
    if (index >= 0) lines << curve.name + QStringLiteral("  ") + plotNumber(curve.y[static_cast<std::size_t>(index)]);
  }
  return lines;
}

QStringList CursorLayer::withinBox(QStringList rows) const {
  constexpr int kMargins_px = 24;
  const int height = QFontMetrics(mParentPlot->font()).height();
  const qsizetype room = std::max(2, (mParentPlot->axisRect()->rect().height() - kMargins_px) / height - 1);
  if (rows.size() <= room) return rows;
  const qsizetype more = rows.size() - room + 1;
  rows.resize(room - 1);
  return rows << QCoreApplication::translate("CurvePlot", "+%1 more").arg(more);
}

void CursorLayer::draw(QCPPainter* painter) {
  const QRect area = mParentPlot->axisRect()->rect();
  if (mParentPlot->hasFocus()) {
    painter->setPen(QPen(mParentPlot->palette().color(QPalette::Highlight), 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(mParentPlot->viewport().adjusted(0, 0, -1, -1));
  }
  painter->setFont(mParentPlot->font());
  if (m_content.curves.empty()) {
    painter->setPen(m_content.theme.faint);
    painter->drawText(mParentPlot->viewport().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                      m_content.emptyText);
    return;
  }
  if (!m_visible) return;
  const double x = mParentPlot->xAxis->coordToPixel(m_x);
  if (x < area.left() || x > area.right()) return;
  painter->setPen(QPen(m_content.theme.axis, 1));
  painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  if (m_boxShown) drawBox(painter, area, x);
}

void CursorLayer::drawBox(QCPPainter* painter, const QRect& area, double x) const {
  const QStringList all = lines();
  const QStringList rows = withinBox(all);
  const bool cut = rows.size() < all.size();
  const QFontMetrics metrics = painter->fontMetrics();
  const QString head = m_content.xLabel + QStringLiteral(" ") + plotNumber(m_x);
  int width = metrics.horizontalAdvance(head);
  for (const auto& row : rows) width = std::max(width, metrics.horizontalAdvance(row) + 14);
  const int height = metrics.height() * (static_cast<int>(rows.size()) + 1);
  QRectF box(x + 10, area.top() + 8, width + 14, height + 8);
  if (box.right() > area.right()) box.moveRight(x - 10);

  QColor ground = m_content.theme.box;
  ground.setAlpha(235);
  painter->setPen(m_content.theme.grid);
  painter->setBrush(ground);
  painter->drawRect(box);
  double base = box.top() + 4 + metrics.ascent();
  painter->setPen(m_content.theme.faint);
  painter->drawText(QPointF(box.left() + 7, base), head);
  int row = 0;
  const qsizetype named = cut ? rows.size() - 1 : rows.size();
  for (std::size_t k = 0; k < m_content.curves.size() && row < named; ++k) {
    if (!m_content.graphs[k]->visible() || m_content.curves[k].x.empty()) continue;
    base += metrics.height();
    painter->fillRect(QRectF(box.left() + 7, base - metrics.ascent() / 2.0 - 2, 8, 4),
                      m_content.graphs[k]->pen().color());
    painter->setPen(m_content.theme.text);
    painter->drawText(QPointF(box.left() + 21, base), rows[row++]);
  }
  if (!cut) return;
  painter->setPen(m_content.theme.faint);
  painter->drawText(QPointF(box.left() + 21, base + metrics.height()), rows.back());
}

}  // namespace ptycho
