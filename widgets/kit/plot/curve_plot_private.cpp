#include "widgets/kit/plot/curve_plot_private.h"

#include <cmath>

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace ptycho {
namespace {

QToolButton* scaleButton(const QString& text, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(help);
  button->setCheckable(true);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

void CurvePlot::Private::build() {
  plot = new QCustomPlot(owner);
  plot->setPlottingHint(QCP::phFastPolylines, true);
  plot->setNoAntialiasingOnDrag(true);
  plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plot->setMouseTracking(true);
  plot->setFont(owner->font());
  plot->axisRect()->setMinimumMargins(QMargins(8, 6, 18, 4));
  plot->axisRect()->setupFullAxesBox(false);
  plot->xAxis2->setVisible(false);
  plot->yAxis2->setVisible(false);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
    axis->setNumberFormat("gb");
    axis->setTicker(QSharedPointer<EvenTicker>::create());
  }

  title = new QLabel(owner);
  QFont bold = owner->font();
  bold.setBold(true);
  title->setFont(bold);
  title->hide();
  legend = new CurveLegend(owner);
  legend->hide();
  logX = scaleButton(CurvePlot::tr("log x"), CurvePlot::tr("Logarithmic horizontal axis"), owner);
  logY = scaleButton(CurvePlot::tr("log y"),
                     CurvePlot::tr("Logarithmic vertical axis; values ≤ 0 are marked at the edge"), owner);
  logX->setObjectName("logX");
  logY->setObjectName("logY");

  auto* header = new QHBoxLayout;
  header->setContentsMargins(8, 2, 4, 0);
  header->setSpacing(12);
  header->addWidget(title);
  header->addWidget(legend, 1, Qt::AlignVCenter);
  header->addStretch(0);
  header->addWidget(logX);
  header->addWidget(logY);
  auto* layout = new QVBoxLayout(owner);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(header);
  layout->addWidget(plot, 1);

  new GuideLayer(plot, content);  // the plot's layers own them
  edges = new EdgeLayer(plot, content);
  cursor = new CursorLayer(plot, content);
  makeGraphs();
}

void CurvePlot::Private::connectActions() {
  QObject::connect(logX, &QToolButton::toggled, owner, [this](bool on) { applyScale(plot->xAxis, on); });
  QObject::connect(logY, &QToolButton::toggled, owner, [this](bool on) { applyScale(plot->yAxis, on); });
  QObject::connect(legend, &CurveLegend::toggled, owner,
                   [this](const QString& id) { owner->setCurveVisible(id, !owner->curveVisible(id)); });
  QObject::connect(plot, &QCustomPlot::mouseDoubleClick, owner, [this] {
    followsData = true;
    showEverything();
    replot();
  });
  QObject::connect(plot, &QCustomPlot::mouseWheel, owner, [this] { followsData = false; });
  QObject::connect(plot, &QCustomPlot::mouseMove, owner, [this](QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) {
      followsData = false;
      cursor->hide();
    } else if (cursor->moveTo(plot->xAxis->pixelToCoord(event->position().x()))) {
      Q_EMIT owner->cursorMoved(cursor->position());
    }
    plot->layer("overlay")->replot();
  });
}

void CurvePlot::Private::makeGraphs() {
  const auto& curves = content.curves;
  while (content.graphs.size() > curves.size()) {
    plot->removeGraph(content.graphs.back());
    content.graphs.pop_back();
  }
  while (content.graphs.size() < curves.size()) content.graphs.push_back(plot->addGraph());
  bool secondary = false;
  for (std::size_t k = 0; k < curves.size(); ++k) {
    QCPGraph* graph = content.graphs[k];
    graph->setValueAxis(curves[k].secondary_axis ? plot->yAxis2 : plot->yAxis);
    graph->setVisible(!hidden.contains(curves[k].id));
    secondary = secondary || curves[k].secondary_axis;
    colourOfId.try_emplace(curves[k].id, colourOfId.size());
  }
  plot->yAxis2->setVisible(secondary);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) axis->setVisible(!curves.empty());
  logX->setEnabled(!curves.empty());
  logY->setEnabled(!curves.empty());
}

void CurvePlot::Private::fillGraphs() {
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    const bool logarithmic = content.graphs[k]->valueAxis()->scaleType() == QCPAxis::stLogarithmic;
    QVector<QCPGraphData> points;
    points.reserve(static_cast<qsizetype>(curve.x.size() + curve.breaks.size()));
    auto next = curve.breaks.begin();
    for (std::size_t i = 0; i < std::min(curve.x.size(), curve.y.size()); ++i) {
      const double y = curve.y[i];
      if (next != curve.breaks.end() && *next == i) {
        points.push_back({curve.x[i], std::numeric_limits<double>::quiet_NaN()});
        ++next;
      }
      const bool drawable = std::isfinite(y) && (!logarithmic || y > 0);
      points.push_back({curve.x[i], drawable ? y : std::numeric_limits<double>::quiet_NaN()});
    }
    content.graphs[k]->data()->set(points, std::is_sorted(curve.x.begin(), curve.x.end()));
    // A line cannot show a single point.
    content.graphs[k]->setScatterStyle(points.size() == 1 ? QCPScatterStyle(QCPScatterStyle::ssDisc, 6)
                                                          : QCPScatterStyle());
  }
}

std::vector<LegendEntry> CurvePlot::Private::legendEntries() const {
  std::vector<LegendEntry> entries;
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    entries.push_back(
        {curve.id, curve.name, content.graphs[k]->pen().color(), curve.dashed, !hidden.contains(curve.id)});
  }
  return entries;
}

void CurvePlot::Private::applyScale(QCPAxis* axis, bool logarithmic) {
  axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  if (logarithmic) axis->setTicker(QSharedPointer<LogTicker>::create());
  else axis->setTicker(QSharedPointer<EvenTicker>::create());
  fillGraphs();
  followsData = true;
  showEverything();
  replot();
}

QCPRange CurvePlot::Private::rangeOf(bool horizontal, bool secondary) const {
  const QCPAxis* axis = horizontal ? plot->xAxis : (secondary ? plot->yAxis2 : plot->yAxis);
  const bool logarithmic = axis->scaleType() == QCPAxis::stLogarithmic;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  const auto include = [&](double value) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  };
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    if (!content.graphs[k]->visible() || (!horizontal && curve.secondary_axis != secondary)) continue;
    for (const double value : horizontal ? curve.x : curve.y) include(value);
  }
  if (!horizontal && !secondary) {
    for (const auto& line : content.references) include(line.value);
  }
  if (!(low <= high)) return logarithmic ? QCPRange(0.1, 10) : QCPRange(0, 1);
  if (logarithmic) {
    const double pad = std::max(std::pow(high / low, 0.06), 1.05);
    return {low / (horizontal ? 1 : pad), high * (horizontal ? 1 : pad)};
  }
  double pad = (high - low) * (horizontal ? 0.0 : 0.06);
  if (high == low) pad = std::max(std::abs(high) * 0.05, 0.5);
  return {low - pad, high + pad};
}

void CurvePlot::Private::showEverything() {
  plot->xAxis->setRange(rangeOf(true, false));
  plot->yAxis->setRange(rangeOf(false, false));
  plot->yAxis2->setRange(rangeOf(false, true));
}

void CurvePlot::Private::replot() { plot->replot(QCustomPlot::rpQueuedReplot); }

}  // namespace ptycho
