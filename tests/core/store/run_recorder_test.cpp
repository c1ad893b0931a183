#include "core/store/run_recorder.h"

#include <chrono>
#include <cmath>
#include <csignal>
#include <functional>
#include <thread>
#include <unistd.h>

#include "core/store/quick_replace.h"
#include "core/store/result_file.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

using namespace std::chrono_literals;

class Recorder : public StoreTest {
 protected:
  Recorder() { EXPECT_TRUE(ok(createRunFolderAt(at("run"), "reconstruct", Json::object()))); }

  RunStatus status() const { return readRunStatus(at("run")).value_or(RunStatus()); }
  /// True as soon as the status fulfils the condition, at the latest after 5 s.
  bool eventually(const std::function<bool(const RunStatus&)>& condition) const {
    for (int k = 0; k < 500; ++k) {
      if (condition(status())) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
  std::string ask(const std::string& request) const { return requestRun(at("run"), request).value_or("failed"); }
};

TEST_F(Recorder, tellsWhoRunsAndHowFarItIs) {
  RunRecorder recorder(at("run"), nullptr);
  EXPECT_EQ(status().state, RunState::Running);
  recorder.progress({"dm", 7, 300, 10});
  EXPECT_TRUE(eventually([](const RunStatus& s) { return s.phase == "dm" && s.done == 7 && s.total == 300; }));
  const RunStatus now = status();
  EXPECT_EQ(now.pid, ::getpid());
  EXPECT_EQ(now.host, hostName());
  EXPECT_EQ(now.process_start, processStartTime(::getpid()));
  EXPECT_EQ(LivenessJudge().judge(now, 0), RunLiveness::Running);
  recorder.finish(Completion::Done, "amplitude NRMSE 0.01");
  EXPECT_EQ(status().state, RunState::Done);
  EXPECT_EQ(status().message, "amplitude NRMSE 0.01");
}

TEST_F(Recorder, theHeartGoesOnWithoutNews) {
  RunRecorder recorder(at("run"), nullptr);
  const std::int64_t before = status().heartbeat;
  EXPECT_TRUE(eventually([before](const RunStatus& s) { return s.heartbeat > before; }));
  recorder.finish(Completion::Done, "");
}

TEST_F(Recorder, pauseResumeAndStopAreAcknowledgedWithTheirIds) {
  RunRecorder recorder(at("run"), nullptr);
  std::atomic<int> steps{0};
  std::thread work([&] {
    while (recorder.keepGoing()) {
      ++steps;
      std::this_thread::sleep_for(2ms);
    }
    recorder.finish(Completion::StoppedEarly, "");
  });
  const std::string pause = ask("pause");
  EXPECT_TRUE(eventually([&](const RunStatus& s) { return s.control_id == pause && s.state == RunState::Paused; }));
  const int stepsThen = steps;
  const RunStatus then = status();
  EXPECT_TRUE(eventually([&](const RunStatus& s) { return s.heartbeat > then.heartbeat; }));
  EXPECT_EQ(steps, stepsThen);
  EXPECT_LT(status().elapsed_s - then.elapsed_s, 0.2) << "a pause counts as elapsed";
  const std::string resume = ask("resume");
  EXPECT_TRUE(eventually([&](const RunStatus& s) { return s.control_id == resume && s.state == RunState::Running; }));
  EXPECT_TRUE(eventually([&](const RunStatus&) { return steps > stepsThen; }));
  const std::string stop = ask("stop");
  work.join();
  EXPECT_EQ(status().control_id, stop);
  EXPECT_EQ(status().state, RunState::Stopped);
  EXPECT_EQ(status().message, "stopped on request");
  EXPECT_TRUE(recorder.stopRequested());
}

TEST_F(Recorder, aStopIsAcknowledgedDuringALongStep) {
  RunRecorder recorder(at("run"), nullptr);
  const std::string stop = ask("stop");
  EXPECT_TRUE(eventually([&](const RunStatus& s) { return s.control_id == stop && s.state == RunState::Stopping; }));
  EXPECT_FALSE(recorder.keepGoing());
  recorder.finish(Completion::StoppedEarly, "");
}

TEST_F(Recorder, aStopEndsAPause) {
  RunRecorder recorder(at("run"), nullptr);
  ask("pause");
  std::thread asker([this] {
    EXPECT_TRUE(eventually([](const RunStatus& s) { return s.state == RunState::Paused; }));
    ask("stop");
  });
  EXPECT_FALSE(recorder.keepGoing());
  asker.join();
  EXPECT_EQ(status().state, RunState::Stopping);
  recorder.finish(Completion::StoppedEarly, "by hand");
  EXPECT_EQ(status().message, "by hand");
}

TEST_F(Recorder, anOldRequestIsNotObeyedAgain) {
  {
    RunRecorder first(at("run"), nullptr);
    ask("stop");
    EXPECT_FALSE(first.keepGoing());
    first.finish(Completion::StoppedEarly, "");
  }
  const std::int64_t before = status().heartbeat;
  RunRecorder second(at("run"), nullptr);
  EXPECT_TRUE(second.keepGoing());
  EXPECT_GT(status().heartbeat, before);
  second.finish(Completion::Done, "");
}

TEST_F(Recorder, clearsAwayWhatAKilledProcessLeft) {
  writeBytes(at("run/.status.json.123-4.part"), "{");
  writeBytes(at("run/.preview.h5.123-5.part"), "x");
  writeBytes(at("run/notes.part"), "mine");
  RunRecorder recorder(at("run"), nullptr);
  recorder.finish(Completion::Done, "");
  EXPECT_EQ(filesOf(at("run")), (std::vector<std::string>{"log.txt", "notes.part", "spec.json", "status.json"}));
}

TEST_F(Recorder, tellsWhatHasEndedIt) {
  const std::pair<int, StopCause> signals[] = {{SIGINT, StopCause::Interrupt}, {SIGTERM, StopCause::Termination},
                                               {SIGUSR1, StopCause::TimeWarning}};
  for (const auto& [number, cause] : signals) {
    std::atomic<int> signal{0};
    RunRecorder recorder(at("run"), &signal);
    EXPECT_TRUE(recorder.keepGoing());
    signal = number;
    EXPECT_FALSE(recorder.keepGoing());
    EXPECT_EQ(status().state, RunState::Stopping);
    recorder.finish(Completion::StoppedEarly, "");
    EXPECT_EQ(status().message, "stopped by a signal");
    EXPECT_EQ(status().stopped_by, cause);
  }
  RunRecorder done(at("run"), nullptr);
  done.finish(Completion::Done, "", StopCause::TimeBudget);
  EXPECT_EQ(status().state, RunState::Done);
  EXPECT_EQ(status().stopped_by, StopCause::TimeBudget);
}

TEST_F(Recorder, aWordOfALaterVersionForWhatEndedItIsNoError) {
  Json json = runStatusToJson({});
  json["stopped_by"] = "earthquake";
  const auto read = runStatusFromJson(json);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->stopped_by, StopCause::None);
}

TEST_F(Recorder, failuresKeepTheirSentence) {
  {
    RunRecorder recorder(at("run"), nullptr);
    recorder.finishFailed({ErrorCode::BadInput, "there is no such file.", "scan.h5"});
  }
  EXPECT_EQ(status().state, RunState::Failed);
  EXPECT_EQ(status().message, "scan.h5: there is no such file.");
  { RunRecorder forgotten(at("run"), nullptr); }
  EXPECT_EQ(status().state, RunState::Failed);
  EXPECT_NE(status().message.find("without a result"), std::string::npos);
}

TEST_F(Recorder, previewsComeAtMostSoOften) {
  RunRecorder recorder(at("run"), nullptr, 0.2);
  ASSERT_TRUE(recorder.wantsPreview());
  recorder.progress({"dm", 3, 10, 10});
  recorder.publish("object", ComplexImage(4, 4, {1, 0}));
  EXPECT_FALSE(recorder.wantsPreview());
  recorder.publish("object", ComplexImage(4, 4, {2, 0}));
  const auto first = readPreview(at("run/preview.h5"));
  ASSERT_TRUE(ok(first));
  EXPECT_EQ(first->picture[0], Complex(1, 0));
  EXPECT_EQ(first->step, 3);
  std::this_thread::sleep_for(250ms);
  EXPECT_TRUE(recorder.wantsPreview());
  recorder.finish(Completion::Done, "");
}

TEST_F(Recorder, aFullDiskPausesUntilThereIsRoom) {
  RunRecorder recorder(at("run"), nullptr);
  int attempts = 0;
  std::string seen;
  const auto written = recorder.writeWithRoom([&]() -> Result<void> {
    if (++attempts == 3) seen = runStateName(status().state) + ": " + status().message;
    if (attempts < 4) return fail(ErrorCode::NoSpace, "no space left", "result.h5");
    return {};
  });
  EXPECT_TRUE(ok(written));
  EXPECT_EQ(attempts, 4);
  EXPECT_EQ(seen.find("paused: no space on " + at("run").string()), 0u) << seen;
  EXPECT_EQ(status().state, RunState::Running);
  EXPECT_EQ(recorder.writeWithRoom([] { return Result<void>(fail(ErrorCode::Io, "x")); }).error().code, ErrorCode::Io);
  recorder.finish(Completion::Done, "");
}

TEST_F(Recorder, aStopEndsTheWaitForRoomAndNothingWrittenIsLost) {
  const int code = inChild([this] {
    // 1,000 bytes for any file: status.json still fits, events soon do not.
    limitFileSize(1000);
    RunRecorder recorder(at("run"), nullptr);
    std::thread asker([this] {
      if (eventually([](const RunStatus& s) { return s.state == RunState::Paused; })) ask("stop");
    });
    int events = 0;
    while (recorder.keepGoing()) recorder.event({{"i", std::int64_t{++events}}, {"text", std::string(80, 'x')}});
    asker.join();
    recorder.finish(Completion::StoppedEarly, "");
    return events > 5 && events < 15 ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  const EventBatch batch = readEvents(at("run"), 0);
  EXPECT_EQ(batch.damaged_lines, 0u);
  EXPECT_GT(batch.events.size(), 5u);
  EXPECT_EQ(bytesOf(at("run/events.jsonl")).back(), '\n');
  EXPECT_EQ(status().state, RunState::Stopped);
}

TEST_F(Recorder, theLastWordOnAFullDiskReplacesTheOldOneInPlace) {
  // No limit on files can play this: it would forbid the old bytes as well.
  RunStatus before;
  before.message = std::string(300, 'm');
  RunStatus after;
  after.state = RunState::Paused;
  after.message = "no space";
  writeBytes(at("run/status.json"), jsonText(runStatusToJson(before)));
  const auto size = bytesOf(at("run/status.json")).size();
  EXPECT_TRUE(ok(overwriteInPlace(at("run/status.json"), jsonText(runStatusToJson(after)))));
  EXPECT_EQ(bytesOf(at("run/status.json")).size(), size);
  EXPECT_EQ(status().message, "no space");
  EXPECT_EQ(status().state, RunState::Paused);
}

}  // namespace ptycho::testing
