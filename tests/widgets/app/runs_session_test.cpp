#include <algorithm>
#include <csignal>
#include <fstream>

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "app/window/run_launching.h"
#include "core/learn/presets.h"
#include "core/store/run_queue.h"
#include "core/store/run_trash.h"
#include "core/store/scheduler_job.h"
#include "tests/widgets/app/fake_cli.h"
#include "tests/widgets/app/runs_bench.h"
#include "tests/widgets/models/synthetic_run.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/queue_panel.h"
#include "widgets/runs/run_actions.h"
#include "widgets/runs/run_facts.h"
#include "widgets/runs/run_table_panel.h"

namespace ptycho {
namespace {

using test::RunsBench;
using test::textOf;
using test::touch;
using test::writeScript;

}  // namespace

class RunsSessionTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<RunsBench> m_bench;

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_bench = test::freshRunsBench(m_folder->path());
    QVERIFY(QTest::qWaitForWindowActive(&m_bench->workspace));
  }
  void cleanup() {
    test::endFakeRuns(m_bench->root);
    m_bench.reset();
    m_folder.reset();
  }

  void startsExactlyTheCommandThatIsShown() {
    TrainingRequest request;
    request.preset = "laptop-40";
    request.spec = findTrainingPreset("laptop-40").value();
    request.spec.loop.steps = 321;
    m_bench->workspace.launchPanel().training().setRequest(request);
    m_bench->launchAs("first one");
    const QString shown = m_bench->workspace.launchPanel().command();
    QCOMPARE(shown, QString("ptychodesk-cli train --preset=laptop-40 --steps=321 '--name=first one'"));
    QTRY_COMPARE(m_bench->stateOf("first-one"), QString("running"));
    const QString folder = m_bench->folderOf("first-one");
    QCOMPARE(textOf(folder + "/arguments.txt"),
             "train\n--preset=laptop-40\n--steps=321\n--name=first one\n--run-folder\n" + folder + "\n");
    QCOMPARE(textOf(folder + "/directory.txt").trimmed(), QDir::currentPath());
    const auto launch = readRunLaunch(folder.toStdString());
    QVERIFY(launch && launch->program == m_bench->launcher.program().toStdString());
    QCOMPARE(readRunSpec(folder.toStdString()).value()["training"]["loop"]["steps"].get<int>(), 321);
  }

  void oneAfterTheOtherInTheUsersOrder() {
    for (const char* name : {"one", "two", "three"}) m_bench->launchAs(name);
    QTRY_COMPARE(m_bench->stateOf("one"), QString("running"));
    QTRY_COMPARE(m_bench->workspace.queue().order(), QStringList({"two", "three"}));
    QCOMPARE(m_bench->workspace.findChild<QPushButton*>("launch")->text(), QString("&Add to queue"));
    m_bench->workspace.queue().select(m_bench->folderOf("three"));
    m_bench->click("queueUp");
    QTRY_COMPARE(m_bench->workspace.queue().order(), QStringList({"three", "two"}));
    touch(m_bench->folderOf("one") + "/stop.txt");
    QTRY_COMPARE(m_bench->stateOf("three"), QString("running"));
    QCOMPARE(m_bench->stateOf("one"), QString("done"));
    QCOMPARE(m_bench->stateOf("two"), QString("queued"));
  }

  void theQueueSurvivesTheWindow() {
    for (const char* name : {"one", "two"}) m_bench->launchAs(name);
    QTRY_COMPARE(m_bench->stateOf("one"), QString("running"));
    QTRY_COMPARE(m_bench->stateOf("two"), QString("queued"));
    m_bench->session->save();
    m_bench.reset();
    for (const RunEntry& run : listRuns(m_folder->filePath("runs").toStdString())) {
      if (run.name == "one") touch(QString::fromStdString((run.folder / "stop.txt").string()));
    }
    QTest::qWait(200);
    m_bench = std::make_unique<RunsBench>(m_folder->path());
    QTRY_COMPARE(m_bench->stateOf("one"), QString("done"));
    QTRY_COMPARE(m_bench->stateOf("two"), QString("running"));
  }

  void whatCannotBeStartedSaysWhy() {
    m_bench->launchAs("fail");
    QTRY_COMPARE(m_bench->stateOf("fail"), QString("failed"));
    QCOMPARE(QString::fromStdString(m_bench->workspace.model().rowOf(m_bench->folderOf("fail"))->entry.status->message),
             QString("fail is no name for a run."));
    m_bench->launchAs("next");
    QTRY_COMPARE(m_bench->stateOf("next"), QString("running"));  // nothing holds the device
  }

  void aRunIsStoppedAndContinuedInItsFolder() {
    m_bench->launchAs("net");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("running"));
    m_bench->workspace.select(m_bench->folderOf("net"));
    m_bench->click("stop");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("stopped"));
    QTRY_VERIFY(m_bench->workspace.actions().action("continueRun")->isEnabled());
    m_bench->click("continueRunButton");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("running"));
    QCOMPARE(textOf(m_bench->folderOf("net") + "/arguments.txt"),
             "train\n--resume\n" + m_bench->folderOf("net") + "\n");
  }

  void aKilledRunIsLostAndCanBeContinued() {
    m_bench->launchAs("net");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("running"));
    const auto pid = readRunStatus(m_bench->folderOf("net").toStdString())->pid;
    QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
    QTRY_COMPARE(m_bench->stateOf("net"), QString("lost"));
    m_bench->workspace.select(m_bench->folderOf("net"));
    m_bench->click("continueRunButton");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("running"));
  }

  void stopTakesAQueuedRunOutOfTheQueue() {
    for (const char* name : {"one", "two"}) m_bench->launchAs(name);
    QTRY_COMPARE(m_bench->stateOf("one"), QString("running"));
    QTRY_COMPARE(m_bench->stateOf("two"), QString("queued"));
    m_bench->workspace.select(m_bench->folderOf("two"));
    m_bench->click("stop");
    QTRY_COMPARE(m_bench->stateOf("two"), QString("stopped"));
    QVERIFY(m_bench->workspace.queue().order().isEmpty());
  }

  void aRunThatHasBegunSinceTheListWasReadTakesRequests() {
    m_bench->launchAs("net");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("running"));
    const QString folder = m_bench->folderOf("net");
    m_bench->workspace.select(folder);
    RunRow old = *m_bench->workspace.model().rowOf(folder);
    old.liveness = RunLiveness::Queued;
    m_bench->session->setRunRows({old});
    QCOMPARE(m_bench->stateOf("net"), QString("queued"));
    m_bench->click("pause");
    QVERIFY(textOf(folder + "/control.json").contains("pause"));
  }

  void aDeletedRunComesBack() {
    m_bench->launchAs("net");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("running"));
    const QString folder = m_bench->folderOf("net");
    touch(folder + "/stop.txt");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("done"));
    m_bench->workspace.select(folder);
    m_bench->click("deleteRunButton");
    QTRY_VERIFY(!QDir(folder).exists());
    QCOMPARE(listTrash(m_bench->root.toStdString()).size(), 1U);
    QTRY_COMPARE(m_bench->workspace.model().rowCount(), 0);
    QTRY_VERIFY(m_bench->workspace.findChild<QLabel*>("trashText")->text().contains("net"));
    m_bench->click("undoDelete");
    QTRY_COMPARE(m_bench->stateOf("net"), QString("done"));
    QVERIFY(QFile::exists(folder + "/arguments.txt"));
  }

  void tagsLieInTheRunFolder() {
    test::SyntheticRun run(m_bench->root.toStdString(), "net", "train");
    run.write(RunState::Done);
    QTRY_COMPARE(m_bench->workspace.model().rowCount(), 1);
    m_bench->workspace.select(run.qFolder());
    m_bench->workspace.showPage(RunsWorkspace::kAbout);
    auto* tags = m_bench->workspace.findChild<QLineEdit*>("runTags");
    tags->setFocus();
    QTest::keyClicks(tags, "noise, 60 px");
    QTest::keyClick(tags, Qt::Key_Return);
    QTRY_COMPARE(readRunNotes(run.folder())->tags, (std::vector<std::string>{"60 px", "noise"}));
    QTRY_VERIFY(m_bench->workspace.model().allTags().contains("noise"));
  }

  void aCloneIsSetUpInTheForm() {
    test::SyntheticRun run(m_bench->root.toStdString(), "net", "train");
    run.write(RunState::Done);
    TrainingRequest request;
    request.preset = "plus-40";
    request.spec = findTrainingPreset("plus-40").value();
    request.spec.loop.steps = 55;
    request.name = "net";
    std::ofstream(run.folder() / run_file::kSpec) << jsonText(launchOf(request).spec);
    QTRY_COMPARE(m_bench->workspace.model().rowCount(), 1);
    m_bench->workspace.select(run.qFolder());
    QTRY_VERIFY(m_bench->workspace.actions().action("cloneRun")->isEnabled());
    m_bench->click("cloneRunButton");
    QTRY_COMPARE(m_bench->workspace.page(), RunsWorkspace::kNewRun);
    QCOMPARE(m_bench->workspace.launchPanel().training().request().spec, request.spec);
    m_bench->launchAs("cloned");
    QTRY_COMPARE(m_bench->stateOf("cloned"), QString("running"));
    QCOMPARE(QString::fromStdString(readRunSpec(m_bench->folderOf("cloned").toStdString()).value()["parent"]),
             run.qFolder().section('/', -1));
  }

  void aFolderThatVanishesIsNotShownAnyMore() {
    test::SyntheticRun run(m_bench->root.toStdString(), "net", "train");
    run.write(RunState::Running);
    QTRY_COMPARE(m_bench->workspace.model().rowCount(), 1);
    m_bench->workspace.model().setTicked(run.qFolder(), true);
    m_bench->workspace.select(run.qFolder());
    QSignalSpy errors(m_bench->session.get(), &RunsSession::errorFound);
    QVERIFY(QDir(run.qFolder()).removeRecursively());
    QTRY_COMPARE(m_bench->workspace.model().rowCount(), 0);
    QVERIFY(m_bench->workspace.shownRun().isEmpty());
    QVERIFY(m_bench->workspace.model().ticked().isEmpty());
    QCOMPARE(errors.count(), 0);
  }

  void aRunOfANewerVersionIsMarkedAndLeftAlone() {
    test::SyntheticRun run(m_bench->root.toStdString(), "future", "train");
    run.write(RunState::Done);
    const QString spec = run.qFolder() + "/spec.json";
    std::ofstream(spec.toStdString()) << R"({"schema": 99, "verb": "train", "name": "future"})";
    QTRY_VERIFY(m_bench->workspace.model().rowOf(run.qFolder()));
    QTRY_VERIFY(!m_bench->workspace.model().rowOf(run.qFolder())->entry.problem.empty());
    m_bench->workspace.select(run.qFolder());
    QTRY_VERIFY(m_bench->workspace.facts().factText("message").contains("newer version"));
    for (const char* action : {"continueRun", "cloneRun", "rerunRun"}) {
      QVERIFY2(!m_bench->workspace.actions().action(action)->isEnabled(), action);
    }
    QVERIFY(textOf(spec).contains("99"));
  }

  void ticksAndColoursSurviveTheWindow() {
    std::vector<std::unique_ptr<test::SyntheticRun>> runs;
    for (const char* name : {"a", "b"}) {
      runs.push_back(std::make_unique<test::SyntheticRun>(m_bench->root.toStdString(), name, "train"));
      runs.back()->write(RunState::Done);
    }
    QTRY_COMPARE(m_bench->workspace.model().rowCount(), 2);
    m_bench->workspace.model().setTicked(runs[1]->qFolder(), true);
    m_bench->workspace.model().setTicked(runs[0]->qFolder(), true);
    const int colour = m_bench->workspace.model().colours().knownIndex(runs[0]->qFolder());
    m_bench->session->save();
    m_bench = std::make_unique<RunsBench>(m_folder->path());
    QTRY_COMPARE(m_bench->workspace.model().ticked(), QStringList({runs[1]->qFolder(), runs[0]->qFolder()}));
    QCOMPARE(m_bench->workspace.model().colours().knownIndex(runs[0]->qFolder()), colour);
  }

  void launchTemplatesAreReadAgainWhenTheyChange() {
    m_bench = std::make_unique<RunsBench>(m_folder->path());  // there is no folder for them yet
    auto* runOn = m_bench->workspace.findChild<QComboBox*>("runOn");
    QCOMPARE(runOn->findData("fake"), -1);
    LaunchTemplate fake = slurmTemplate();
    fake.name = "fake";
    fake.title = "Fake";
    const auto write = [&] {
      const QString file = m_folder->filePath("launch/fake.json");
      std::ofstream((file + ".new").toStdString()) << jsonText(launchTemplateToJson(fake));
      QFile::remove(file);
      QVERIFY(QFile::rename(file + ".new", file));
    };
    QDir(m_folder->path()).mkpath("launch");
    write();
    QTRY_VERIFY(runOn->findData("fake") > 0);
    runOn->setCurrentIndex(runOn->findData("fake"));
    fake.title = "Faster";  // replaced, as editors do
    write();
    QTRY_COMPARE(runOn->itemText(runOn->findData("fake")), QString("Faster"));
    QCOMPARE(runOn->currentData().toString(), QString("fake"));
    QFile::remove(m_folder->filePath("launch/fake.json"));
    QTRY_COMPARE(runOn->findData("fake"), -1);
    QCOMPARE(runOn->currentIndex(), 0);
  }

  /// A scheduler of shell scripts: submit keeps the job in a file, query prints what is in it, cancel writes there.
  void aSchedulerIsGivenTheRunAskedAndToldToEndIt() {
    const QString state = m_folder->filePath("job");
    const auto script = [&](const char* name, const QString& text) {
      writeScript(m_folder->filePath(name), QString(QStringLiteral("#!/bin/sh\n") + text).arg(state));
    };
    script("submit", "echo PENDING Resources > %1\ncp \"$1\" %1.script\necho job 4711\n");
    script("query", "[ -e %1 ] || { echo no route >&2; exit 1; }\ncat %1\n");
    script("cancel", "[ \"$1\" = 4711 ] && echo CANCELLED > %1\n");
    LaunchTemplate fake = slurmTemplate();
    fake.name = "fake";
    fake.title = "Fake";
    fake.submit = {m_folder->filePath("submit").toStdString(), "{{script}}"};
    fake.query = {m_folder->filePath("query").toStdString(), "{{id}}"};
    fake.cancel = {m_folder->filePath("cancel").toStdString(), "{{id}}"};
    QDir(m_folder->path()).mkpath("launch");
    std::ofstream(m_folder->filePath("launch/fake.json").toStdString()) << jsonText(launchTemplateToJson(fake));
    m_bench = std::make_unique<RunsBench>(m_folder->path());
    m_bench->session->launching().schedulers().setInterval(100);
    auto* runOn = m_bench->workspace.findChild<QComboBox*>("runOn");
    runOn->setCurrentIndex(runOn->findData("fake"));
    m_bench->launchAs("net");

    const auto job = [this] { return readSchedulerJob(m_bench->folderOf("net").toStdString()); };
    QTRY_VERIFY(!m_bench->folderOf("net").isEmpty() && job() && job()->id == "4711");
    const QString given = textOf(m_bench->folderOf("net") + "/submit.sh");
    QCOMPARE(given, textOf(state + ".script"));
    QVERIFY(given.contains("exec " + m_bench->launcher.program() + " train --preset="));
    QVERIFY(given.contains("--run-folder " + m_bench->folderOf("net")));
    QTRY_COMPARE(job()->reason, std::string("Resources"));
    QCOMPARE(m_bench->stateOf("net"), QString("queued"));  // this computer leaves it alone

    QFile::remove(state);  // the scheduler cannot be reached
    QTRY_VERIFY(!job()->unknown_since.empty());
    QCOMPARE(job()->state, SchedulerState::Pending);
    std::ofstream(state.toStdString()) << "RUNNING None\n";
    QTRY_VERIFY(job()->state == SchedulerState::Running && job()->unknown_since.empty());

    m_bench->workspace.select(m_bench->folderOf("net"));
    m_bench->click("stop");
    QTRY_VERIFY(job()->state == SchedulerState::Ended);
    QVERIFY(!job()->cancel_asked_at.empty());
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::RunsSessionTest)
#include "runs_session_test.moc"
