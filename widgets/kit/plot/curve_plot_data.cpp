#include <cmath>

#include "widgets/kit/plot/curve_plot_private.h"
#include "widgets/kit/plot/curve_thinning.h"

namespace ptycho {
namespace {

constexpr double kTrustedShare = 0.9;

bool isLogarithmic(const QCPAxis* axis) { return axis->scaleType() == QCPAxis::stLogarithmic; }

/// @param positiveX  places ≤ 0 are not on the axis (logarithmic), and no line leads there
QVector<QCPGraphData> graphData(const std::vector<CurvePoint>& points, bool positiveX) {
  QVector<QCPGraphData> data;
  data.reserve(static_cast<qsizetype>(points.size()));
  for (const CurvePoint& point : points) {
    if (!positiveX || point.x > 0) data.push_back({point.x, point.y});
  }
  return data;
}

/// All samples as they are, each a column of its own.
std::vector<CurvePoint> wholeCurve(const Curve& curve, const std::vector<double>& y, bool logarithmic) {
  std::vector<CurvePoint> points;
  auto next = curve.breaks.begin();
  for (std::size_t i = 0; i < std::min(curve.x.size(), y.size()); ++i) {
    if (next != curve.breaks.end() && *next == i) {
      points.push_back({curve.x[i], std::numeric_limits<double>::quiet_NaN()});
      ++next;
    }
    const bool drawable = std::isfinite(y[i]) && (!logarithmic || y[i] > 0);
    points.push_back({curve.x[i], drawable ? y[i] : std::numeric_limits<double>::quiet_NaN()});
  }
  return points;
}

/// The least and the greatest of what has a place on the axis.
class Extent {
 public:
  explicit Extent(bool logarithmic) : m_logarithmic(logarithmic) {}
  void include(double value) {
    if (!std::isfinite(value) || (m_logarithmic && value <= 0)) return;
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
  }
  void include(const std::vector<double>& values) {
    for (const double value : values) include(value);
  }
  /// @param margin  share of the range that is left free at both ends
  [[nodiscard]] QCPRange range(double margin) const {
    if (!(m_low <= m_high)) return m_logarithmic ? QCPRange(0.1, 10) : QCPRange(0, 1);
    if (m_logarithmic) {
      const bool exact = margin == 0 && m_low < m_high;
      const double pad = exact ? 1.0 : std::max(std::pow(m_high / m_low, margin), 1.05);
      return {m_low / pad, m_high * pad};
    }
    double pad = (m_high - m_low) * margin;
    if (m_high == m_low) pad = std::max(std::abs(m_high) * 0.05, 0.5);
    return {m_low - pad, m_high + pad};
  }

 private:
  bool m_logarithmic;
  double m_low = std::numeric_limits<double>::infinity();
  double m_high = -std::numeric_limits<double>::infinity();
};

}  // namespace

const QString& groupOf(const Curve& curve) { return curve.group.isEmpty() ? curve.id : curve.group; }

void CurvePlot::Private::makeGraphs() {
  const auto& curves = content.curves;
  for (auto* graphs : {&content.graphs, &content.faintGraphs}) {
    while (graphs->size() > curves.size()) {
      plot->removeGraph(graphs->back());
      graphs->pop_back();
    }
    while (graphs->size() < curves.size()) {
      graphs->push_back(plot->addGraph());
      // Thinned by ourselves: QCustomPlot's own loses a spike where its column begins with not a number.
      graphs->back()->setAdaptiveSampling(false);
      if (graphs == &content.faintGraphs) graphs->back()->setLayer("faint");
    }
  }
  bool secondary = false;
  for (std::size_t k = 0; k < curves.size(); ++k) {
    for (QCPGraph* graph : {content.graphs[k], content.faintGraphs[k]}) {
      graph->setValueAxis(curves[k].secondary_axis ? plot->yAxis2 : plot->yAxis);
      graph->setVisible(!hidden.contains(curves[k].id));
    }
    content.faintGraphs[k]->setAntialiased(false);
    secondary = secondary || curves[k].secondary_axis;
    colourOfId.try_emplace(curves[k].id, colourOfId.size());
  }
  plot->yAxis2->setVisible(secondary);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) axis->setVisible(!curves.empty());
  logX->setEnabled(!curves.empty());
  logY->setEnabled(!curves.empty());
  stale = true;
}

