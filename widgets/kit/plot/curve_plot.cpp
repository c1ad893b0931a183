#include "widgets/kit/plot/curve_plot.h"

#include <QKeyEvent>

#include "widgets/kit/plot/curve_plot_private.h"

namespace ptycho {

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->owner = this;
  d->build();
  d->connectActions();
  d->applyTheme(screenTheme(palette()));
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setTitle(const QString& title) {
  d->title->setText(title);
  d->plot->setAccessibleName(title);
  d->title->setVisible(!title.isEmpty());
}

void CurvePlot::setAxisLabels(const QString& x, const QString& y, const QString& secondary) {
  d->content.xLabel = x;
  d->plot->xAxis->setLabel(x);
  d->plot->yAxis->setLabel(y);
  d->plot->yAxis2->setLabel(secondary);
  d->replot();
}

void CurvePlot::setCurves(const std::vector<Curve>& curves) {
  d->content.curves = curves;
  d->makeGraphs();
  d->findEdges();
  d->applyTheme(screenTheme(palette()));
  d->showLegend();
  if (d->followsData) d->showEverything();
  d->replot();
}

bool CurvePlot::updateGroup(const QString& group, const std::vector<Curve>& curves) {
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < d->content.curves.size(); ++k) {
    if (groupOf(d->content.curves[k]) == group) places.push_back(k);
  }
  const auto same = [this](std::size_t place, const Curve& curve) { return d->content.curves[place].id == curve.id; };
  if (!std::equal(places.begin(), places.end(), curves.begin(), curves.end(), same)) return false;
  for (std::size_t i = 0; i < places.size(); ++i) d->replaceCurve(places[i], curves[i]);
  if (d->outliersIgnored) d->findEdges();  // what lies outside is a matter of all curves
  if (d->followsData) d->showEverything();
  d->replot();
  return true;
}

void CurvePlot::setReferenceLines(const std::vector<ReferenceLine>& lines) {
  d->content.references = lines;
  if (d->followsData) d->showEverything();
  d->replot();
}

void CurvePlot::setMarks(const std::vector<std::pair<double, QString>>& marks) {
  d->content.marks = marks;
  d->replot();
}

void CurvePlot::setLogY(bool on) {
  d->logY->setChecked(on);
  d->applyScale(d->plot->yAxis, on);
}

void CurvePlot::setLogX(bool on) {
  d->logX->setChecked(on);
  d->applyScale(d->plot->xAxis, on);
}

bool CurvePlot::logY() const { return d->logY->isChecked(); }
bool CurvePlot::logX() const { return d->logX->isChecked(); }

void CurvePlot::setEmptyText(const QString& text) {
  d->content.emptyText = text;
  d->replot();
}

void CurvePlot::setCurveVisible(const QString& id, bool visible) {
  if (visible) d->hidden.erase(id);
  else d->hidden.insert(id);
  for (std::size_t k = 0; k < d->content.curves.size(); ++k) {
    for (auto* graph : {d->content.graphs[k], d->content.faintGraphs[k]}) {
      graph->setVisible(!d->hidden.contains(d->content.curves[k].id));
    }
  }
  d->showLegend();
  d->findEdges();
  if (d->followsData) d->showEverything();
  d->replot();
}

bool CurvePlot::curveVisible(const QString& id) const { return !d->hidden.contains(id); }

void CurvePlot::showCursorAt(double x) {
  d->cursor->moveTo(x);
  d->plot->layer("overlay")->replot();
}

QStringList CurvePlot::cursorLines() const { return d->cursor->lines(); }
QStringList CurvePlot::cursorBoxLines() const { return d->cursor->boxLines(); }
QString CurvePlot::edgeNote() const { return d->edges->count().text(); }

std::pair<double, double> CurvePlot::shownRangeY() const {
  const QCPRange range = d->plot->yAxis->range();
  return {range.lower, range.upper};
}

