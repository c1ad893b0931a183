#include <cmath>

#include "widgets/kit/plot/curve_plot_private.h"
#include "widgets/models/curve_thinning.h"

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

}  // namespace

void ValueSpan::include(double value) {
  if (!std::isfinite(value)) return;
  low = std::min(low, value);
  high = std::max(high, value);
  if (value > 0) low_positive = std::min(low_positive, value);
}

void ValueSpan::include(const std::vector<double>& values) {
  for (const double value : values) include(value);
}

void ValueSpan::include(const ValueSpan& other) {
  low = std::min(low, other.low);
  low_positive = std::min(low_positive, other.low_positive);
  high = std::max(high, other.high);
}

QCPRange ValueSpan::range(bool logarithmic, double margin) const {
  const double from = logarithmic ? low_positive : low;
  if (!(from <= high)) return logarithmic ? QCPRange(0.1, 10) : QCPRange(0, 1);
  if (logarithmic) {
    const bool exact = margin == 0 && from < high;
    const double pad = exact ? 1.0 : std::max(std::pow(high / from, margin), 1.05);
    return {from / pad, high * pad};
  }
  double pad = (high - from) * margin;
  if (high == from) pad = std::max(std::abs(high) * 0.05, 0.5);
  return {from - pad, high + pad};
}

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
  stale.assign(curves.size(), true);
  found.clear();
  for (const Curve& curve : curves) found.push_back(measured(curve));
}

CurvePlot::Private::Found CurvePlot::Private::measured(const Curve& curve) {
  Found all;
  all.x.include(curve.x);
  for (const auto* values : {&curve.y, &curve.faint_y, &curve.band_low, &curve.band_high}) all.y.include(*values);
  all.sorted = std::is_sorted(curve.x.begin(), curve.x.end());
  return all;
}

void CurvePlot::Private::replaceCurve(std::size_t k, const Curve& curve) {
  content.curves[k] = curve;
  found[k] = measured(curve);
  stale[k] = true;
  findEdgesOf(k);
}

void CurvePlot::Private::fillGraphs(int columns) {
  const QCPRange range = plot->xAxis->range();
  const bool moved = range != thinnedRange || columns != thinnedWidth;
  const bool changed = std::find(stale.begin(), stale.end(), true) != stale.end();
  if (!changed && !moved) return;
  const auto edges =
      columnEdges(range.lower, range.upper, static_cast<std::size_t>(std::max(1, columns)), isLogarithmic(plot->xAxis));
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    const bool isLong = curve.x.size() > kLong && found[k].sorted;
    if (!stale[k] && !(isLong && moved)) continue;
    const bool logarithmic = isLogarithmic(content.graphs[k]->valueAxis());
    const auto fill = [&](QCPGraph* graph, const std::vector<double>& y) {
      const auto points =
          isLong ? thinnedCurve(curve.x, y, curve.breaks, edges, logarithmic) : wholeCurve(curve, y, logarithmic);
      graph->data()->set(graphData(points, isLogarithmic(plot->xAxis)),
                         found[k].sorted);
      // A line cannot show a single point.
      graph->setScatterStyle(points.size() == 1 ? QCPScatterStyle(QCPScatterStyle::ssDisc, 6) : QCPScatterStyle());
    };
    fill(content.graphs[k], curve.y);
    fill(content.faintGraphs[k], curve.faint_y);
  }
  stale.assign(content.curves.size(), false);
  thinnedRange = range;
  thinnedWidth = columns;
}

void CurvePlot::Private::findEdges() {
  content.trusted = trustedRange();
  content.edges.resize(content.curves.size());
  for (std::size_t k = 0; k < content.curves.size(); ++k) findEdgesOf(k);
}

void CurvePlot::Private::findEdgesOf(std::size_t k) {
  const Curve& curve = content.curves[k];
  content.edges[k] = edgeSamples(curve, isLogarithmic(content.graphs[k]->valueAxis()),
                                 curve.secondary_axis ? std::nullopt : content.trusted);
}

QCPRange CurvePlot::Private::rangeX() const {
  ValueSpan all;
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    if (content.graphs[k]->visible()) all.include(found[k].x);
  }
  if (fullRangeX) {
    all.include(fullRangeX->lower);
    all.include(fullRangeX->upper);
  }
  return all.range(isLogarithmic(plot->xAxis), 0);
}

QCPRange CurvePlot::Private::rangeY(bool secondary) const {
  ValueSpan all;
  if (!secondary && content.trusted) {
    all.include(content.trusted->lower);
    all.include(content.trusted->upper);
  } else {
    for (std::size_t k = 0; k < content.curves.size(); ++k) {
      if (content.graphs[k]->visible() && content.curves[k].secondary_axis == secondary) all.include(found[k].y);
    }
  }
  if (!secondary) {
    for (const auto& line : content.references) all.include(line.value);
  }
  return all.range(isLogarithmic(secondary ? plot->yAxis2 : plot->yAxis), 0.06);
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
