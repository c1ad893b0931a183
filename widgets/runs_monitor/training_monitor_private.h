#pragma once

#include <array>
#include <optional>
#include <set>

#include <QElapsedTimer>
#include <QLabel>
#include <QSplitter>
#include <QTimer>

#include "widgets/runs_monitor/alerts_line.h"
#include "widgets/runs_monitor/chart_curves.h"
#include "widgets/runs_monitor/monitor_tools.h"
#include "widgets/runs_monitor/preview_panel.h"
#include "widgets/runs_monitor/read_out_list.h"

namespace ptycho {

/// The inside of TrainingMonitor.
struct TrainingMonitor::Private {
  TrainingMonitor* owner = nullptr;
  MonitorTools* tools = nullptr;
  AlertsLine* alerts = nullptr;
  QLabel* left = nullptr;  ///< how long the running trainings still take
  QSplitter* sides = nullptr;    ///< charts | picture and list
  QSplitter* besides = nullptr;  ///< picture / list
  PreviewPanel* preview = nullptr;
  ReadOutList* readOut = nullptr;
  std::array<CurvePlot*, kMonitorCharts.size()> plots{};

  std::vector<MonitoredRun> runs;
  MonitorView view;
  ChartCurves curves;
  QString highlighted;
  MonitorChart read = MonitorChart::Loss;  ///< the list tells of this chart
  std::optional<double> cursor;            ///< on the view's axis; none: the last samples
  QElapsedTimer sinceDrawn;
  QTimer later;
  double cost_ms = 0;    ///< of the last drawing
  bool linking = false;  ///< one chart is passing on to the others
  bool stale = false;    ///< the charts are behind the runs
  std::set<QString> grown;  ///< runs with curves that the charts do not show yet

  void build();
  [[nodiscard]] QWidget* chartGrid();
  void connectChart(MonitorChart chart);
  [[nodiscard]] CurvePlot* plot(MonitorChart chart) const { return plots[static_cast<std::size_t>(chart)]; }

  void takeTools();
  void showAll();
  /// The runs that have grown, where nothing else changes with them; else everything.
  void showGrown();
  /// Scale and smoothing that follow from what the runs hold. False where there is nothing to show.
  bool fitView(const ShownExtent& extent);
  [[nodiscard]] bool showGrownIn(MonitorChart chart);
  void showTexts();
  /// Now, or when drawing has had its share of the time.
  void showSoon();
  void showChart(MonitorChart chart);
  void showGuides(MonitorChart chart);
  void showReadOut();
  void showCursor(MonitorChart from, std::optional<double> place);
  void showHighlight(const QString& folder);
  /// The run whose curve stands for this one: itself, or the first of its group.
  [[nodiscard]] QString standIn(const QString& folder) const;
  void setVisible(const QString& folder, bool visible);
  [[nodiscard]] std::vector<MonitoredRun> shownRuns() const;
  [[nodiscard]] QString emptyText(MonitorChart chart) const;
  [[nodiscard]] std::vector<std::pair<double, QString>> resumeMarks() const;
};

}  // namespace ptycho
