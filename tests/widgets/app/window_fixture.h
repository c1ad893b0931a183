#pragma once

#include <csignal>
#include <memory>
#include <unistd.h>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QThread>

#include "app/window/app_settings.h"
#include "app/window/main_window.h"
#include "core/simulate/simulate.h"
#include "core/store/acquisition_file.h"
#include "core/store/run_folder.h"

namespace ptycho::test {

/// A specification that is simulated and reconstructed in an instant.
inline SimulationSpec smallSpec() {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.geometry.detector_side_px = 32;
  spec.probe.sigma_px = 8;
  spec.probe.curvature_rad_px2 = 1.0 / 32;
  spec.scan.grid = 3;
  spec.scan.step_px = 8;
  return spec;
}

/// Windows with settings, runs and files of their own, and the real command-line program.
class WindowFixture {
 public:
  WindowFixture() {
    qputenv("PTYCHODESK_RUNS", runs().toUtf8());
    RunContext quiet;
    auto simulated = simulate(smallSpec(), {}, 1, quiet);
    if (!simulated) qFatal("%s", simulated.error().text().c_str());
    const auto written = writeAcquisition(scan().toStdString(), simulated->acquisition);
    if (!written) qFatal("%s", written.error().text().c_str());
  }

  /// A worker that a failed test has left is told to stop, and waited for.
  ~WindowFixture() {
    for (const RunEntry& run : listRuns(runs().toStdString())) {
      const std::int64_t pid = run.status ? run.status->pid : 0;
      if (pid <= 0 || pid == ::getpid() || processStartTime(pid) != run.status->process_start) continue;
      ::kill(static_cast<pid_t>(pid), SIGTERM);
      for (int wait = 0; wait < 100 && processStartTime(pid) != 0; ++wait) QThread::msleep(50);
    }
  }
  WindowFixture(const WindowFixture&) = delete;
  WindowFixture& operator=(const WindowFixture&) = delete;

  [[nodiscard]] QString runs() const { return m_folder.filePath("runs"); }
  [[nodiscard]] QString scan() const { return m_folder.filePath("scan.h5"); }
  [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }
  [[nodiscard]] static QString cli() { return qEnvironmentVariable("PTYCHODESK_TEST_CLI"); }

  /// The next window opens as if for the first time.
  void forgetSession() {
    m_settings.setText(settings_key::kReconstruction, {});
    m_settings.setText(settings_key::kAcquisition, {});
    m_settings.setText(settings_key::kRun, {});
  }

  [[nodiscard]] std::unique_ptr<MainWindow> window() {
    auto window = std::make_unique<MainWindow>(m_settings, cli());
    window->show();
    return window;
  }

 private:
  QTemporaryDir m_folder;
  AppSettings m_settings{m_folder.filePath("settings.ini")};
};

}  // namespace ptycho::test
