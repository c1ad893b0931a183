#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/app_settings.h"
#include "app/window/failures_session.h"
#include "app/window/launcher.h"
#include "core/base/atomic_file.h"
#include "core/store/run_recorder.h"
#include "tests/widgets/failures/sample_evaluation.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/failures/image_page.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;

void append(const fs::path& folder, const EvaluationTable& table, int from, int to) {
  std::string lines;
  for (int k = from; k < to; ++k) {
    Json json = Json::object();
    for (const auto& [key, value] : evaluationEvent(table.stored.evaluation.records[static_cast<std::size_t>(k)],
                                                    table.stored.evaluation.methods)) {
      json[key] = fieldValueToJson(value);
    }
    lines += jsonText(json) + "\n";
  }
  QFile file(QString::fromStdString((folder / run_file::kEvents).string()));
  QVERIFY(file.open(QIODevice::Append));
  file.write(lines.c_str());
}

void writeStatus(const fs::path& folder, RunState state, int done, int total, bool killed = false) {
  RunStatus status;
  status.state = state;
  status.done = done;
  status.total = total;
  status.heartbeat = done + 1;
  status.pid = QCoreApplication::applicationPid();
  status.host = hostName();
  status.boot_id = bootId();
  status.process_start = processStartTime(status.pid) + (killed ? 1 : 0);  // the number was given to another process
  QVERIFY(replaceFileText(folder / run_file::kStatus, jsonText(runStatusToJson(status))));
}

/// A window's failures, without the window.
struct Desk {
  QTemporaryDir root;
  AppSettings settings{root.filePath("settings.ini")};
  Launcher launcher;
  FailuresWorkspace workspace;
  FailuresSession session{workspace, launcher, settings, nullptr};
  QSignalSpy errors{&session, &FailuresSession::errorFound};

  fs::path makeRun(const char* name, const EvaluationTable& table, const char* verb = "evaluate") {
    const fs::path folder = fs::path(root.path().toStdString()) / name;
    Json spec = *parseJson(table.stored.spec_json, "");
    spec.update({{"schema", 1}, {"verb", verb}, {"methods", table.stored.evaluation.methods}});
    const auto made = createRunFolderAt(folder, verb, spec);
    if (!made) qFatal("%s", made.error().text().c_str());
    return folder;
  }
};

QString textOf(const fs::path& path) { return QString::fromStdString(path.string()); }

}  // namespace

class FailuresSessionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void opensAFinishedRunWithItsPictures() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(8, 2);
    const fs::path folder = desk.makeRun("run", table);
    writeStatus(folder, RunState::Done, 16, 16);
    QVERIFY(writeEvaluation(folder / run_file::kResult, table.stored));
    desk.session.open(textOf(folder / run_file::kResult));
    QTRY_COMPARE(desk.workspace.table().size(), 8U);
    QTRY_VERIFY(desk.workspace.imagePage().pictures() != nullptr);
    QVERIFY(desk.workspace.imagePage().grid().hasEstimate());
    QTRY_VERIFY(desk.session.isSettled());
    QCOMPARE(desk.errors.count(), 0);
  }

  void opensAFileOutsideOfARun() {
    Desk desk;
    const fs::path file = fs::path(desk.root.path().toStdString()) / "table.h5";
    QVERIFY(writeEvaluation(file, sampleEvaluation(5).stored));
    desk.session.open(textOf(file));
    QTRY_COMPARE(desk.workspace.table().size(), 5U);
  }

  void rowsOfARunningEvaluationFillTheTable() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(8, 1);
    const fs::path folder = desk.makeRun("run", table);
    writeStatus(folder, RunState::Running, 0, 16);
    desk.session.open(textOf(folder));
    QTRY_VERIFY(desk.workspace.stateText().contains("0 of 16"));
    append(folder, table, 0, 6);
    writeStatus(folder, RunState::Running, 6, 16);
    QTRY_COMPARE(desk.workspace.table().size(), 3U);
    QTRY_VERIFY(desk.workspace.stateText().contains("6 of 16"));
    append(folder, table, 6, 16);
    QVERIFY(writeEvaluation(folder / run_file::kResult, table.stored));
    writeStatus(folder, RunState::Done, 16, 16);
    QTRY_COMPARE(desk.workspace.table().keptCount(), 2U);
    QCOMPARE(desk.workspace.table().size(), 8U);
    QCOMPARE(desk.errors.count(), 0);
  }

  void aKilledEvaluationIsSaidToBeLostAndKeepsItsRows() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(4);
    const fs::path folder = desk.makeRun("run", table);
    append(folder, table, 0, 5);
    writeStatus(folder, RunState::Running, 5, 8, true);
    desk.session.open(textOf(folder));
    QTRY_VERIFY2(desk.workspace.stateText().contains("lost"), qPrintable(desk.workspace.stateText()));
    QVERIFY(desk.workspace.stateText().contains("5 of 8"));
    QCOMPARE(desk.workspace.table().size(), 3U);
    QCOMPARE(desk.errors.count(), 0);
  }

  void aFolderThatIsDeletedLeavesTheTable() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(4);
    const fs::path folder = desk.makeRun("run", table);
    writeStatus(folder, RunState::Running, 8, 16);
    append(folder, table, 0, 8);
    desk.session.open(textOf(folder));
    QTRY_COMPARE(desk.workspace.table().size(), 4U);
    fs::remove_all(folder);
    QTRY_VERIFY2(desk.workspace.stateText().contains("is gone"), qPrintable(desk.workspace.stateText()));
    QCOMPARE(desk.workspace.table().size(), 4U);
    QCOMPARE(desk.errors.count(), 1);
  }

  void aNewerSpecIsSaidAndNothingIsWritten() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(4);
    const fs::path folder = desk.makeRun("run", table);
    writeStatus(folder, RunState::Done, 8, 8);
    QVERIFY(writeEvaluation(folder / run_file::kResult, table.stored));
    Json marks{{"schema", 99}};
    QVERIFY(replaceFileText(folder / "failures.json", jsonText(marks)));
    desk.session.open(textOf(folder));
    QTRY_COMPARE(desk.workspace.table().size(), 4U);
    QTRY_COMPARE(desk.errors.count(), 1);
    desk.workspace.marks().setMark(100, {1, "seen"});
    desk.session.save();
    QCOMPARE(jsonText(*readJsonFile(folder / "failures.json")), jsonText(marks));
  }

  void aRunSpecFromANewerVersionIsAProblemInWords() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(4);
    const fs::path folder = desk.makeRun("run", table);
    QVERIFY(replaceFileText(folder / run_file::kSpec, R"({"schema": 99, "verb": "evaluate"})"));
    desk.session.open(textOf(folder));
    QTRY_VERIFY(desk.errors.count() > 0);
    QVERIFY2(desk.errors[0][0].toString().contains("99"), qPrintable(desk.errors[0][0].toString()));
  }

  void tagsAreKeptBesideTheEvaluation() {
    QTemporaryDir place;
    const fs::path file = fs::path(place.path().toStdString()) / "table.h5";
    QVERIFY(writeEvaluation(file, sampleEvaluation(5).stored));
    {
      Desk desk;
      desk.session.open(textOf(file));
      QTRY_COMPARE(desk.workspace.table().size(), 5U);
      QTRY_VERIFY(desk.session.isSettled());
      desk.workspace.marks().setMark(102, {0b10, "ringing"});
      QTRY_VERIFY(fs::exists(place.path().toStdString() + "/table.failures.json"));
    }
    Desk desk;
    desk.session.open(textOf(file));
    QTRY_COMPARE(desk.workspace.marks().mark(102), (ImageMark{0b10, "ringing"}));
  }

  void whatIsNoEvaluationIsRefused() {
    Desk desk;
    desk.session.open("/nowhere/result.h5");
    desk.session.open(desk.root.path());
    QCOMPARE(desk.errors.count(), 2);
    const fs::path folder = desk.makeRun("train", sampleEvaluation(2), "train");
    desk.session.open(textOf(folder));
    QTRY_COMPARE(desk.errors.count(), 3);
    QVERIFY(desk.errors[2][0].toString().contains("train"));
    const fs::path text = fs::path(desk.root.path().toStdString()) / "text.h5";
    QVERIFY(replaceFileText(text, "no HDF5"));
    desk.session.open(textOf(text));
    QTRY_COMPARE(desk.errors.count(), 4);
  }

  void whatWasShownComesBack() {
    Desk desk;
    const fs::path file = fs::path(desk.root.path().toStdString()) / "table.h5";
    QVERIFY(writeEvaluation(file, sampleEvaluation(5).stored));
    desk.session.open(textOf(file));
    QTRY_COMPARE(desk.workspace.table().size(), 5U);
    desk.session.save();
    FailuresWorkspace workspace;
    FailuresSession session(workspace, desk.launcher, desk.settings, nullptr);
    QSignalSpy shown(&session, &FailuresSession::shown);
    session.restore();
    session.setRunRows({});
    QTRY_COMPARE(workspace.table().size(), 5U);
    QCOMPARE(shown.count(), 0);
  }

  void whatWasNotKeptIsComputedByAChild() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(3);
    const fs::path folder = desk.makeRun("run", table);
    writeStatus(folder, RunState::Done, 6, 6);
    QVERIFY(writeEvaluation(folder / run_file::kResult, table.stored));
    // The child: what it would write is there already, and is put where it was told to.
    const EvaluationTable kept = sampleEvaluation(1, 1);
    const fs::path prepared = desk.makeRun("prepared", kept);
    writeStatus(prepared, RunState::Done, 2, 2);
    QVERIFY(writeEvaluation(prepared / run_file::kResult, kept.stored));
    const fs::path script = fs::path(desk.root.path().toStdString()) / "child.sh";
    QVERIFY(replaceFileText(script, "#!/bin/sh\nfor last; do :; done\ncp -r '" + prepared.string() + "' \"$last\"\n"));
    fs::permissions(script, fs::perms::owner_all);
    desk.launcher.setProgram(textOf(script));
    qputenv("PTYCHODESK_RUNS", desk.root.filePath("runs").toUtf8());
    desk.session.open(textOf(folder));
    QTRY_VERIFY(desk.workspace.imagePage().pictures() != nullptr);
    QCOMPARE(desk.workspace.imagePage().pictures()->image, 100);
    QVERIFY(!desk.workspace.imagePage().grid().hasEstimate());
    Q_EMIT desk.workspace.imagePage().computeRequested(100, 1);
    QTRY_VERIFY(desk.workspace.imagePage().grid().hasEstimate());
    Q_EMIT desk.workspace.imagePage().tryRequested(100, "awf:5");
    QTRY_COMPARE(desk.workspace.imagePage().pictures()->estimates.size(), 3U);
    QCOMPARE(desk.workspace.imagePage().pictures()->estimates[2].label, QString("awf:5"));
    QCOMPARE(desk.errors.count(), 0);
  }

  void aSelectionIsSetUpWholeAsAnEvaluationOfAChain() {
    Desk desk;
    const EvaluationTable table = sampleEvaluation(8);
    const fs::path folder = desk.makeRun("run", table);
    writeStatus(folder, RunState::Done, 16, 16);
    QVERIFY(writeEvaluation(folder / run_file::kResult, table.stored));
    desk.session.open(textOf(folder));
    QTRY_COMPARE(desk.workspace.table().size(), 8U);
    EvaluationRequest trial;
    connect(&desk.session, &FailuresSession::trialRequested, &desk.workspace,
            [&](const EvaluationRequest& asked) { trial = asked; });
    QSignalSpy single(&desk.session, &FailuresSession::reconstructRequested);
    Q_EMIT desk.workspace.reconstructRequested({104, 101, 102, 103});
    QCOMPARE(single.count(), 0);
    QVERIFY(obstacleOf(trial).isEmpty());
    trial.stages = "awf:5";
    trial.name = "again";
    QCOMPARE(evaluateArguments(trial).join(' '),
             QString("evaluate --simulation-spec=%1/spec.json --preset=best-60 --chain=awf:5 --method=flat-chain "
                     "--images=101-104 --keep=all --name=again").arg(textOf(folder)));
    QCOMPARE(launchOf(trial).spec["parent"].get<std::string>(), std::string("run"));
    Q_EMIT desk.workspace.reconstructRequested({102});
    QCOMPARE(single.count(), 1);
    trial.stages = "magic:5";
    QVERIFY(!obstacleOf(trial).isEmpty());
  }

  void aSingleImageIsAskedForAsAnybodyCould() {
    const Json spec = *parseJson(sampleEvaluation(1).stored.spec_json, "");
    const QStringList chain = LaterEstimates::arguments(spec, "s.json", 7, "flat-chain", {}, "/runs/x");
    QCOMPARE(chain.join(' '), QString("evaluate --spec s.json --method flat-chain --simulation-spec s.json --first 7 "
                                      "--count 1 --keep all --run-folder /runs/x"));
    const QStringList hybrid = LaterEstimates::arguments(spec, "s.json", 7, "hybrid", "awf:5", "/runs/x");
    QVERIFY(hybrid.join(' ').startsWith("evaluate --network /runs/network --device cpu --chain awf:5 --method hybrid"));
  }
};

}  // namespace ptycho

QTEST_MAIN(ptycho::FailuresSessionTest)
#include "failures_session_test.moc"
