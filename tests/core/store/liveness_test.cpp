#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include "core/store/run_folder.h"
#include "core/store/run_recorder.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

namespace {

RunStatus ofThisProcess(RunState state = RunState::Running) {
  RunStatus status;
  status.state = state;
  status.heartbeat = 1;
  status.promised_s = 10;
  status.pid = ::getpid();
  status.host = hostName();
  status.boot_id = bootId();
  status.process_start = processStartTime(status.pid);
  return status;
}

}  // namespace

using Liveness = StoreTest;

TEST_F(Liveness, endingsAreBelieved) {
  LivenessJudge judge;
  EXPECT_EQ(judge.judge(ofThisProcess(RunState::Queued), 0), RunLiveness::Queued);
  EXPECT_EQ(judge.judge(ofThisProcess(RunState::Done), 1e6), RunLiveness::Done);
  EXPECT_EQ(judge.judge(ofThisProcess(RunState::Stopped), 2e6), RunLiveness::Stopped);
  EXPECT_EQ(judge.judge(ofThisProcess(RunState::Failed), 3e6), RunLiveness::Failed);
}

TEST_F(Liveness, aProcessOfThisHostThatIsSilentIsStuckAndNotLost) {
  LivenessJudge judge;
  RunStatus status = ofThisProcess();
  EXPECT_EQ(judge.judge(status, 100), RunLiveness::Running);
  EXPECT_EQ(judge.judge(status, 119), RunLiveness::Running);
  EXPECT_EQ(judge.judge(status, 121), RunLiveness::Stuck);
  ++status.heartbeat;
  EXPECT_EQ(judge.judge(status, 122), RunLiveness::Running);
  status.state = RunState::Paused;
  EXPECT_EQ(judge.judge(status, 123), RunLiveness::Paused);
  status.state = RunState::Stopping;
  EXPECT_EQ(judge.judge(status, 124), RunLiveness::Stopping);
}

TEST_F(Liveness, aPidWithAnotherStartTimeIsNotBelieved) {
  RunStatus status = ofThisProcess();
  ++status.process_start;
  EXPECT_EQ(LivenessJudge().judge(status, 0), RunLiveness::Lost);
}

TEST_F(Liveness, elsewhereOnlyGrowthCountsOnTheWatchersClock) {
  RunStatus status = ofThisProcess();
  status.host = "another-host";
  status.pid = 1;  // exists here, but that means nothing
  status.process_start = 1;
  status.updated_at = "1970-01-01T00:00:00Z";  // nor does the other clock
  LivenessJudge judge;
  EXPECT_EQ(judge.judge(status, 5), RunLiveness::Running);
  EXPECT_EQ(judge.judge(status, 24), RunLiveness::Running);
  EXPECT_EQ(judge.judge(status, 26), RunLiveness::Lost);
  ++status.heartbeat;
  EXPECT_EQ(judge.judge(status, 27), RunLiveness::Running);
  status.promised_s = 600;  // before a long step
  EXPECT_EQ(judge.judge(status, 1000), RunLiveness::Running);
  EXPECT_EQ(judge.judge(status, 1300), RunLiveness::Lost);
}

TEST_F(Liveness, thisHostAfterAnotherBootIsElsewhere) {
  RunStatus status = ofThisProcess();
  status.boot_id = "an earlier boot";
  LivenessJudge judge;
  EXPECT_EQ(judge.judge(status, 0), RunLiveness::Running);
  EXPECT_EQ(judge.judge(status, 21), RunLiveness::Lost);
}

TEST_F(Liveness, aKilledWorkerIsLostAlsoBeforeAnybodyWaitsForIt) {
  ASSERT_TRUE(ok(createRunFolderAt(at("run"), "train", Json::object())));
  const pid_t worker = ::fork();
  if (worker == 0) {
    RunRecorder recorder(at("run"), nullptr);
    while (recorder.keepGoing()) ::usleep(1000);
    ::_exit(0);
  }
  LivenessJudge judge;
  RunStatus status;
  for (int k = 0; k < 200 && status.state != RunState::Running; ++k) {
    ::usleep(10'000);
    status = readRunStatus(at("run")).value_or(RunStatus());
  }
  EXPECT_EQ(judge.judge(status, 0), RunLiveness::Running);
  EXPECT_EQ(status.pid, worker);
  ::kill(worker, SIGKILL);
  siginfo_t ended{};
  ::waitid(P_PID, static_cast<id_t>(worker), &ended, WEXITED | WNOWAIT);  // a zombie now
  EXPECT_EQ(judge.judge(*readRunStatus(at("run")), 0.1), RunLiveness::Lost);
  ::waitpid(worker, nullptr, 0);
  EXPECT_EQ(judge.judge(*readRunStatus(at("run")), 0.2), RunLiveness::Lost);
  EXPECT_EQ(LivenessJudge().judge(*readRunStatus(at("run")), 0), RunLiveness::Lost);
}

TEST_F(Liveness, identitiesOfThisProcessAreKnown) {
  EXPECT_FALSE(hostName().empty());
  EXPECT_EQ(bootId().size(), 36u);
  EXPECT_GT(processStartTime(::getpid()), 0);
  EXPECT_EQ(processStartTime(0), 0);
  EXPECT_EQ(processStartTime(-1), 0);
  EXPECT_EQ(processStartTime(1ll << 40), 0);
  EXPECT_EQ(runLivenessName(RunLiveness::Lost), "lost");
  EXPECT_EQ(runStateName(RunState::Stopping), "stopping");
}

}  // namespace ptycho::testing
