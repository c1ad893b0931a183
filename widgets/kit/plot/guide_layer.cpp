#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {

void GuideLayer::draw(QCPPainter* painter) {
  if (m_content.curves.empty()) return;
  painter->setFont(mParentPlot->font());
  const QRect area = mParentPlot->axisRect()->rect();
  drawShade(painter, area);
  drawMarks(painter, area);
  drawReferences(painter, area);
}

void GuideLayer::drawMarks(QCPPainter* painter, const QRect& area) const {
  double freeFrom = area.left();
  for (const auto& [x, name] : m_content.marks) {
    const double pixel = mParentPlot->xAxis->coordToPixel(x);
    if (pixel < area.left() || pixel > area.right() + 1.5) continue;
    painter->setPen(QPen(blend(m_content.theme.grid, m_content.theme.axis, 0.5), 1, Qt::DashLine));
    painter->drawLine(QPointF(pixel, area.top()), QPointF(pixel, area.bottom()));
    // The name stands left of its line, because a mark is the end of something; it gives way when cramped.
    const double width = painter->fontMetrics().horizontalAdvance(name);
    if (pixel - width - 8 < freeFrom) continue;
    painter->setPen(m_content.theme.faint);
    painter->drawText(QPointF(pixel - width - 4, area.bottom() - 4), name);
    freeFrom = pixel;
  }
}

/// Above the lowest line that asks for it: whatever lies there is worse than that line.
void GuideLayer::drawShade(QCPPainter* painter, const QRect& area) const {
  constexpr int kOpacity = 28;
  const ReferenceLine* lowest = nullptr;
  for (const auto& line : m_content.references) {
    if (line.shade_above && (lowest == nullptr || line.value < lowest->value)) lowest = &line;
  }
  if (lowest == nullptr) return;
  const double pixel = mParentPlot->yAxis->coordToPixel(lowest->value);
  if (!(pixel > area.top())) return;
  QColor fill = lowest->colour.isValid() ? lowest->colour : QColor(0xd0, 0x30, 0x40);
  fill.setAlpha(kOpacity);
  const double bottom = std::min<double>(pixel, area.bottom());
  painter->fillRect(QRectF(area.left(), area.top(), area.width(), bottom - area.top()), fill);
}

void GuideLayer::drawReferences(QCPPainter* painter, const QRect& area) const {
  for (const auto& line : m_content.references) {
    const double pixel = mParentPlot->yAxis->coordToPixel(line.value);
    if (!(pixel >= area.top() && pixel <= area.bottom())) continue;
    painter->setPen(QPen(line.colour.isValid() ? line.colour : m_content.theme.axis, 1, Qt::DashLine));
    painter->drawLine(QPointF(area.left(), pixel), QPointF(area.right(), pixel));
  }
}

void ReferenceLabelLayer::draw(QCPPainter* painter) {
  if (m_content.curves.empty()) return;
  painter->setFont(mParentPlot->font());
  const QFontMetrics metrics = painter->fontMetrics();
  const QRect area = mParentPlot->axisRect()->rect();
  double freeUntil = area.bottom() + 1000.0;
  auto lines = m_content.references;
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  for (const auto& line : lines) {
    const double pixel = mParentPlot->yAxis->coordToPixel(line.value);
    if (!(pixel >= area.top() && pixel <= area.bottom())) continue;
    const QString value = QStringLiteral(" ") + plotNumber(line.value);
    const int room = std::max(0, area.width() - 8 - metrics.horizontalAdvance(value));
    const QString text = metrics.elidedText(line.name, Qt::ElideRight, room) + value;
    double base = pixel - 3;
    if (base - metrics.ascent() < area.top()) base = pixel + metrics.ascent() + 2;
    if (base > freeUntil) continue;
    const QRectF place(area.right() - metrics.horizontalAdvance(text) - 4, base - metrics.ascent(),
                       metrics.horizontalAdvance(text), metrics.height() - 1);
    QColor ground = m_content.theme.ground;
    ground.setAlpha(130);
    painter->fillRect(place.adjusted(-3, 0, 3, 0), ground);
    painter->setPen(line.colour.isValid() ? line.colour : m_content.theme.axis);
    painter->drawText(QPointF(place.left(), base), text);
    freeUntil = base - metrics.height();
  }
}

}  // namespace ptycho
