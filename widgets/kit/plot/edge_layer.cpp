#include <array>
#include <cmath>

#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {
namespace {

Edge edgeOf(double value, bool logarithmic, const std::optional<QCPRange>& trusted) {
  if (std::isnan(value)) return Edge::NotANumber;
  if (std::isinf(value)) return value > 0 ? Edge::AboveAll : Edge::BelowAll;
  if (logarithmic && value <= 0) return Edge::NotPositive;
  if (trusted && value > trusted->upper) return Edge::OutsideAbove;
  if (trusted && value < trusted->lower) return Edge::OutsideBelow;
  return Edge::None;
}

void drawMark(QCPPainter* painter, Edge edge, double x, const QRect& area) {
  constexpr double kHalf = 3.5;
  if (edge == Edge::NotANumber) {
    const double y = area.bottom() - kHalf - 1;
    painter->drawLine(QPointF(x - kHalf, y - kHalf), QPointF(x + kHalf, y + kHalf));
    painter->drawLine(QPointF(x - kHalf, y + kHalf), QPointF(x + kHalf, y - kHalf));
    return;
  }
  const bool above = edge == Edge::AboveAll || edge == Edge::OutsideAbove;
  const double tip = above ? area.top() + 1 : area.bottom() - 1;
  const double foot = above ? tip + 2 * kHalf : tip - 2 * kHalf;
  painter->drawPolygon(QPolygonF({{x, tip}, {x - kHalf, foot}, {x + kHalf, foot}}));
}

}  // namespace

QString EdgeCounts::text() const {
  QStringList parts;
  if (notPositive > 0) parts << QCoreApplication::translate("CurvePlot", "≤ 0 (▾): %1").arg(notPositive);
  if (notANumber > 0) parts << QCoreApplication::translate("CurvePlot", "not a number (×): %1").arg(notANumber);
  if (infinite > 0) parts << QCoreApplication::translate("CurvePlot", "infinite: %1").arg(infinite);
  if (outside == 1) parts << QCoreApplication::translate("CurvePlot", "1 point outside");
  if (outside > 1) parts << QCoreApplication::translate("CurvePlot", "%1 points outside").arg(outside);
  return parts.join(QStringLiteral("   "));
}

std::vector<EdgeSample> edgeSamples(const Curve& curve, bool logarithmic, const std::optional<QCPRange>& trusted) {
  std::vector<EdgeSample> samples;
  const auto& values = curve.faint_y.empty() ? curve.y : curve.faint_y;
  for (std::size_t i = 0; i < std::min(values.size(), curve.x.size()); ++i) {
    const Edge edge = edgeOf(values[i], logarithmic, trusted);
    if (edge != Edge::None) samples.push_back({i, edge});
  }
  return samples;
}

EdgeCounts EdgeLayer::count() const {
  EdgeCounts counts;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    if (!m_content.graphs[k]->visible()) continue;
    for (const EdgeSample& sample : m_content.edges[k]) {
      switch (sample.edge) {
        case Edge::None: break;
        case Edge::NotPositive: ++counts.notPositive; break;
        case Edge::NotANumber: ++counts.notANumber; break;
        case Edge::BelowAll:
        case Edge::AboveAll: ++counts.infinite; break;
        case Edge::OutsideBelow:
        case Edge::OutsideAbove: ++counts.outside; break;
      }
    }
  }
  return counts;
}

void EdgeLayer::drawRings(QCPPainter* painter, const QRect& area) const {
  constexpr double kRadius = 4;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    const Curve& curve = m_content.curves[k];
    const QCPGraph& graph = *m_content.graphs[k];
    if (!graph.visible()) continue;
    painter->setPen(QPen(graph.pen().color(), 1.6));
    painter->setBrush(m_content.theme.ground);
    for (const std::size_t i : curve.rings) {
      if (i >= curve.x.size() || i >= curve.y.size()) continue;
      const QPointF centre(graph.keyAxis()->coordToPixel(curve.x[i]), graph.valueAxis()->coordToPixel(curve.y[i]));
      if (area.contains(centre.toPoint())) painter->drawEllipse(centre, kRadius, kRadius);
    }
  }
}

void EdgeLayer::draw(QCPPainter* painter) {
  const QRect area = mParentPlot->axisRect()->rect();
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    const QCPGraph& graph = *m_content.graphs[k];
    if (!graph.visible()) continue;
    painter->setPen(QPen(graph.pen().color(), 1.4));
    painter->setBrush(graph.pen().color());
    // One mark of each kind every few pixels is enough to be seen, however many there are.
    std::array<double, kEdgeKinds> lastDrawn;
    lastDrawn.fill(-1e9);
    for (const EdgeSample& sample : m_content.edges[k]) {
      const double x = graph.keyAxis()->coordToPixel(m_content.curves[k].x[sample.index]);
      double& last = lastDrawn[static_cast<std::size_t>(sample.edge)];
      if (x < area.left() || x > area.right() || std::abs(x - last) < 3) continue;
      drawMark(painter, sample.edge, x, area);
      last = x;
    }
  }
  drawRings(painter, area);
  const QString text = count().text();
  if (text.isEmpty()) return;
  painter->setFont(mParentPlot->font());
  // Below the marks of the upper edge.
  constexpr int kMarks_px = 9;
  const QFontMetrics metrics = painter->fontMetrics();
  const QRect place(area.left() + 6, area.top() + kMarks_px, metrics.horizontalAdvance(text), metrics.height());
  QColor ground = m_content.theme.ground;
  ground.setAlpha(190);
  painter->fillRect(place.adjusted(-3, 0, 3, 0), ground);
  painter->setPen(m_content.theme.faint);
  painter->drawText(QPointF(place.left(), place.top() + metrics.ascent()), text);
}

}  // namespace ptycho