void CurvePlot::Private::fillGraphs(int columns) {
  const QCPRange range = plot->xAxis->range();
  const bool moved = range != thinnedRange || columns != thinnedWidth;
  if (!stale && !moved) return;
  const auto edges =
      columnEdges(range.lower, range.upper, static_cast<std::size_t>(std::max(1, columns)), isLogarithmic(plot->xAxis));
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    const bool isLong = curve.x.size() > kLong && std::is_sorted(curve.x.begin(), curve.x.end());
    if (!stale && !isLong) continue;
    const bool logarithmic = isLogarithmic(content.graphs[k]->valueAxis());
    const auto fill = [&](QCPGraph* graph, const std::vector<double>& y) {
      const auto points =
          isLong ? thinnedCurve(curve.x, y, curve.breaks, edges, logarithmic) : wholeCurve(curve, y, logarithmic);
      graph->data()->set(graphData(points, isLogarithmic(plot->xAxis)),
                         isLong || std::is_sorted(curve.x.begin(), curve.x.end()));
      // A line cannot show a single point.
      graph->setScatterStyle(points.size() == 1 ? QCPScatterStyle(QCPScatterStyle::ssDisc, 6) : QCPScatterStyle());
    };
    fill(content.graphs[k], curve.y);
    fill(content.faintGraphs[k], curve.faint_y);
  }
  stale = false;
  thinnedRange = range;
  thinnedWidth = columns;
}

void CurvePlot::Private::findEdges() {
  content.trusted = trustedRange();
  content.edges.resize(content.curves.size());
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    content.edges[k] = edgeSamples(curve, isLogarithmic(content.graphs[k]->valueAxis()),
                                   curve.secondary_axis ? std::nullopt : content.trusted);
  }
}

QCPRange CurvePlot::Private::rangeX() const {
  Extent extent(isLogarithmic(plot->xAxis));
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    if (content.graphs[k]->visible()) extent.include(content.curves[k].x);
  }
  if (fullRangeX) {
    extent.include(fullRangeX->lower);
    extent.include(fullRangeX->upper);
  }
  return extent.range(0);
}

QCPRange CurvePlot::Private::rangeY(bool secondary) const {
  const bool logarithmic = isLogarithmic(secondary ? plot->yAxis2 : plot->yAxis);
  Extent extent(logarithmic);
  if (!secondary && content.trusted) {
    extent.include(content.trusted->lower);
    extent.include(content.trusted->upper);
  } else {
    for (std::size_t k = 0; k < content.curves.size(); ++k) {
      const Curve& curve = content.curves[k];
      if (!content.graphs[k]->visible() || curve.secondary_axis != secondary) continue;
      for (const auto* values : {&curve.y, &curve.faint_y, &curve.band_low, &curve.band_high}) extent.include(*values);
    }
  }
  if (!secondary) {
    for (const auto& line : content.references) extent.include(line.value);
  }
  return extent.range(0.06);
}

std::optional<QCPRange> CurvePlot::Private::trustedRange() const {
  if (!outliersIgnored) return std::nullopt;
  std::vector<double> values;
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    if (!content.graphs[k]->visible() || curve.secondary_axis) continue;
    const auto& measured = curve.faint_y.empty() ? curve.y : curve.faint_y;
    values.insert(values.end(), measured.begin(), measured.end());
  }
  if (isLogarithmic(plot->yAxis)) std::erase_if(values, [](double value) { return value <= 0; });
  const ValueRange middle = middleShare(values, kTrustedShare);
  if (!(middle.low < middle.high)) return std::nullopt;
  return QCPRange(middle.low, middle.high);
}

}  // namespace ptycho
