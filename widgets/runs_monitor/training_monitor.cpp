#include "widgets/runs_monitor/training_monitor.h"

#include <algorithm>

#include <QJsonDocument>
#include <QJsonObject>

#include "widgets/runs_monitor/monitored_spec.h"
#include "widgets/runs_monitor/training_monitor_private.h"

namespace ptycho {
namespace {

/// A run that has curves for the first time is not meant: it is shown at once.
bool differInCurvesOnly(const std::vector<MonitoredRun>& before, const std::vector<MonitoredRun>& after) {
  return std::equal(before.begin(), before.end(), after.begin(), after.end(), [](const auto& a, const auto& b) {
    return a.folder == b.folder && a.name == b.name && a.colour == b.colour && a.visible == b.visible &&
           a.liveness == b.liveness && a.message == b.message && a.spec == b.spec && (a.curves != nullptr) ==
           (b.curves != nullptr);
  });
}

}  // namespace

TrainingMonitor::TrainingMonitor(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>()) {
  d->owner = this;
  d->build();
  d->takeTools();
}

TrainingMonitor::~TrainingMonitor() = default;

void TrainingMonitor::setRuns(const std::vector<MonitoredRun>& runs) {
  const bool grown = differInCurvesOnly(d->runs, runs);
  for (std::size_t k = 0; grown && k < runs.size(); ++k) {
    if (runs[k].curves != d->runs[k].curves) d->grown.insert(runs[k].folder);
  }
  d->runs = runs;
  d->curves.keepOnly(runs);
  if (runs.empty()) d->preview->setRun({}, {}, 0);
  else d->preview->setRun(runs.front().folder, runs.front().name, objectPixelOf(runs.front()));
  if (grown) d->showSoon();
  else d->showAll();
}

void TrainingMonitor::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (d->stale) d->showAll();
}

void TrainingMonitor::setPreview(const QString& folder, const std::shared_ptr<const PreviewRecord>& preview) {
  d->preview->add(folder, preview);
}

void TrainingMonitor::highlight(const QString& folder) { d->showHighlight(folder); }

QByteArray TrainingMonitor::saveLayout() const {
  QJsonObject logarithmic;
  for (const MonitorChart chart : kMonitorCharts) logarithmic[chartInfo(chart).key] = d->plot(chart)->logY();
  const QJsonObject layout{
      {"axis", static_cast<int>(d->tools->axis())},
      {"smoothing", d->tools->smoothing()},
      {"ignore_outliers", d->tools->outliersIgnored()},
      {"batch_statistics", d->tools->batchStatistics()},
      {"discarded", d->tools->discarded()},
      {"order", static_cast<int>(d->readOut->order())},
      {"preview_phase", d->preview->showsPhase()},
      {"log_x", d->plot(MonitorChart::Loss)->logX()},
      {"log_y", logarithmic},
      {"sides", QString::fromLatin1(d->sides->saveState().toBase64())},
      {"besides", QString::fromLatin1(d->besides->saveState().toBase64())},
  };
  return QJsonDocument(layout).toJson(QJsonDocument::Compact);
}

void TrainingMonitor::restoreLayout(const QByteArray& layout) {
  const QJsonObject saved = QJsonDocument::fromJson(layout).object();
  if (saved.isEmpty()) return;
  const int axis = saved["axis"].toInt();
  if (axis >= 0 && axis < kMonitorAxes) d->tools->setAxis(static_cast<MonitorAxis>(axis));
  d->tools->setSmoothing(saved["smoothing"].toDouble(d->tools->smoothing()));
  d->tools->setOutliersIgnored(saved["ignore_outliers"].toBool());
  d->tools->setBatchStatistics(saved["batch_statistics"].toBool(true));
  d->tools->setDiscarded(saved["discarded"].toBool());
  d->readOut->setOrder(static_cast<ReadOutOrder>(std::clamp(saved["order"].toInt(), 0, 3)));
  d->preview->setShowsPhase(saved["preview_phase"].toBool());
  const QJsonObject logarithmic = saved["log_y"].toObject();
  for (const MonitorChart chart : kMonitorCharts) {
    d->plot(chart)->setLogY(logarithmic[chartInfo(chart).key].toBool(d->plot(chart)->logY()));
  }
  d->plot(MonitorChart::Loss)->setLogX(saved["log_x"].toBool());
  d->sides->restoreState(QByteArray::fromBase64(saved["sides"].toString().toLatin1()));
  d->besides->restoreState(QByteArray::fromBase64(saved["besides"].toString().toLatin1()));
}

}  // namespace ptycho
