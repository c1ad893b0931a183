#include "widgets/kit/plot/vector_layer.h"

#include <cmath>

#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {
namespace {

constexpr double kReference_px = 70;  ///< longest reference arrow on the screen
constexpr double kHead_px = 5;

}  // namespace

double roundedDown(double value) {
  if (!(value > 0) || !std::isfinite(value)) return 0;
  const double decade = std::pow(10.0, std::floor(std::log10(value)));
  for (const double digit : {5.0, 2.0}) {
    if (digit * decade <= value * (1 + 1e-12)) return digit * decade;
  }
  return decade;
}

QPointF VectorLayer::toPixel(QPointF place) const {
  return {mParentPlot->xAxis->coordToPixel(place.x()), mParentPlot->yAxis->coordToPixel(place.y())};
}

double VectorLayer::pixelsPerUnit() const {
  return std::abs(mParentPlot->xAxis->coordToPixel(1) - mParentPlot->xAxis->coordToPixel(0));
}

double VectorLayer::reference() const {
  const double scale = pixelsPerUnit() * m_content.magnification;
  if (m_content.vectors.empty() || m_content.largest <= 0 || scale <= 0) return 0;
  return roundedDown(kReference_px / scale);
}

void VectorLayer::draw(QCPPainter* painter) {
  const QCPRange range(0, m_content.largest > 0 ? m_content.largest : 1);
  auto gradient = m_content.gradient;
  for (const PlotVector& vector : m_content.vectors) {
    const QColor colour = QColor::fromRgb(gradient.color(lengthOf(vector), range));
    const QPointF from = toPixel(vector.from);
    drawArrow(painter, from, toPixel(vector.from + m_content.magnification * vector.by), colour);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_content.theme.axis);
    painter->drawEllipse(from, 1.6, 1.6);
    if (!vector.marked) continue;
    painter->setPen(QPen(m_content.theme.curve(1), 1.4));
    painter->setBrush(Qt::NoBrush);
    painter->drawEllipse(from, 6, 6);
  }
  if (m_content.chosen >= 0 && m_content.chosen < static_cast<int>(m_content.vectors.size())) {
    painter->setPen(QPen(m_content.theme.text, 1.6));
    painter->setBrush(Qt::NoBrush);
    painter->drawEllipse(toPixel(m_content.vectors[static_cast<std::size_t>(m_content.chosen)].from), 8, 8);
  }
  drawReference(painter);
}

void VectorLayer::drawArrow(QCPPainter* painter, QPointF from, QPointF to, const QColor& colour) const {
  const QPointF along = to - from;
  const double length = std::hypot(along.x(), along.y());
  painter->setPen(QPen(colour, 1.8));
  painter->drawLine(from, to);
  if (length < 2) return;
  const double head = std::min(kHead_px, 0.5 * length);
  const QPointF unit = along / length;
  const QPointF across(-unit.y(), unit.x());
  painter->setBrush(colour);
  painter->drawPolygon(QPolygonF({to, to - head * unit + 0.5 * head * across, to - head * unit - 0.5 * head * across}));
}

void VectorLayer::drawReference(QCPPainter* painter) const {
  const double stands = reference();
  if (stands <= 0) return;
  const QRect area = mParentPlot->axisRect()->rect();
  const QString text = plotNumber(stands) + QStringLiteral(" px");
  painter->setFont(mParentPlot->font());
  const QFontMetrics metrics = painter->fontMetrics();
  const double shown = stands * m_content.magnification * pixelsPerUnit();
  const double width = std::max<double>(shown, metrics.horizontalAdvance(text)) + 12;
  const QRectF box(area.right() - width - 4, area.bottom() - metrics.height() - 16, width, metrics.height() + 12);
  QColor ground = m_content.theme.ground;
  ground.setAlpha(215);
  painter->setPen(Qt::NoPen);
  painter->setBrush(ground);
  painter->drawRect(box);
  const double y = box.top() + 6;
  drawArrow(painter, {box.center().x() - shown / 2, y}, {box.center().x() + shown / 2, y}, m_content.theme.text);
  painter->setPen(m_content.theme.text);
  painter->drawText(box.adjusted(0, 9, 0, 0), Qt::AlignHCenter | Qt::AlignTop, text);
}

}  // namespace ptycho
