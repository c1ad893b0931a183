#include <csignal>
#include <fstream>
#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QDropEvent>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include "core/store/run_folder.h"
#include "tests/widgets/app/fake_cli.h"
#include "tests/widgets/app/window_fixture.h"
#include "tests/widgets/models/synthetic_run.h"
#include "widgets/export/export_workspace.h"
#include "widgets/export/figure_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/kit/status/banner.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/reconstruct/comparison_panel.h"
#include "widgets/reconstruct/reconstruct_workspace.h"
#include "widgets/runs/run_facts.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_workspace.h"

namespace ptycho {
namespace {

constexpr int kPatience_ms = 20'000;
constexpr const char* kRole = "PTYCHODESK_HARM_WINDOW";  ///< a folder: this process is the window that gets killed

RunStatus statusOf(const QString& folder) { return readRunStatus(folder.toStdString()).value_or(RunStatus{}); }

QString onlyRun(const QString& root) {
  const QStringList found = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  return found.isEmpty() ? QString() : root + QLatin1Char('/') + found.last();
}

bool isOver(const QString& folder) { return processStartTime(statusOf(folder).pid) == 0; }

}  // namespace

/// What must not happen, and does: each ends in a clear state on the screen, with nothing lost.
class HarmTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<test::WindowFixture> m_fixture;
  std::unique_ptr<MainWindow> m_window;

  /// The program with a disk on which no file gets larger than this.
  QString programOnAFullDisk(int blocks_1024) {
    const QString name = m_fixture->file("cli");
    test::writeScript(name, QStringLiteral("#!/bin/bash\ntrap '' XFSZ\nulimit -S -f %1\nexec '%2' \"$@\"\n")
                                .arg(blocks_1024)
                                .arg(test::WindowFixture::cli()));
    return name;
  }
  void drop(const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &event);
  }
  [[nodiscard]] QString said() { return m_window->banner().isHidden() ? QString() : m_window->banner().message(); }

 private Q_SLOTS:
  void init() { m_fixture = std::make_unique<test::WindowFixture>(); }
  void cleanup() {
    m_window.reset();
    m_fixture.reset();
  }

  void aKilledWindowLeavesItsRunToGoOn();
  void aFullDiskDuringAnEvaluationIsSaidAndKeepsItsRows();
  void aRunThatIsDeletedWhileReconstructShowsItStaysOnTheScreen();
  void whatANewerVersionWroteIsSaidWhereverItIsDropped_data();
  void whatANewerVersionWroteIsSaidWhereverItIsDropped();
  void aFigureOfADeletedRunIsRefusedInWords();
};

void HarmTest::aKilledWindowLeavesItsRunToGoOn() {
  QProcess window;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(kRole, m_fixture->scan());
  environment.insert("PTYCHODESK_RUNS", m_fixture->runs());
  window.setProcessEnvironment(environment);
  window.setProcessChannelMode(QProcess::ForwardedChannels);
  window.start(QCoreApplication::applicationFilePath(), {"windowThatIsKilled"});
  QVERIFY(window.waitForFinished(kPatience_ms));
  QCOMPARE(window.exitStatus(), QProcess::CrashExit);

  const QString folder = onlyRun(m_fixture->runs());
  QVERIFY(!folder.isEmpty());
  QVERIFY(!isOver(folder));  // the worker has outlived its window
  const std::int64_t before = statusOf(folder).done;
  m_window = m_fixture->window();
  QTRY_COMPARE_WITH_TIMEOUT(m_window->reconstruct().shownRun(), folder, kPatience_ms);  // what is under way is shown
  QTRY_VERIFY_WITH_TIMEOUT(statusOf(folder).done > before, kPatience_ms);
  auto* stop = m_window->reconstruct().findChild<QPushButton*>("stop");
  QTRY_VERIFY_WITH_TIMEOUT(stop->isEnabled(), kPatience_ms);
  Q_EMIT m_window->reconstruct().requestMade("stop");
  QTRY_VERIFY_WITH_TIMEOUT(m_window->reconstruct().result() != nullptr, kPatience_ms);
}

void HarmTest::aFullDiskDuringAnEvaluationIsSaidAndKeepsItsRows() {
  const QString folder = m_fixture->runs() + "/20260101-000000_evaluate_full";
  QDir().mkpath(m_fixture->runs());
  QProcess worker;
  worker.start(programOnAFullDisk(64), {"evaluate", "--simulation", "reference-60", "--chain", "dm:4", "--count", "3",
                                        "--keep", "all", "--run-folder", folder});
  QTRY_COMPARE_WITH_TIMEOUT(statusOf(folder).state, RunState::Paused, kPatience_ms);  // all rows done, no room for them

  m_window = m_fixture->window();
  RunsWorkspace& runs = m_window->area().runs();
  QTRY_VERIFY_WITH_TIMEOUT(runs.model().rowOf(folder) != nullptr, kPatience_ms);
  QCOMPARE(runs.model().rowOf(folder)->liveness, RunLiveness::Paused);
  runs.select(folder);
  QTRY_VERIFY2_WITH_TIMEOUT(runs.facts().factText("message").contains("no space"),
                            qPrintable(runs.facts().factText("message")), kPatience_ms);
  m_window->open(folder);
  FailuresWorkspace& failures = m_window->area().failures();
  QTRY_COMPARE_WITH_TIMEOUT(failures.table().size(), std::size_t(3), kPatience_ms);
  QTRY_VERIFY2(failures.stateText().contains("paused"), qPrintable(failures.stateText()));

  const rlimit plenty{RLIM_INFINITY, RLIM_INFINITY};  // somebody makes room
  QCOMPARE(::prlimit(static_cast<pid_t>(worker.processId()), RLIMIT_FSIZE, &plenty, nullptr), 0);
  QVERIFY(worker.waitForFinished(kPatience_ms));
  QVERIFY2(worker.exitCode() == 0, worker.readAllStandardError().constData());
  QTRY_COMPARE_WITH_TIMEOUT(failures.table().keptCount(), std::size_t(3), kPatience_ms);
  QCOMPARE(failures.table().size(), std::size_t(3));
}

