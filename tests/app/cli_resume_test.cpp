#include <csignal>

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

/// Starts the run and interrupts it, with a signal or a request (0), once it has made some way.
int interrupted(const WorkFolder& folder, const std::string& chain, int signal, bool withCheckpoint = false) {
  std::vector<std::string> words{"reconstruct", "scan.h5",      "--chain", chain, "--record-every", "100",
                                 "--threads",   "1",            "--run-folder", "run"};
  if (withCheckpoint) words.insert(words.end(), {"--checkpoint-every", "0.1"});
  const pid_t child = startCli(words, folder.path());
  const auto run = folder / "run";
  EXPECT_TRUE(waitUntil([&] {
    const bool kept = !withCheckpoint || std::filesystem::exists(run / "checkpoint.h5");
    return kept && readEvents(run, 0).events.size() > 2;
  }));
  const bool asked = signal > 0 ? ::kill(child, signal) == 0 : requestRun(run, "stop").has_value();
  EXPECT_TRUE(asked);
  return exitCodeOf(child);
}

void expectSameAsWhole(const WorkFolder& folder, const std::string& chain) {
  ASSERT_EQ(cli("reconstruct scan.h5 --record-every 100 --chain " + chain + " -o whole.h5", folder.path()).exit_code, 0);
  const auto whole = readResult(folder / "whole.h5").value().reconstruction;
  const auto resumed = readResult(folder / "run/result.h5").value().reconstruction;
  EXPECT_EQ(whole.object, resumed.object);
  EXPECT_EQ(whole.probe, resumed.probe);
  EXPECT_EQ(whole.residual, resumed.residual);
  EXPECT_EQ(whole.iterations, resumed.iterations);
  ASSERT_EQ(whole.history.size(), resumed.history.size());
  for (std::size_t k = 0; k < whole.history.size(); ++k) {
    EXPECT_EQ(whole.history[k].residual, resumed.history[k].residual) << k;
  }
}

class Resumed : public testing::TestWithParam<const char*> {};

TEST_P(Resumed, isTheSameAsNeverStopped) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const std::string chain = GetParam();
  ASSERT_EQ(interrupted(folder, chain, 0), 3);
  ASSERT_TRUE(std::filesystem::exists(folder / "run/checkpoint.h5"));
  const auto rest = cli("reconstruct --resume run --threads 2 --json", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_EQ(readRunStatus(folder / "run")->state, RunState::Done);
  EXPECT_FALSE(std::filesystem::exists(folder / "run/checkpoint.h5"));
  expectSameAsWhole(folder, chain);
  const auto again = cli("reconstruct --resume run", folder.path());
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_NE(again.err.find("is done"), std::string::npos) << again.err;
}

INSTANTIATE_TEST_SUITE_P(Engines, Resumed,
                         testing::Values("dm:8000:range,awf:50", "awf:8000", "epie:6000"));

TEST(Resume, goesOnAfterAKillFromTheLastCheckpoint) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(interrupted(folder, "dm:4000", SIGKILL, true), -1);
  const auto before = readEvents(folder / "run", 0).events.size();
  const auto rest = cli("reconstruct --resume run", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  expectSameAsWhole(folder, "dm:4000");
  const auto events = readEvents(folder / "run", 0).events;
  ASSERT_GT(events.size(), before);
  EXPECT_EQ(events[before]["event"], "resumed");
}

TEST(Resume, withoutACheckpointBeginsAnew) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(interrupted(folder, "dm:4000", SIGKILL), -1);
  const auto rest = cli("reconstruct --resume run", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_NE(rest.err.find("no checkpoint"), std::string::npos);
  expectSameAsWhole(folder, "dm:4000");
}

TEST(Resume, refusesARunThatGoesOnAndOptionsThatChangeIt) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto run = folder / "run";
  const pid_t child = startCli({"reconstruct", "scan.h5", "--chain", "dm:1000000", "--record-every", "100",
                                "--run-folder", "run", "--threads", "1"}, folder.path());
  ASSERT_TRUE(waitUntil([&] { return readEvents(run, 0).events.size() > 2; }));
  const auto running = cli("reconstruct --resume run", folder.path());
  EXPECT_EQ(running.exit_code, 2);
  EXPECT_NE(running.err.find("is running"), std::string::npos) << running.err;
  ::kill(child, SIGTERM);
  EXPECT_EQ(exitCodeOf(child), 3);
  const auto changed = cli("reconstruct --resume run --chain dm:5", folder.path());
  EXPECT_EQ(changed.exit_code, 2);
  EXPECT_NE(changed.err.find("as it was asked for"), std::string::npos) << changed.err;
  EXPECT_EQ(readRunStatus(run)->state, RunState::Stopped);
}

TEST(Resume, refusesOtherData) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli(kSmall + "--seed 5 -o other.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(interrupted(folder, "dm:1000000", SIGTERM), 3);
  const auto other = cli("reconstruct --resume run other.h5", folder.path());
  EXPECT_EQ(other.exit_code, 2) << other.err;
  EXPECT_NE(other.err.find("other data"), std::string::npos) << other.err;
}

TEST(Resume, aShortRunLeavesNoCheckpoint) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("reconstruct scan.h5 --chain dm:20 --run-folder run", folder.path()).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "run/checkpoint.h5"));
}

}  // namespace
}  // namespace ptycho
