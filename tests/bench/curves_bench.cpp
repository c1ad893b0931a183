// Milliseconds per repaint of curves: ten runs of 10,000 points over each other, and one of 1,000,000; as they are,
// zoomed, and when points are added; then what watching ten live runs costs of a core (20 s). Run it under a display:
// xvfb-run -a ptychodesk-curves-bench

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <vector>

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/models/curve_smoothing.h"
#include "widgets/models/training_watcher.h"
#include "widgets/runs_monitor/training_monitor.h"

namespace ptycho {
namespace {

using Clock = std::chrono::steady_clock;

double millisecondsOf(const auto& work, int times = 7) {
  std::vector<double> taken;
  for (int k = 0; k < times; ++k) {
    const auto begin = Clock::now();
    work(k);
    taken.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  std::nth_element(taken.begin(), taken.begin() + times / 2, taken.end());
  return taken[static_cast<std::size_t>(times) / 2];
}

/// A noisy loss that falls, with one spike.
TrainingCurves history(std::size_t rows, int seed) {
  TrainingCurves curves;
  auto& train = curves.train;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto x = static_cast<double>(i);
    const double noise = 1 + 0.3 * std::sin(12.9898 * x + 78.233 * seed) * std::cos(4.137 * x);
    train.step.push_back(10 * x + 10);
    train.epoch.push_back(x / 100);
    train.seconds.push_back(x);
    train.time_s.push_back(1.7e9 + x);
    train.loss.push_back((0.02 + 0.01 * seed + std::exp(-10 * x / static_cast<double>(rows))) * noise);
    train.learning_rate.push_back(1e-3);
    train.gradient_norm.push_back(0.1 * noise);
    train.patterns_per_s.push_back(200 * noise);
    train.loader_wait.push_back(0.01);
  }
  train.loss[rows / 3] = 10;
  return curves;
}

Curve lossCurve(const TrainingCurves& curves, int seed) {
  Curve curve;
  curve.id = QString::number(seed);
  curve.x = curves.train.step;
  curve.faint_y = curves.train.loss;
  curve.y = smoothedCurve(curve.x, curve.faint_y, smoothingLength(0.9, curve.x.back()));
  return curve;
}

void benchPlot(const char* name, int runs, std::size_t rows) {
  std::vector<Curve> curves;
  for (int seed = 0; seed < runs; ++seed) curves.push_back(lossCurve(history(rows, seed), seed));
  CurvePlot plot;
  plot.resize(600, 400);
  plot.setLogY(true);
  plot.show();
  plot.setCurves(curves);
  QApplication::processEvents();
  plot.repaintNow();
  const double again = millisecondsOf([&](int) { plot.repaintNow(); });
  const double zoomed = millisecondsOf([&](int k) {
    plot.setRangeX(0.1 * k * curves[0].x.back() / 10, (0.5 + 0.05 * k) * curves[0].x.back());
    plot.repaintNow();
  });
  plot.showEverything();
  const double replaced = millisecondsOf([&](int k) {
    for (Curve& curve : curves) {
      curve.x.push_back(curve.x.back() + 10);
      curve.y.push_back(0.1 + 0.01 * k);
      curve.faint_y.push_back(0.1);
    }
    plot.setCurves(curves);
    plot.repaintNow();
  });
  std::printf(
      "chart, %-22s repaint %7.2f ms   at another zoom %7.2f ms   with a new point %7.2f ms   (%zu points drawn)\n",
      name, again, zoomed, replaced, plot.drawnPoints());
}

void benchMonitor(int count, std::size_t rows) {
  std::vector<MonitoredRun> runs;
  for (int seed = 0; seed < count; ++seed) {
    MonitoredRun run;
    run.folder = QString::number(seed);
    run.name = QStringLiteral("run %1").arg(seed);
    run.colour = QColor::fromHsv(360 * seed / count, 160, 220);
    run.liveness = RunLiveness::Running;
    run.curves = std::make_shared<TrainingCurves>(history(rows, seed));
    runs.push_back(std::move(run));
  }
  TrainingMonitor monitor;
  monitor.resize(1200, 700);
  monitor.show();
  const double first = millisecondsOf(
      [&](int) {
        monitor.setRuns(runs);
        QApplication::processEvents();
      },
      1);
  const double switched = millisecondsOf([&](int k) {
    runs[0].visible = k % 2 == 1;
    monitor.setRuns(runs);
    QApplication::processEvents();
  });
  const double grown = millisecondsOf([&](int k) {
    auto curves = std::make_shared<TrainingCurves>(*runs[0].curves);
    Json event{{"kind", "train"}, {"step", curves->train.step.back() + 10}, {"loss", 0.1}};
    curves->append({event});
    runs[0].curves = curves;
    runs[0].liveness = k % 2 == 0 ? RunLiveness::Paused : RunLiveness::Running;  // told at once, not in its turn
    monitor.setRuns(runs);
    QApplication::processEvents();
  });
  std::printf(
      "monitor, %d × %zu points, all 7 charts: first %.1f ms   a run hidden or shown %.1f ms   a new point %.1f ms\n",
      count, rows, first, switched, grown);
}

double processSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Ten runs, each of which records a step every two seconds, watched and drawn in a window.
void benchLive(std::size_t rows) {
  constexpr int kRuns = 10;
  constexpr int kWatch_ms = 20'000;
  constexpr int kRecord_ms = 2'000;
  const QTemporaryDir root;
  std::vector<MonitoredRun> runs(kRuns);
  QStringList folders;
  const auto append = [](const QString& folder, std::size_t from, std::size_t to) {
    std::ofstream out((folder + "/events.jsonl").toStdString(), std::ios::app);
    for (std::size_t i = from; i < to; ++i) {
      out << R"({"kind":"train","step":)" << 10 * (i + 1) << R"(,"epoch":0.1,"loss":0.13189311,"loss_mse":0.13189311)"
          << R"(,"loss_l1":0.426252424,"loss_dft":"nan","learning_rate":2e-05,"gradient_norm":0.1864194)"
          << R"(,"patterns_per_s":41.10405,"loader_wait":2.39259e-06,"seconds":)" << i << R"(,"time":1.7e9})" << '\n';
    }
  };
  for (int k = 0; k < kRuns; ++k) {
    MonitoredRun& run = runs[static_cast<std::size_t>(k)];
    run.folder = root.path() + QStringLiteral("/%1").arg(k);
    run.name = QString::number(k);
    run.colour = QColor::fromHsv(36 * k, 160, 220);
    run.liveness = RunLiveness::Running;
    QDir().mkpath(run.folder);
    append(run.folder, 0, rows);
    folders << run.folder;
  }
  TrainingMonitor monitor;
  monitor.resize(1200, 700);
  monitor.show();
  TrainingWatcher watcher;
  QObject::connect(&watcher, &TrainingWatcher::curvesChanged, &monitor,
                   [&](const QString& folder, const std::shared_ptr<const TrainingCurves>& curves) {
                     runs[static_cast<std::size_t>(folders.indexOf(folder))].curves = curves;
                     monitor.setRuns(runs);
                   });
  watcher.setFolders(folders);
  QEventLoop loop;
  QTimer::singleShot(3'000, &loop, &QEventLoop::quit);
  loop.exec();  // reading what is there already is not meant
  std::size_t recorded = rows;
  QTimer recorder;
  QObject::connect(&recorder, &QTimer::timeout, &loop, [&] {
    for (const QString& folder : folders) append(folder, recorded, recorded + 1);
    ++recorded;
  });
  recorder.start(kRecord_ms);
  QTimer::singleShot(kWatch_ms, &loop, &QEventLoop::quit);
  const double before = processSeconds();
  loop.exec();
  std::printf("watching %d live runs of %zu points: %.1f %% of a core\n", kRuns, rows,
              100 * (processSeconds() - before) / (1e-3 * kWatch_ms));
}

}  // namespace
}  // namespace ptycho

int main(int argc, char** argv) {
  const QApplication application(argc, argv);
  ptycho::benchPlot("10 × 10,000 points", 10, 10'000);
  ptycho::benchPlot("1 × 100,000 points", 1, 100'000);
  ptycho::benchPlot("1 × 1,000,000 points", 1, 1'000'000);
  ptycho::benchMonitor(2, 300);
  ptycho::benchMonitor(10, 10'000);
  ptycho::benchLive(1'000);
  ptycho::benchLive(10'000);
  return 0;
}
