#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/widgets/models/synthetic_run.h"
#include "widgets/models/queue_turns.h"
#include "widgets/models/run_colours.h"
#include "widgets/models/run_details.h"
#include "widgets/models/run_digests.h"

namespace ptycho {

using test::SyntheticRun;

namespace {

std::string validation(int step, const char* amplitude, const char* phase) {
  return QStringLiteral("{\"kind\":\"validation\",\"step\":%1,\"amplitude_nrmse\":%2,\"phase_nrmse\":%3}\n")
      .arg(step).arg(amplitude, phase).toStdString();
}

std::string trained(int step, const char* loss) {
  return QStringLiteral("{\"kind\":\"train\",\"step\":%1,\"loss\":%2}\n").arg(step).arg(loss).toStdString();
}

RunRow rowOf(const std::string& name, RunLiveness liveness) {
  RunRow row;
  row.entry.folder = "/runs/" + name;
  row.entry.name = name;
  row.entry.verb = "train";
  row.entry.status = RunStatus{};
  row.entry.status->host = hostName();
  row.liveness = liveness;
  return row;
}

RunDigest waiting(double position, const std::string& device, const std::string& host = hostName()) {
  RunDigest digest;
  digest.device = device;
  digest.launch = RunLaunch{};
  digest.waits = true;
  digest.launch->position = position;
  digest.launch->host = host;
  return digest;
}

}  // namespace

class RunDigestTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_root;

 private Q_SLOTS:
  void theLastWordOfARunThatEndedIsRead() {
    SyntheticRun run(m_root.path().toStdString(), "ends", "train");
    run.appendEvents(validation(100, "0.2", "0.4"));
    RunRow row = rowOf("ends", RunLiveness::Running);
    row.entry.folder = run.folder();
    RunDigests digests;
    digests.setRows({row});
    QTRY_VERIFY(digests.digest(row.folder()));
    digests.setRows({row});  // not the turn of those that rest
    run.appendEvents(validation(200, "0.1", "0.3"));
    row.liveness = RunLiveness::Done;
    digests.setRows({row});
    QTRY_COMPARE(digests.digest(row.folder())->error_step, 200);
  }

  void theBestValidationAndTheLastLossAreFound() {
    SyntheticRun run(m_root.path().toStdString(), "net", "train");
    RunDigestReader reader(run.folder());
    run.appendEvents(validation(0, "0.01", "0.01") + trained(1, "0.9") + validation(100, "0.09", "0.4") +
                     trained(200, "0.5") + validation(200, "0.05", "0.3") + validation(300, "0.06", "0.35"));
    QVERIFY(reader.look());
    QCOMPARE(reader.digest().error_step, 200);  // and not the untrained network's
    QCOMPARE(reader.digest().amplitude_nrmse, 0.05);
    QCOMPARE(reader.digest().phase_nrmse, 0.3);
    QCOMPARE(reader.digest().last_phase_nrmse, 0.35);
    QCOMPARE(reader.digest().loss, 0.5);
    QVERIFY(!reader.look());
    run.appendEvents(trained(400, "\"nan\"") + validation(400, "\"nan\"", "0.1") + "{\"kind\":\"train\",\"st");
    QVERIFY(reader.look());
    QVERIFY(std::isnan(reader.digest().loss));
    QCOMPARE(reader.digest().loss_step, 400);
    QCOMPARE(reader.digest().error_step, 200);
    run.appendEvents("ep\":500,\"loss\":0.25}\n");
    QVERIFY(reader.look());
    QCOMPARE(reader.digest().loss, 0.25);
  }

  void aReconstructionIsJudgedByItsLastIteration() {
    SyntheticRun run(m_root.path().toStdString(), "scan");
    run.appendEvents("{\"iteration\":1,\"residual\":0.5,\"amplitude_nrmse\":0.1,\"phase_nrmse\":0.2}\n"
                     "{\"iteration\":2,\"residual\":0.4,\"amplitude_nrmse\":0.3,\"phase_nrmse\":0.4}\n");
    RunDigestReader reader(run.folder());
    QVERIFY(reader.look());
    QCOMPARE(reader.digest().amplitude_nrmse, 0.3);
    QCOMPARE(reader.digest().loss, 0.4);
  }

