#pragma once

#include <fstream>
#include <memory>

#include <QDir>
#include <QFile>
#include <QTest>
#include <QTimer>

#include "app/window/app_settings.h"
#include "app/window/launcher.h"
#include "app/window/runs_session.h"
#include "core/store/run_folder.h"
#include "tests/widgets/app/fake_cli.h"
#include "widgets/models/run_root_watcher.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_workspace.h"
#include "widgets/runs/training_form.h"

namespace ptycho::test {

inline QString textOf(const QString& file) {
  QFile reader(file);
  return reader.open(QIODevice::ReadOnly) ? QString::fromUtf8(reader.readAll()) : QString();
}

inline void touch(const QString& file) { std::ofstream(file.toStdString()) << "x"; }

/// The window's parts around the Runs workspace.
struct RunsBench {
  explicit RunsBench(const QString& folder) : settings(folder + "/settings.ini"), root(folder + "/runs") {
    launcher.setProgram(folder + "/cli");
    session = std::make_unique<RunsSession>(workspace, launcher, settings, nullptr);
    QObject::connect(&watcher, &RunRootWatcher::rowsChanged, session.get(), &RunsSession::setRunRows);
    QObject::connect(session.get(), &RunsSession::listWanted, &watcher, &RunRootWatcher::look);
    session->restore();
    session->setRunsRoot(root);
    watcher.setRoot(root);
    workspace.resize(1600, 900);
    workspace.show();
    again.setInterval(100);
    QObject::connect(&again, &QTimer::timeout, &watcher, &RunRootWatcher::look);
    again.start();
  }

  void click(const char* name) { QTest::mouseClick(workspace.findChild<QWidget*>(name), Qt::LeftButton); }
  void launchAs(const QString& name) {
    TrainingRequest request = workspace.launchPanel().training().request();
    request.name = name;
    workspace.launchPanel().training().setRequest(request);
    workspace.showPage(RunsWorkspace::kNewRun);
    click("launch");
  }
  [[nodiscard]] QString folderOf(const QString& name) const {
    const QStringList found = QDir(root).entryList({"*_train_" + name}, QDir::Dirs);
    return found.isEmpty() ? QString() : root + "/" + found.first();
  }
  [[nodiscard]] QString stateOf(const QString& name) const {
    const RunRow* row = workspace.model().rowOf(folderOf(name));
    return row ? QString::fromStdString(runLivenessName(row->liveness)) : QString();
  }

  AppSettings settings;
  QString root;
  Launcher launcher;
  RunsWorkspace workspace;
  std::unique_ptr<RunsSession> session;
  RunRootWatcher watcher;
  QTimer again;
};

/// With the stand-in for the command-line program, on top of other windows.
inline std::unique_ptr<RunsBench> freshRunsBench(const QString& folder) {
  writeFakeCli(folder + "/cli");
  auto bench = std::make_unique<RunsBench>(folder);
  bench->workspace.activateWindow();
  return bench;
}

/// Fake workers end by themselves when told to.
inline void endFakeRuns(const QString& root) {
  for (const RunEntry& run : listRuns(root.toStdString())) {
    touch(QString::fromStdString((run.folder / "stop.txt").string()));
    const std::int64_t pid = run.status ? run.status->pid : 0;
    if (pid <= 0 || pid == QCoreApplication::applicationPid()) continue;
    QTRY_VERIFY(processStartTime(pid) != run.status->process_start);
  }
}

}  // namespace ptycho::test
