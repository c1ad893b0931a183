#include "widgets/kit/plot/curve_plot_private.h"

#include <cmath>

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
  plot->setFocusPolicy(Qt::StrongFocus);
  plot->setFont(owner->font());
  plot->axisRect()->setMinimumMargins(QMargins(8, 6, 18, 4));
  plot->axisRect()->setupFullAxesBox(false);
  plot->xAxis2->setVisible(false);
  plot->yAxis2->setVisible(false);
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
    axis->setNumberFormat("gb");
    axis->setTicker(QSharedPointer<SparseTicker<EvenTicker>>::create(axis));
  }
  plot->addLayer("faint", plot->layer("main"), QCustomPlot::limBelow);
  plot->installEventFilter(owner);

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

  header = new QHBoxLayout;
  header->setContentsMargins(8, 2, 4, 0);
  header->setSpacing(12);
  header->addWidget(title);
  header->addWidget(legend, 1, Qt::AlignVCenter);
  header->addStretch(0);
  header->addWidget(logX);
  header->addWidget(logY);
  rows = new QVBoxLayout(owner);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addLayout(header);
  rows->addWidget(plot, 1);

  new GuideLayer(plot, content);  // the plot's layers own them
  new BandLayer(plot, content);
  new ReferenceLabelLayer(plot, content);
  edges = new EdgeLayer(plot, content);
  cursor = new CursorLayer(plot, content);
  makeGraphs();
}

void CurvePlot::Private::connectActions() {
  QObject::connect(logX, &QToolButton::toggled, owner, [this](bool on) {
    applyScale(plot->xAxis, on);
    Q_EMIT owner->logXToggled(on);
  });
  QObject::connect(logY, &QToolButton::toggled, owner, [this](bool on) {
    applyScale(plot->yAxis, on);
    Q_EMIT owner->logYToggled(on);
  });
  QObject::connect(legend, &CurveLegend::toggled, owner,
                   [this](const QString& id) { owner->setCurveVisible(id, !owner->curveVisible(id)); });
  QObject::connect(plot, &QCustomPlot::mouseDoubleClick, owner, [this] {
    owner->showEverything();
    Q_EMIT owner->everythingShown();
  });
  QObject::connect(plot, &QCustomPlot::mouseWheel, owner, [this] { followsData = false; });
  QObject::connect(plot, &QCustomPlot::mouseMove, owner, [this](QMouseEvent* event) { pointerMoved(event); });
  QObject::connect(plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), owner,
                   [this](const QCPRange& range) {
                     if (!settingRange && !followsData) Q_EMIT owner->rangeXChanged(range.lower, range.upper);
                   });
  // The widget is a little wider than its axes, so a column is never wider than a pixel.
  QObject::connect(plot, &QCustomPlot::beforeReplot, owner, [this] { fillGraphs(plot->width()); });
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

void CurvePlot::Private::showLegend() {
  const bool several = content.curves.size() > 1 && legendWanted;
  legend->setEntries(several ? legendEntries() : std::vector<LegendEntry>{});
}

void CurvePlot::Private::applyScale(QCPAxis* axis, bool logarithmic) {
  axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  applyTickers();
  stale.assign(content.curves.size(), true);
  findEdges();
  followsData = true;
  showEverything();
  replot();
}

void CurvePlot::Private::applyTickers() {
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
    if (axis == plot->xAxis && clockX) {
      axis->setTicker(QSharedPointer<SparseTicker<ClockTicker>>::create(axis));
    } else if (axis->scaleType() == QCPAxis::stLogarithmic) {
      axis->setTicker(QSharedPointer<SparseTicker<LogTicker>>::create(axis));
    } else {
      axis->setTicker(QSharedPointer<SparseTicker<EvenTicker>>::create(axis));
    }
    axis->ticker()->setTickCount(compact ? 3 : 5);
  }
}

void CurvePlot::Private::showEverything() {
  settingRange = true;
  plot->xAxis->setRange(rangeX());
  plot->yAxis->setRange(rangeY(false));
  plot->yAxis2->setRange(rangeY(true));
  settingRange = false;
}

QString CurvePlot::Private::groupAt(QPointF pixel) const {
  constexpr double kReach_px = 8;
  QString group;
  double nearest = kReach_px;
  const double x = plot->xAxis->pixelToCoord(pixel.x());
  for (std::size_t k = 0; k < content.curves.size(); ++k) {
    const Curve& curve = content.curves[k];
    const auto right = std::lower_bound(curve.x.begin(), curve.x.end(), x) - curve.x.begin();
    if (!content.graphs[k]->visible() || right == 0 || right >= static_cast<std::ptrdiff_t>(curve.y.size())) continue;
    const auto at = [&](std::ptrdiff_t i) {
      const auto index = static_cast<std::size_t>(i);
      return content.graphs[k]->coordsToPixels(curve.x[index], curve.y[index]);
    };
    const QPointF from = at(right - 1);
    const QPointF to = at(right);
    const double share = to.x() > from.x() ? (pixel.x() - from.x()) / (to.x() - from.x()) : 0;
    const double distance = std::abs(from.y() + share * (to.y() - from.y()) - pixel.y());
    if (!(distance < nearest)) continue;
    nearest = distance;
    group = groupOf(curve);
  }
  return group;
}

void CurvePlot::Private::pointerMoved(QMouseEvent* event) {
  pointerValue = plot->yAxis->pixelToCoord(event->position().y());
  if (event->buttons() & Qt::LeftButton) {
    followsData = false;
    cursor->hide();
  } else if (cursor->moveTo(plot->xAxis->pixelToCoord(event->position().x()))) {
    Q_EMIT owner->cursorMoved(cursor->position());
    if (const QString group = groupAt(event->position()); group != hoveredGroup) {
      hoveredGroup = group;
      Q_EMIT owner->hovered(group);
    }
  }
  plot->layer("overlay")->replot();
}

bool CurvePlot::Private::keyPressed(int key) {
  constexpr double kZoom = 0.8;
  switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      if (cursor->moveOn(key == Qt::Key_Right)) Q_EMIT owner->cursorMoved(cursor->position());
      plot->layer("overlay")->replot();
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
      followsData = false;
      plot->xAxis->scaleRange(key == Qt::Key_Plus ? kZoom : 1 / kZoom,
                              cursor->shown() ? cursor->position() : plot->xAxis->range().center());
      replot();
      return true;
    case Qt::Key_0:
      owner->showEverything();
      Q_EMIT owner->everythingShown();
      return true;
    default: break;
  }
  const int curve = key - Qt::Key_1;  // the legend by its order
  if (curve < 0 || curve > 8 || curve >= static_cast<int>(content.curves.size()) || !legend->isVisible()) return false;
  const QString id = content.curves[static_cast<std::size_t>(curve)].id;
  owner->setCurveVisible(id, !owner->curveVisible(id));
  return true;
}

void CurvePlot::Private::replot() { plot->replot(QCustomPlot::rpQueuedReplot); }

}  // namespace ptycho