  void anEvaluationIsJudgedByItsBestMethodsMean() {
    SyntheticRun run(m_root.path().toStdString(), "on test", "evaluate");
    const auto image = [](int number, const char* method, double amplitude) {
      return QStringLiteral("{\"image\":%1,\"method\":\"%2\",\"amplitude_nrmse\":%3,\"phase_nrmse\":0.2,"
                            "\"residual\":1}\n")
          .arg(number).arg(method).arg(amplitude).toStdString();
    };
    run.appendEvents(image(0, "network", 0.1) + image(0, "hybrid", 0.02) + image(1, "network", 0.1));
    RunDigestReader reader(run.folder());
    QVERIFY(reader.look());
    run.appendEvents(image(1, "hybrid", 0.04));
    QVERIFY(reader.look());
    QCOMPARE(QString::fromStdString(reader.digest().method), QString("hybrid"));
    QCOMPARE(reader.digest().amplitude_nrmse, 0.03);
    QCOMPARE(reader.digest().error_step, 2);
    QVERIFY(std::isnan(reader.digest().loss));
  }

  void notesAreSeenSoon() {
    SyntheticRun run(m_root.path().toStdString(), "net", "train");
    run.write(RunState::Running);
    RunRow row;
    row.entry.folder = run.folder();
    row.liveness = RunLiveness::Running;
    RunDigests digests;
    QSignalSpy changes(&digests, &RunDigests::digestsChanged);
    digests.setRows({row});
    QTRY_VERIFY(digests.isSettled());
    QVERIFY(writeRunNotes(run.folder(), {"mine", {"noise"}, {}}).has_value());
    digests.refresh(run.qFolder());
    QTRY_VERIFY(digests.digest(run.qFolder()) && digests.digest(run.qFolder())->notes.title == "mine");
    QVERIFY(!changes.isEmpty());
  }

  void detailsAreReadFromWhatIsThere() {
    SyntheticRun run(m_root.path().toStdString(), "net", "train");
    std::ofstream(run.folder() / run_file::kLog) << std::string(40'000, 'x') << "\nlast line\n";
    const RunDetails details = readRunDetails(run.qFolder());
    QCOMPARE(details.log_tail, QString("last line\n"));
    QVERIFY(details.bytes > 40'000);
    QCOMPARE(QString::fromStdString(details.spec["verb"].get<std::string>()), QString("train"));
    QVERIFY(!readRunDetails("/nowhere").spec_problem.isEmpty());
    QCOMPARE(bytesText(999), QString("999 B"));
    QCOMPARE(bytesText(1'234'567), QString("1.2 MB"));
  }

  void oneRunAtATimeForEachDevice() {
    std::map<QString, RunDigest> digests{{"/runs/b", waiting(2, "cpu")},
                                         {"/runs/a", waiting(1, "auto")},
                                         {"/runs/g", waiting(9, "cuda:0")},
                                         {"/runs/x", waiting(0, "cpu", "elsewhere")}};
    const auto digestOf = [&](const QString& folder) {
      const auto found = digests.find(folder);
      return found == digests.end() ? nullptr : &found->second;
    };
    std::vector<RunRow> rows{rowOf("b", RunLiveness::Queued), rowOf("a", RunLiveness::Queued),
                             rowOf("g", RunLiveness::Queued), rowOf("x", RunLiveness::Queued)};
    QueueTurns turns = queueTurns(rows, digestOf, {}, "cpu");
    QCOMPARE(turns.start, QStringList({"/runs/a", "/runs/g"}));
    turns = queueTurns(rows, digestOf, {"/runs/a"}, "cpu");
    QCOMPARE(turns.start, QStringList({"/runs/g"}));
    QVERIFY(turns.busy.contains("cpu"));
    digests["/runs/a"].waits = false;  // taken, and killed before it began
    QCOMPARE(queueTurns(rows, digestOf, {}, "cpu").start, QStringList({"/runs/b", "/runs/g"}));
    digests["/runs/a"].waits = true;
    rows.push_back(rowOf("working", RunLiveness::Paused));  // nothing is known of it but its verb
    QCOMPARE(queueTurns(rows, digestOf, {}, "cpu").start, QStringList({"/runs/g"}));
    rows.back().liveness = RunLiveness::Done;
    QCOMPARE(queueTurns(rows, digestOf, {}, "cpu").start, QStringList({"/runs/a", "/runs/g"}));
    rows.back().liveness = RunLiveness::Running;
    rows.back().entry.status->host = "elsewhere";
    QCOMPARE(queueTurns(rows, digestOf, {}, "cpu").start, QStringList({"/runs/a", "/runs/g"}));
  }

  void tenColoursComeInTurn() {
    RunColours colours;
    QStringList ticked;
    QSet<int> used;
    for (int i = 0; i < RunColours::kCount; ++i) {
      ticked << QStringLiteral("/runs/%1").arg(i);
      used.insert(colours.indexOf(ticked.last(), ticked));
    }
    QCOMPARE(used.size(), RunColours::kCount);
    QVERIFY(runColourName(0, true) != runColourName(0, false));
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::RunDigestTest)
#include "run_digest_test.moc"
