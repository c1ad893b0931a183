#include <algorithm>
#include <cmath>
#include <iterator>

#include <QDateTime>

#include "widgets/kit/status/status_colour.h"
#include "widgets/models/curve_smoothing.h"
#include "widgets/models/run_row.h"
#include "widgets/runs_monitor/reference_lines.h"
#include "widgets/runs_monitor/time_left.h"
#include "widgets/runs_monitor/training_monitor_private.h"

namespace ptycho {
namespace {

/// "step 1540", "12 min 3 s", "14:02:11".
QString placeText(const MonitorView& view, double place) {
  switch (view.axis) {
    case MonitorAxis::ComputeTime:
    case MonitorAxis::SinceStart: return durationText(place / view.scale.factor);
    case MonitorAxis::Clock:
      return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(1000 * place)).toString("HH:mm:ss");
    default: return axisScale(view.axis, 0).label + QStringLiteral(" ") + QString::number(place, 'g', 6);
  }
}

}  // namespace

void TrainingMonitor::Private::takeTools() {
  const MonitorAxis before = view.axis;
  view.axis = tools->axis();
  view.smoothing = tools->smoothing();
  view.batch_statistics = tools->batchStatistics();
  view.discarded = tools->discarded();
  if (view.axis != before) cursor.reset();
  // A range chosen on one axis means nothing on another; a clock has no logarithm.
  for (CurvePlot* chart : plots) {
    if (view.axis != before) chart->showEverything();
    if (view.axis == MonitorAxis::Clock && chart->logX()) chart->setLogX(false);
    chart->setOutliersIgnored(tools->outliersIgnored());
  }
  showAll();
}

void TrainingMonitor::Private::showSoon() {
  constexpr double kShare = 40;  // drawing may take this part of the time
  stale = true;
  if (!owner->isVisible() || later.isActive()) return;
  double painting_ms = 0;
  for (const CurvePlot* chart : plots) painting_ms += chart->drawingTime_ms();
  const double pause_ms = kShare * (cost_ms + painting_ms);
  const auto passed_ms = static_cast<double>(sinceDrawn.isValid() ? sinceDrawn.elapsed() : 0);
  if (passed_ms >= pause_ms) showAll();
  else later.start(static_cast<int>(pause_ms - passed_ms));
}

void TrainingMonitor::Private::showAll() {
  QElapsedTimer spent;
  spent.start();
  later.stop();
  stale = false;
  tools->groups().setFields(groupFields(shownRuns()));
  const ShownExtent extent = shownExtent(runs, view.axis);
  const bool any = extent.low <= extent.high;
  view.scale = axisScale(view.axis, any ? extent.high : 0);
  if (any && extent.without_place == 1) view.scale.label += TrainingMonitor::tr("; 1 run does not say");
  if (any && extent.without_place > 1) {
    view.scale.label += TrainingMonitor::tr("; %1 runs do not say").arg(extent.without_place);
  }
  view.smoothing_length = smoothingLength(view.smoothing, roundedUpSpan(extent.step_span));
  for (const MonitorChart chart : kMonitorCharts) {
    CurvePlot* shown = plot(chart);
    shown->setClockX(view.scale.clock);
    const double low = shown->logX() ? extent.low_positive : extent.low;
    if (any) shown->setFullRangeX(low * view.scale.factor, extent.high * view.scale.factor);
    showChart(chart);
  }
  tools->setDiscardedPossible(std::any_of(runs.begin(), runs.end(), [](const MonitoredRun& run) {
    return run.visible && run.curves && !(run.curves->discarded.empty() && run.curves->discarded_validation.empty());
  }));
  alerts->setRuns(runs);
  left->setText(timeLeftText(runs));
  left->setVisible(!left->text().isEmpty());
  showReadOut();
  cost_ms = 1e-6 * static_cast<double>(spent.nsecsElapsed());
  sinceDrawn.start();
}

