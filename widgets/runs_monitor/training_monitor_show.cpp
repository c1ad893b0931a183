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
  if (passed_ms >= pause_ms) showGrown();
  else later.start(static_cast<int>(pause_ms - passed_ms));
}

bool TrainingMonitor::Private::fitView(const ShownExtent& extent) {
  const bool any = extent.low <= extent.high;
  view.scale = axisScale(view.axis, any ? extent.high : 0);
  if (any && extent.without_place == 1) view.scale.label += TrainingMonitor::tr("; 1 run does not say");
  if (any && extent.without_place > 1) {
    view.scale.label += TrainingMonitor::tr("; %1 runs do not say").arg(extent.without_place);
  }
  view.smoothing_length = smoothingLength(view.smoothing, roundedUpSpan(extent.step_span));
  for (CurvePlot* shown : plots) {
    const double low = shown->logX() ? extent.low_positive : extent.low;
    if (any) shown->setFullRangeX(low * view.scale.factor, extent.high * view.scale.factor);
  }
  return any;
}

void TrainingMonitor::Private::showAll() {
  QElapsedTimer spent;
  spent.start();
  later.stop();
  stale = false;
  grown.clear();
  tools->groups().setFields(groupFields(shownRuns()));
  fitView(curves.extent(runs, view.axis));
  for (const MonitorChart chart : kMonitorCharts) showChart(chart);
  tools->setDiscardedPossible(std::any_of(runs.begin(), runs.end(), [](const MonitoredRun& run) {
    return run.visible && run.curves && !(run.curves->discarded.empty() && run.curves->discarded_validation.empty());
  }));
  showTexts();
  cost_ms = 1e-6 * static_cast<double>(spent.nsecsElapsed());
  sinceDrawn.start();
}

void TrainingMonitor::Private::showGrown() {
  QElapsedTimer spent;
  spent.start();
  const MonitorView before = view;
  const bool any = fitView(curves.extent(runs, view.axis));
  const bool same = view.scale.label == before.scale.label && view.scale.factor == before.scale.factor &&
                    view.smoothing_length == before.smoothing_length;
  const bool took_back = std::any_of(runs.begin(), runs.end(), [this](const MonitoredRun& run) {
    return grown.contains(run.folder) && run.visible && !run.curves->discarded.empty();
  });
  // A group is drawn from all of its runs; what a resume took back has a button of its own.
  if (!any || !same || took_back || tools->groups().field()) return showAll();
  later.stop();
  stale = false;
  for (const MonitorChart chart : kMonitorCharts) {
    if (!showGrownIn(chart)) showChart(chart);
  }
  grown.clear();
  showTexts();
  cost_ms = 1e-6 * static_cast<double>(spent.nsecsElapsed());
  sinceDrawn.start();
}

bool TrainingMonitor::Private::showGrownIn(MonitorChart chart) {
  for (const MonitoredRun& run : runs) {
    if (!grown.contains(run.folder) || !run.visible || !run.curves) continue;
    std::vector<Curve> made;
    const Curve& main = curves.mainCurve(chart, run, view).curve;
    if (!main.x.empty()) made.push_back(main);
    for (Curve& curve : ChartCurves::companions(chart, run, view)) made.push_back(std::move(curve));
    if (!plot(chart)->updateGroup(run.folder, made)) return false;
  }
  showGuides(chart);
  return true;
}

void TrainingMonitor::Private::showTexts() {
  alerts->setRuns(runs);
  left->setText(timeLeftText(runs));
  left->setVisible(!left->text().isEmpty());
  showReadOut();
}

void TrainingMonitor::Private::showGuides(MonitorChart chart) {
  plot(chart)->setReferenceLines(referenceLines(chart, runs, signalColour(Signal::Bad, owner->palette()),
                                                signalColour(Signal::Quiet, owner->palette())));
  plot(chart)->setMarks(resumeMarks());
}

void TrainingMonitor::Private::showChart(MonitorChart chart) {
  CurvePlot* shown = plot(chart);
  const bool small = chartInfo(chart).small;
  shown->setClockX(view.scale.clock);
  shown->setEmptyText(emptyText(chart));
  shown->setAxisLabels(small ? QString() : view.scale.label, {});
  showGuides(chart);
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
