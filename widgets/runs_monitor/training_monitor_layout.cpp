#include <QGridLayout>
#include <QVBoxLayout>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/runs_monitor/training_monitor_private.h"

namespace ptycho {

void TrainingMonitor::Private::build() {
  tools = new MonitorTools(owner);
  alerts = new AlertsLine(owner);
  left = new QLabel(owner);
  left->setObjectName("timeLeft");
  left->setWordWrap(true);
  left->setContentsMargins(8, 0, 8, 2);
  left->setToolTip(
      TrainingMonitor::tr("Time left at the pace of the last minutes since the last resume, validations included"));
  sides = new QSplitter(Qt::Horizontal, owner);
  besides = new QSplitter(Qt::Vertical, sides);
  preview = new PreviewPanel(besides);
  readOut = new ReadOutList(besides);
  sides->addWidget(chartGrid());
  sides->addWidget(besides);
  sides->setStretchFactor(0, 3);
  sides->setStretchFactor(1, 1);
  sides->setCollapsible(0, false);
  sides->setSizes({840, 360});
  besides->setStretchFactor(0, 2);
  besides->setStretchFactor(1, 1);
  besides->setSizes({380, 260});

  auto* layout = new QVBoxLayout(owner);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(tools);
  layout->addWidget(alerts);
  layout->addWidget(left);
  layout->addWidget(sides, 1);

  later.setSingleShot(true);
  connect(&later, &QTimer::timeout, owner, [this] { showGrown(); });
  connect(tools, &MonitorTools::changed, owner, [this] { takeTools(); });
  connect(readOut, &ReadOutList::orderChanged, owner, [this] { showReadOut(); });
  connect(readOut, &ReadOutList::visibilityAsked, owner,
          [this](const QString& folder, bool visible) { setVisible(folder, visible); });
  connect(readOut, &ReadOutList::hovered, owner, [this](const QString& folder) {
    showHighlight(folder);
    Q_EMIT owner->highlighted(folder);
  });
}

/// Two columns: loss and the errors large, the four small ones in the place of one.
QWidget* TrainingMonitor::Private::chartGrid() {
  auto* grid = new QWidget;
  auto* small = new QWidget(grid);
  for (const MonitorChart chart : kMonitorCharts) {
    const ChartInfo info = chartInfo(chart);
    auto* made = new CurvePlot(info.small ? small : grid);
    plots[static_cast<std::size_t>(chart)] = made;
    made->setObjectName(info.key);
    made->setTitle(info.title);
    made->setToolTip(info.full_title + QStringLiteral(". ") + info.help);
    made->setLegendShown(false);
    made->setLegendBelow();
    made->setCursorBoxShown(false);
    made->setCompact(info.small);
    made->setLogY(info.logarithmic);
    connectChart(chart);
  }
  auto* inner = new QGridLayout(small);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(2);
  inner->addWidget(plot(MonitorChart::LearningRate), 0, 0);
  inner->addWidget(plot(MonitorChart::GradientNorm), 0, 1);
  inner->addWidget(plot(MonitorChart::PatternsPerSecond), 1, 0);
  inner->addWidget(plot(MonitorChart::LoaderWait), 1, 1);
  auto* outer = new QGridLayout(grid);
  outer->setContentsMargins(4, 0, 0, 4);
  outer->setSpacing(2);
  outer->addWidget(plot(MonitorChart::Loss), 0, 0);
  outer->addWidget(plot(MonitorChart::Amplitude), 0, 1);
  outer->addWidget(small, 1, 0);
  outer->addWidget(plot(MonitorChart::Phase), 1, 1);
  for (const int k : {0, 1}) {
    outer->setRowStretch(k, 1);
    outer->setColumnStretch(k, 1);
    inner->setRowStretch(k, 1);
    inner->setColumnStretch(k, 1);
  }
  return grid;
}

void TrainingMonitor::Private::connectChart(MonitorChart chart) {
  CurvePlot* made = plot(chart);
  connect(made, &CurvePlot::cursorMoved, owner, [this, chart](double x) { showCursor(chart, x); });
  connect(made, &CurvePlot::cursorLeft, owner, [this, chart] { showCursor(chart, std::nullopt); });
  connect(made, &CurvePlot::hovered, owner, [this](const QString& folder) {
    showHighlight(folder);
    Q_EMIT owner->highlighted(folder);
  });
  const auto forOthers = [this, made](const auto& act) {
    for (CurvePlot* other : plots) {
      if (other != nullptr && other != made) act(*other);
    }
  };
  connect(made, &CurvePlot::rangeXChanged, owner, [forOthers](double low, double high) {
    forOthers([low, high](CurvePlot& other) { other.setRangeX(low, high); });
  });
  connect(made, &CurvePlot::everythingShown, owner,
          [forOthers] { forOthers([](CurvePlot& other) { other.showEverything(); }); });
  connect(made, &CurvePlot::logXToggled, owner, [this, forOthers](bool on) {
    if (linking) return;
    linking = true;
    forOthers([on](CurvePlot& other) { other.setLogX(on); });
    linking = false;
    showAll();  // the full range begins elsewhere
  });
}

}  // namespace ptycho
