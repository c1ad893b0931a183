#include <cmath>

#include "widgets/models/curve_thinning.h"
#include "widgets/kit/plot/plot_layers.h"

namespace ptycho {

void BandLayer::draw(QCPPainter* painter) {
  constexpr int kOpacity = 50;
  for (std::size_t k = 0; k < m_content.curves.size(); ++k) {
    const Curve& curve = m_content.curves[k];
    const QCPGraph& graph = *m_content.graphs[k];
    if (!graph.visible() || curve.band_low.empty() || curve.band_high.empty()) continue;
    const QCPRange range = graph.keyAxis()->range();
    const bool positiveX = graph.keyAxis()->scaleType() == QCPAxis::stLogarithmic;
    const auto edges = columnEdges(range.lower, range.upper, static_cast<std::size_t>(mParentPlot->width()), positiveX);
    const bool logarithmic = graph.valueAxis()->scaleType() == QCPAxis::stLogarithmic;
    auto outline = thinnedCurve(curve.x, curve.band_high, {}, edges, logarithmic);
    const auto low = thinnedCurve(curve.x, curve.band_low, {}, edges, logarithmic);
    outline.insert(outline.end(), low.rbegin(), low.rend());
    QPolygonF polygon;
    for (const CurvePoint& point : outline) {
      if (std::isnan(point.y) || (positiveX && point.x <= 0)) continue;
      polygon << QPointF(graph.keyAxis()->coordToPixel(point.x), graph.valueAxis()->coordToPixel(point.y));
    }
    QColor fill = graph.pen().color();
    fill.setAlpha(fill.alpha() * kOpacity / 255);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(polygon);
  }
}

}  // namespace ptycho
