#include <QTest>

#include "widgets/reconstruct/command_line.h"
#include "widgets/reconstruct/request_json.h"

namespace ptycho {
namespace {

ReconstructionRequest requestOf(const char* chain) {
  ReconstructionRequest request;
  request.acquisition = "/data/scan.h5";
  request.spec.stages = parseChain(chain).value();
  return request;
}

}  // namespace

class CommandLineTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void defaultsAreLeftOut() {
    QCOMPARE(reconstructArguments(requestOf("dm:300:range,awf:100"), {}),
             QStringList({"reconstruct", "/data/scan.h5", "--chain", "dm:300:range,awf:100"}));
  }

  void everythingElseIsAnOption() {
    ReconstructionRequest request = requestOf("epie:5");
    request.spec.range.amplitude_min = 0.25;
    request.spec.range.phase_max_rad = 0.5;
    request.spec.start = StartKind::Random;
    request.spec.seed = 7;
    request.spec.record_every = 10;
    request.spec.keep_best = false;
    request.threads = 2;
    const QStringList arguments = reconstructArguments(request, "/runs/one");
    const auto valueOf = [&](const QString& option) { return arguments.value(arguments.indexOf(option) + 1); };
    QCOMPARE(valueOf("--amplitude-min"), QString("0.25"));
    QCOMPARE(valueOf("--phase-max-rad"), QString("0.5"));
    QCOMPARE(valueOf("--start"), QString("random"));
    QCOMPARE(valueOf("--seed"), QString("7"));
    QCOMPARE(valueOf("--record-every"), QString("10"));
    QCOMPARE(valueOf("--keep-best"), QString("false"));
    QCOMPARE(valueOf("--threads"), QString("2"));
    QCOMPARE(valueOf("--run-folder"), QString("/runs/one"));
    QVERIFY(!arguments.contains("--amplitude-max"));
  }

  void startsFromAFile() {
    ReconstructionRequest request = requestOf("awf:5");
    request.spec.start = StartKind::Given;
    request.start_file = "old result.h5:/object";
    const QStringList arguments = reconstructArguments(request, {});
    QCOMPARE(arguments.value(arguments.indexOf("--start") + 1), QString("old result.h5:/object"));
  }

  void whatTheRunIsGivenIsAnOption() {
    ReconstructionRequest request = requestOf("dm:5:support");
    request.spec.starts = 3;
    request.spec.probe_modes = 2;
    request.spec.background = 0.5;
    request.support_file = "mask.h5:/support";
    request.memory_gb = 1.5;
    request.checkpoint_every_s = 0;
    const QStringList arguments = reconstructArguments(request, {});
    const auto valueOf = [&](const QString& option) { return arguments.value(arguments.indexOf(option) + 1); };
    QCOMPARE(valueOf("--starts"), QString("3"));
    QCOMPARE(valueOf("--probe-modes"), QString("2"));
    QCOMPARE(valueOf("--background"), QString("0.5"));
    QCOMPARE(valueOf("--support"), QString("mask.h5:/support"));
    QCOMPARE(valueOf("--memory"), QString("1.5"));
    QCOMPARE(valueOf("--checkpoint-every"), QString("0"));
    const auto back = requestFromJson(requestToJson(request));
    QVERIFY(back);
    QCOMPARE(reconstructArguments(*back, {}), arguments);
    request.spec.stages = parseChain("dm:5").value();  // the program refuses a support that no stage uses
    QVERIFY(!reconstructArguments(request, {}).contains("--support"));
  }

  void shellLineQuotesWhatNeedsIt() {
    QCOMPARE(shellLine("ptychodesk-cli", {"reconstruct", "it's mine.h5", "--chain", "dm:3:beta=0.9,awf:2", ""}),
             QString("ptychodesk-cli reconstruct 'it'\\''s mine.h5' --chain dm:3:beta=0.9,awf:2 ''"));
    QCOMPARE(shellLine("p", {"$HOME", "a;b", "*"}), QString("p '$HOME' 'a;b' '*'"));
  }

  void requestSurvivesTheSession() {
    ReconstructionRequest request = requestOf("rpie:9:alpha=0.05");
    request.spec.range.phase_min_rad = -2;
    request.spec.start = StartKind::Given;
    request.start_file = "a.h5";
    request.threads = 3;
    const auto back = requestFromJson(requestToJson(request));
    QVERIFY(back);
    QCOMPARE(back->spec, request.spec);
    QCOMPARE(back->start_file, request.start_file);
    QCOMPARE(back->acquisition, request.acquisition);
    QCOMPARE(back->threads, 3);
    QVERIFY(!requestFromJson(Json::array()));
    QVERIFY(!requestFromJson(Json::object()));
  }

  void runSpecSaysWhatWasAsked() {
    const ReconstructionRequest request = requestOf("dm:4");
    Json spec{{"schema", 1},
              {"verb", "reconstruct"},
              {"acquisition", "/data/scan.h5"},
              {"start", "/data/old.h5"},
              {"threads", 16},
              {"reconstruction", reconstructionSpecToJson(request.spec)}};
    const auto back = requestFromRunSpec(spec);
    QVERIFY(back);
    QCOMPARE(back->start_file, QString("/data/old.h5"));
    QVERIFY(back->spec.start == StartKind::Given);
    QCOMPARE(back->threads, 0);
    spec["start"] = "random";
    QVERIFY(requestFromRunSpec(spec)->spec.start == StartKind::Random);
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::CommandLineTest)
#include "command_line_test.moc"
