#include <chrono>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

using test::cli;
using test::exitCodeOf;
using test::startCli;
using test::waitUntil;
using test::WorkFolder;

const std::string kSmall = "simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 4 --step 7 ";

TEST(CliRun, keepsEverythingInTheFolder) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("reconstruct scan.h5 --chain dm:20:range --run-folder run", folder.path()).exit_code, 0);
  const auto run = folder / "run";
  EXPECT_EQ(readRunStatus(run)->state, RunState::Done);
  EXPECT_EQ(readEvents(run, 0).events.size(), 20U);
  EXPECT_EQ(readResult(run / run_file::kResult)->reconstruction.iterations, 20);
  const auto spec = readRunSpec(run).value();
  EXPECT_EQ(spec["verb"], "reconstruct");
  EXPECT_EQ(spec["reconstruction"]["stages"][0]["iterations"], 20);
  const auto again = cli("reconstruct scan.h5 --spec run/spec.json -o again.h5", folder.path());
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(readResult(folder / "again.h5")->reconstruction.object,
            readResult(run / run_file::kResult)->reconstruction.object);
  EXPECT_EQ(cli("info run --json", folder.path()).json()["status"]["state"], "done");
}

TEST(CliRun, withoutOutputMakesARunInTheRoot) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("reconstruct scan.h5 --chain dm:3 --runs-root runs", folder.path()).exit_code, 0);
  const auto runs = listRuns(folder / "runs");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].verb, "reconstruct");
}

TEST(CliRun, doesNotWriteIntoAnExistingRun) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("reconstruct scan.h5 --chain dm:3 --run-folder run", folder.path()).exit_code, 0);
  const auto before = test::fileText(folder / "run/result.h5");
  const auto refused = cli("reconstruct scan.h5 --chain dm:4 --run-folder run", folder.path());
  EXPECT_EQ(refused.exit_code, 2) << refused.err;
  EXPECT_NE(refused.err.find("run"), std::string::npos);
  EXPECT_EQ(before, test::fileText(folder / "run/result.h5"));
}

class Stopping : public testing::TestWithParam<int> {};

TEST_P(Stopping, bySignalOrRequestKeepsTheResult) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto run = folder / "run";
  const pid_t child = startCli({"reconstruct", "scan.h5", "--chain", "dm:1000000", "--record-every", "100",
                                "--run-folder", "run", "--threads", "1"}, folder.path());
  ASSERT_TRUE(waitUntil([&] { return readEvents(run, 0).events.size() > 2; }));
  std::string id;
  if (GetParam() > 0) ASSERT_EQ(::kill(child, GetParam()), 0);
  else id = requestRun(run, "stop").value();
  EXPECT_EQ(exitCodeOf(child), 3);
  const auto status = readRunStatus(run).value();
  EXPECT_EQ(status.state, RunState::Stopped);
  EXPECT_EQ(stopCauseName(status.stopped_by), GetParam() == SIGTERM   ? "termination"
                                              : GetParam() == SIGINT  ? "interrupt"
                                              : GetParam() == SIGUSR1 ? "time-warning"
                                                                      : "request");
  if (!id.empty()) {
    EXPECT_EQ(status.control_id, id);
  }
  const auto result = readResult(run / run_file::kResult);
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_EQ(result->reconstruction.completion, Completion::StoppedEarly);
  EXPECT_GT(result->reconstruction.iterations, 0);
}

INSTANTIATE_TEST_SUITE_P(Ways, Stopping, testing::Values(SIGTERM, SIGINT, SIGUSR1, 0));

TEST(CliRun, pausesAndGoesOn) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto run = folder / "run";
  const pid_t child = startCli({"reconstruct", "scan.h5", "--chain", "dm:1000000", "--record-every", "100",
                                "--run-folder", "run", "--threads", "1"}, folder.path());
  ASSERT_TRUE(waitUntil([&] { return readEvents(run, 0).events.size() > 2; }));
  const auto pause = requestRun(run, "pause").value();
  ASSERT_TRUE(waitUntil([&] {
    const auto status = readRunStatus(run);
    return status && status->state == RunState::Paused && status->control_id == pause;
  }));
  const auto paused = readEvents(run, 0).events.size();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(readEvents(run, 0).events.size(), paused);
  ASSERT_TRUE(requestRun(run, "resume"));
  EXPECT_TRUE(waitUntil([&] { return readEvents(run, 0).events.size() > paused + 2; }));
  ASSERT_TRUE(requestRun(run, "stop"));
  EXPECT_EQ(exitCodeOf(child), 3);
}

TEST(CliRun, killedAtOnceIsLostAndLeavesNoHalfFile) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto run = folder / "run";
  const pid_t child = startCli({"reconstruct", "scan.h5", "--chain", "dm:1000000", "--run-folder", "run"}, folder.path());
  ASSERT_TRUE(waitUntil([&] { return readEvents(run, 0).events.size() > 2; }));
  ::kill(child, SIGKILL);
  (void)exitCodeOf(child);
  LivenessJudge judge;
  EXPECT_EQ(judge.judge(readRunStatus(run).value(), 0), RunLiveness::Lost);
  EXPECT_FALSE(std::filesystem::exists(run / run_file::kResult));
}

}  // namespace
}  // namespace ptycho