void TrainingMonitor::Private::showChart(MonitorChart chart) {
  CurvePlot* shown = plot(chart);
  const bool small = chartInfo(chart).small;
  shown->setEmptyText(emptyText(chart));
  shown->setAxisLabels(small ? QString() : view.scale.label, {});
  shown->setReferenceLines(referenceLines(chart, runs, signalColour(Signal::Bad, owner->palette()),
                                          signalColour(Signal::Quiet, owner->palette())));
  shown->setMarks(resumeMarks());
  auto made = curves.curves(chart, runs, view);
  const auto field = tools->groups().field();
  if (field) {
    made = groupedCurves(made, shownRuns(), *field, tools->groups().centre(), tools->groups().spread());
  }
  shown->setLegendShown(field && chart == MonitorChart::Loss);
  shown->setCurves(made);
}

QString TrainingMonitor::Private::emptyText(MonitorChart chart) const {
  const bool small = chartInfo(chart).small;
  if (runs.empty()) return small ? QString() : TrainingMonitor::tr("Choose a training to see its curves.");
  const auto shown = [](const MonitoredRun& run) { return run.visible && run.curves; };
  if (std::none_of(runs.begin(), runs.end(), shown))
    return small ? QString() : TrainingMonitor::tr("No run is shown; tick one in the list.");
  if (view.axis == MonitorAxis::Clock || view.axis == MonitorAxis::SinceStart) {
    return small ? TrainingMonitor::tr("No times")
                 : TrainingMonitor::tr("These runs did not record the time of day. Choose another axis.");
  }
  return small ? TrainingMonitor::tr("Nothing yet") : TrainingMonitor::tr("Nothing recorded yet.");
}

std::vector<std::pair<double, QString>> TrainingMonitor::Private::resumeMarks() const {
  std::vector<std::pair<double, QString>> marks;
  for (const MonitoredRun& run : runs) {
    if (!run.visible || !run.curves) continue;
    for (const double step : run.curves->resumed_at) {
      const double place = view.scale.factor * placeOfStep(run, step, view.axis);
      if (std::isfinite(place)) marks.emplace_back(place, TrainingMonitor::tr("resumed"));
    }
  }
  std::sort(marks.begin(), marks.end());
  return marks;
}

void TrainingMonitor::Private::showReadOut() {
  auto rows = readOutRows(read, runs, view, cursor, curves);
  sortRows(rows, readOut->order(), plot(read)->pointerValue());
  const QString name = chartInfo(read).title;
  readOut->setRows(cursor ? TrainingMonitor::tr("%1 at %2").arg(name, placeText(view, *cursor))
                          : TrainingMonitor::tr("%1, last").arg(name),
                   rows);
  readOut->setHighlighted(highlighted);
}

void TrainingMonitor::Private::showCursor(MonitorChart from, std::optional<double> place) {
  cursor = place;
  if (place) read = from;
  for (const MonitorChart chart : kMonitorCharts) {
    if (chart != from) plot(chart)->showCursorLine(place);
  }
  showReadOut();
}

void TrainingMonitor::Private::showHighlight(const QString& folder) {
  if (highlighted == folder) return;
  highlighted = folder;
  const QString shown = standIn(folder);
  for (CurvePlot* chart : plots) chart->setHighlighted(shown);
  readOut->setHighlighted(folder);
}

QString TrainingMonitor::Private::standIn(const QString& folder) const {
  const auto field = tools->groups().field();
  const auto run = std::find_if(runs.begin(), runs.end(), [&](const auto& one) { return one.folder == folder; });
  if (!field || run == runs.end()) return folder;
  const QString text = groupText(*run, *field);
  for (const MonitoredRun& other : shownRuns()) {
    if (groupText(other, *field) == text) return other.folder;
  }
  return folder;
}

std::vector<MonitoredRun> TrainingMonitor::Private::shownRuns() const {
  std::vector<MonitoredRun> shown;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(shown),
               [](const MonitoredRun& run) { return run.visible && run.curves; });
  return shown;
}

void TrainingMonitor::Private::setVisible(const QString& folder, bool visible) {
  const auto run = std::find_if(runs.begin(), runs.end(), [&](const auto& one) { return one.folder == folder; });
  if (run == runs.end()) return;
  run->visible = visible;
  showAll();
  Q_EMIT owner->visibilityChanged(folder, visible);
}

}  // namespace ptycho