void HarmTest::aRunThatIsDeletedWhileReconstructShowsItStaysOnTheScreen() {
  test::SyntheticRun run(m_fixture->runs().toStdString(), "scan", "reconstruct",
                         {{"acquisition", m_fixture->scan().toStdString()}});
  run.write(RunState::Running);
  run.writeResult(false);
  run.write(RunState::Done);
  m_window = m_fixture->window();
  m_window->open(run.qFolder());
  ReconstructWorkspace& workspace = m_window->reconstruct();
  QTRY_VERIFY_WITH_TIMEOUT(workspace.result() != nullptr, kPatience_ms);
  const QString aside = m_fixture->file("aside");
  std::filesystem::copy(run.folder(), aside.toStdString(), std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(run.folder());
  QTRY_VERIFY_WITH_TIMEOUT(said().contains("is gone"), kPatience_ms);
  QVERIFY(said().contains(run.qFolder()));
  QVERIFY(workspace.statusStrip().stateText().contains("gone"));
  QVERIFY(!workspace.comparison().pictures().empty());
  // What is only on the screen now can still be kept.
  const QString kept = m_fixture->file("kept.h5");
  Q_EMIT workspace.resultExportRequested(kept);
  QTRY_VERIFY(said().contains("written"));
  QCOMPARE(readResult(kept.toStdString())->reconstruction.object, workspace.result()->reconstruction.object);

  std::filesystem::copy(aside.toStdString(), run.folder(), std::filesystem::copy_options::recursive);
  workspace.runOpenRequested(run.qFolder());
  QTRY_VERIFY_WITH_TIMEOUT(!workspace.statusStrip().stateText().contains("gone"), kPatience_ms);
}

void HarmTest::whatANewerVersionWroteIsSaidWhereverItIsDropped_data() {
  QTest::addColumn<QString>("what");
  for (const char* what : {"reconstruct", "train", "evaluate", "study"}) QTest::newRow(what) << what;
}

void HarmTest::whatANewerVersionWroteIsSaidWhereverItIsDropped() {
  QFETCH(const QString, what);
  test::SyntheticRun run(m_fixture->runs().toStdString(), "later", what.toStdString());
  run.write(RunState::Done);
  const QByteArray spec = QStringLiteral("{\"schema\": 99, \"verb\": \"%1\"}").arg(what).toUtf8();
  std::ofstream((run.folder() / run_file::kSpec)) << spec.constData();
  m_window = m_fixture->window();
  drop(run.qFolder());
  QTRY_VERIFY2_WITH_TIMEOUT(said().contains("newer") || said().contains("99"), qPrintable(said()), 5000);
  QVERIFY2(said().contains("later"), qPrintable(said()));  // which one
  QTest::qWait(100);
  QFile file(run.qFolder() + "/spec.json");
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), spec);
}

void HarmTest::aFigureOfADeletedRunIsRefusedInWords() {
  test::SyntheticRun run(m_fixture->runs().toStdString(), "scan", "reconstruct",
                         {{"acquisition", m_fixture->scan().toStdString()}});
  run.writeResult(true);
  run.write(RunState::Done);
  m_window = m_fixture->window();
  m_window->showWorkspace(Workspace::Export);
  FigurePage& figure = m_window->area().exporting().figure();
  auto* sources = figure.findChild<QTreeWidget*>("figureSources");
  QTRY_COMPARE_WITH_TIMEOUT(sources->topLevelItemCount(), 1, kPatience_ms);
  QTest::mouseClick(sources->viewport(), Qt::LeftButton, {}, sources->visualItemRect(sources->topLevelItem(0)).center());
  QTest::mouseClick(figure.findChild<QPushButton*>("addPanels"), Qt::LeftButton);
  QVERIFY(QDir(run.qFolder()).removeRecursively());
  const QString file = m_fixture->file("figure.pdf");
  Q_EMIT figure.exportRequested(file);
  QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), kPatience_ms);
  QVERIFY2(said().contains(run.qFolder()) && said().contains("is not there"), qPrintable(said()));
  QVERIFY(!QFileInfo::exists(file));
}

/// The other process of aKilledWindowLeavesItsRunToGoOn().
class WindowThatIsKilled : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void windowThatIsKilled() {
    const QString scan = qEnvironmentVariable(kRole);
    AppSettings settings(QFileInfo(scan).path() + "/settings.ini");
    MainWindow window(settings, test::WindowFixture::cli());
    window.show();
    window.open(scan);
    ReconstructWorkspace& workspace = window.reconstruct();
    ReconstructionRequest request = workspace.request();
    request.spec.stages = parseChain("dm:900000").value();
    request.threads = 1;
    workspace.setRequest(request);
    auto* run = workspace.findChild<QPushButton*>("run");
    QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), kPatience_ms);
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(statusOf(workspace.shownRun()).done > 0, kPatience_ms);
    std::raise(SIGKILL);
  }
};

}  // namespace ptycho

int main(int count, char** arguments) {
  QApplication application(count, arguments);
  if (qEnvironmentVariableIsSet(ptycho::kRole)) {
    ptycho::WindowThatIsKilled child;
    return QTest::qExec(&child, count, arguments);
  }
  ptycho::HarmTest test;
  return QTest::qExec(&test, count, arguments);
}
#include "harm_test.moc"