void CurvePlot::setHighlighted(const QString& group) {
  if (d->highlighted == group) return;
  d->highlighted = group;
  d->applyTheme(d->content.theme);
  d->replot();
}

void CurvePlot::setOutliersIgnored(bool on) {
  d->outliersIgnored = on;
  d->findEdges();
  if (d->followsData) d->showEverything();
  d->replot();
}

void CurvePlot::setFullRangeX(double low, double high) {
  d->fullRangeX = QCPRange(low, high);
  if (d->followsData) d->showEverything();
  d->replot();
}

void CurvePlot::setRangeX(double low, double high) {
  d->followsData = false;
  d->settingRange = true;
  d->plot->xAxis->setRange(low, high);
  d->settingRange = false;
  d->replot();
}

std::pair<double, double> CurvePlot::shownRangeX() const {
  const QCPRange range = d->plot->xAxis->range();
  return {range.lower, range.upper};
}

void CurvePlot::showEverything() {
  d->followsData = true;
  d->showEverything();
  d->replot();
}

void CurvePlot::setClockX(bool on) {
  if (d->clockX == on) return;
  d->clockX = on;
  d->applyTickers();
  d->replot();
}

void CurvePlot::showCursorLine(std::optional<double> x) {
  if (x) d->cursor->placeAt(*x);
  else d->cursor->hide();
  d->plot->layer("overlay")->replot();
}

void CurvePlot::setCursorBoxShown(bool shown) { d->cursor->setBoxShown(shown); }

double CurvePlot::pointerValue() const { return d->pointerValue; }

void CurvePlot::setLegendShown(bool shown) {
  d->legendWanted = shown;
  d->showLegend();
}

void CurvePlot::setLegendBelow() {
  d->header->removeWidget(d->legend);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(8, 0, 8, 0);
  row->addWidget(d->legend);
  d->rows->insertLayout(1, row);
}

void CurvePlot::setCompact(bool compact) {
  d->compact = compact;
  d->logX->setVisible(!compact);
  d->logY->setText(compact ? tr("log") : tr("log y"));
  d->applyTickers();
  d->replot();
  updateGeometry();
}

QStringList CurvePlot::tickLabels(Qt::Orientation axis) const {
  return (axis == Qt::Horizontal ? d->plot->xAxis : d->plot->yAxis)->tickVectorLabels();
}

std::size_t CurvePlot::drawnPoints() const {
  std::size_t points = 0;
  for (const auto* graphs : {&d->content.graphs, &d->content.faintGraphs}) {
    for (const auto* graph : *graphs) points += static_cast<std::size_t>(graph->dataCount());
  }
  return points;
}

double CurvePlot::drawingTime_ms() const { return d->plot->replotTime(true); }

void CurvePlot::repaintNow() { d->plot->replot(QCustomPlot::rpImmediateRefresh); }

QSize CurvePlot::sizeHint() const { return d->compact ? QSize(220, 130) : QSize(420, 240); }
QSize CurvePlot::minimumSizeHint() const { return d->compact ? QSize(140, 100) : QSize(220, 140); }

bool CurvePlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched == d->plot && event->type() == QEvent::KeyPress) {
    const auto* press = static_cast<QKeyEvent*>(event);
    const bool plain = !(press->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (plain && d->keyPressed(press->key())) return true;
  }
  if (watched == d->plot && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
    d->plot->layer("overlay")->replot();
  }
  if (watched == d->plot && event->type() == QEvent::Leave && !d->cursor->boxShown()) {
    showCursorLine(std::nullopt);
    if (!d->hoveredGroup.isEmpty()) Q_EMIT hovered({});
    d->hoveredGroup.clear();
    Q_EMIT cursorLeft();
  }
  return QWidget::eventFilter(watched, event);
}

void CurvePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  d->plot->setFont(font());
  d->applyTheme(screenTheme(palette()));
  d->showLegend();
  d->replot();
}

}  // namespace ptycho
