#include <cmath>

#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {
namespace {

enum class Edge { None, Below, Above, NotANumber };

Edge edgeOf(double value, bool logarithmic) {
  if (std::isnan(value)) return Edge::NotANumber;
  if (value == std::numeric_limits<double>::infinity()) return Edge::Above;
  if (std::isinf(value) || (logarithmic && value <= 0)) return Edge::Below;
  return Edge::None;
}

bool isLogarithmic(const QCPGraph& graph) { return graph.valueAxis()->scaleType() == QCPAxis::stLogarithmic; }

void drawMark(QCPPainter* painter, Edge edge, double x, const QRect& area) {
  constexpr double kHalf = 3.5;
  if (edge == Edge::NotANumber) {
    const double y = area.bottom() - kHalf - 1;
    painter->drawLine(QPointF(x - kHalf, y - kHalf), QPointF(x + kHalf, y + kHalf));
    painter->drawLine(QPointF(x - kHalf, y + kHalf), QPointF(x + kHalf, y - kHalf));
    return;
  }
  const double tip = edge == Edge::Below ? area.bottom() - 1 : area.top() + 1;
  const double foot = edge == Edge::Below ? tip - 2 * kHalf : tip + 2 * kHalf;
  painter->drawPolygon(QPolygonF({{x, tip}, {x - kHalf, foot}, {x + kHalf, foot}}));
}

}  // namespace

QString EdgeCounts::text() const {
  QStringList parts;
  if (notPositive > 0) parts << QCoreApplication::translate("CurvePlot", "≤ 0 (▾): %1").arg(notPositive);
  if (notANumber > 0) parts << QCoreApplication::translate("CurvePlot", "not a number (×): %1").arg(notANumber);
  if (infinite > 0) parts << QCoreApplication::translate("CurvePlot", "infinite: %1").arg(infinite);
  return parts.join(QStringLiteral("   "));
}

EdgeCounts EdgeLayer::count() const {
  EdgeCounts counts;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    if (!m_content.graphs[k]->visible()) continue;
    const bool logarithmic = isLogarithmic(*m_content.graphs[k]);
    for (const double value : m_content.curves[k].y) {
      const Edge edge = edgeOf(value, logarithmic);
      if (edge == Edge::NotANumber) ++counts.notANumber;
      else if (std::isinf(value)) ++counts.infinite;
      else if (edge == Edge::Below) ++counts.notPositive;
    }
  }
  return counts;
}

void EdgeLayer::draw(QCPPainter* painter) {
  const QRect area = mParentPlot->axisRect()->rect();
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    const QCPGraph& graph = *m_content.graphs[k];
    if (!graph.visible()) continue;
    const Curve& curve = m_content.curves[k];
    const bool logarithmic = isLogarithmic(graph);
    painter->setPen(QPen(graph.pen().color(), 1.4));
    painter->setBrush(graph.pen().color());
    double lastDrawn = -1e9;  // one mark a few pixels is enough to be seen, however many there are
    for (std::size_t i = 0; i < curve.y.size(); ++i) {
      const Edge edge = edgeOf(curve.y[i], logarithmic);
      if (edge == Edge::None) continue;
      const double x = graph.keyAxis()->coordToPixel(curve.x[i]);
      if (x < area.left() || x > area.right() || std::abs(x - lastDrawn) < 3) continue;
      drawMark(painter, edge, x, area);
      lastDrawn = x;
    }
  }
  const QString text = count().text();
  if (text.isEmpty()) return;
  painter->setFont(mParentPlot->font());
  painter->setPen(m_content.theme.faint);
  painter->drawText(QPointF(area.left() + 6, area.top() + painter->fontMetrics().ascent() + 2), text);
}

}  // namespace ptycho
