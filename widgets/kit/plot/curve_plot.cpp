#include "widgets/kit/plot/curve_plot.h"

#include <QEvent>

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
  d->fillGraphs();
  d->applyTheme(screenTheme(palette()));
  d->legend->setEntries(curves.size() > 1 ? d->legendEntries() : std::vector<LegendEntry>{});
  if (d->followsData) d->showEverything();
  d->replot();
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
    d->content.graphs[k]->setVisible(!d->hidden.contains(d->content.curves[k].id));
  }
  d->legend->setEntries(d->content.curves.size() > 1 ? d->legendEntries() : std::vector<LegendEntry>{});
  if (d->followsData) d->showEverything();
  d->replot();
}

bool CurvePlot::curveVisible(const QString& id) const { return !d->hidden.contains(id); }

void CurvePlot::showCursorAt(double x) {
  d->cursor->moveTo(x);
  d->plot->layer("overlay")->replot();
}

QStringList CurvePlot::cursorLines() const { return d->cursor->lines(); }
QString CurvePlot::edgeNote() const { return d->edges->count().text(); }

std::pair<double, double> CurvePlot::shownRangeY() const {
  const QCPRange range = d->plot->yAxis->range();
  return {range.lower, range.upper};
}

QSize CurvePlot::sizeHint() const { return {420, 240}; }
QSize CurvePlot::minimumSizeHint() const { return {220, 140}; }

void CurvePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  d->plot->setFont(font());
  d->applyTheme(screenTheme(palette()));
  d->legend->setEntries(d->content.curves.size() > 1 ? d->legendEntries() : std::vector<LegendEntry>{});
  d->replot();
}

}  // namespace ptycho
