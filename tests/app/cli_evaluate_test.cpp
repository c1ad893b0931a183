#include <algorithm>
#include <cmath>
#include <chrono>
#include <csignal>
#include <iterator>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

#include "core/evaluate/evaluation_columns.h"
#include "core/store/evaluation_file.h"
#include "core/store/run_folder.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

const std::string kScan = "--window 32 --sigma 7.5 --curvature 0.03125 --grid 4 --step 7 --seed 5 ";

test::CliOutcome evaluateIn(const WorkFolder& folder, const std::string& arguments) {
  return cli("evaluate " + arguments, folder.path());
}

/// All that is no time.
void expectSameTable(const Evaluation& a, const Evaluation& b) {
  ASSERT_EQ(a.records.size(), b.records.size());
  for (std::size_t k = 0; k < a.records.size(); ++k) {
    EXPECT_EQ(std::pair(a.records[k].image, a.records[k].name), std::pair(b.records[k].image, b.records[k].name));
    for (const auto& column : evaluationColumns()) {
      if (!column.key.ends_with("seconds")) {
        EXPECT_EQ(column.get(a.records[k]), column.get(b.records[k])) << column.key;
      }
    }
  }
  ASSERT_EQ(a.kept.size(), b.kept.size());
  for (std::size_t k = 0; k < a.kept.size(); ++k) {
    EXPECT_EQ(a.kept[k].image, b.kept[k].image);
    EXPECT_EQ(a.kept[k].object, b.kept[k].object);
  }
}

TEST(EvaluateVerb, saysWhatSimulateAndReconstructSay) {
  const WorkFolder folder;
  const auto done =
      evaluateIn(folder, kScan + "--chain dm:20:range --count 3 --keep worst:2 -o e.h5 --csv e.csv --json");
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const auto stored = readEvaluation(folder / "e.h5");
  ASSERT_TRUE(stored) << stored.error().text();
  const Evaluation& table = stored->evaluation;
  ASSERT_EQ(table.records.size(), 3U);
  EXPECT_EQ(table.kept.size(), 2U);
  EXPECT_EQ(table.methods, std::vector<std::string>{"flat-chain"});
  const auto info = cli("info e.h5 --json", folder.path()).json();
  EXPECT_EQ(info["kind"], "evaluation");
  EXPECT_EQ(info["methods"]["flat-chain"]["amplitude_nrmse"]["count"], 3);
  ASSERT_EQ(cli("simulate " + kScan + "--index 1 -o scan.h5", folder.path()).exit_code, 0);
  const auto alone = cli("reconstruct scan.h5 --chain dm:20:range -o one.h5 --json", folder.path()).json();
  EXPECT_EQ(alone["amplitude_nrmse"].get<double>(), table.records[1].amplitude_nrmse);
  EXPECT_EQ(alone["residual"].get<double>(), table.records[1].residual);
  EXPECT_EQ(alone["flat_phase_nrmse"].get<double>(), table.records[1].flat_phase_nrmse);
  EXPECT_EQ(alone["name"], table.records[1].name);
  const auto summary = done.json();
  const double mean = (table.records[0].phase_nrmse + table.records[1].phase_nrmse + table.records[2].phase_nrmse) / 3;
  EXPECT_NEAR(summary["methods"]["flat-chain"]["phase_nrmse"]["mean"].get<double>(), mean, 1e-12);
  EXPECT_EQ(summary["images"], 3);
  const std::string csv = test::fileText(folder / "e.csv");
  EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
  EXPECT_EQ(csv.find("image,name,method,amplitude_nrmse"), 0U);
}

TEST(EvaluateVerb, itsLastLineIsItsFigureWhateverTheThreads) {
  const WorkFolder folder;
  std::vector<std::string> figures;
  for (const char* threads : {"1", "3"}) {
    const auto done = evaluateIn(folder, kScan + "--preset study-gd-5 --count 4 -o e.h5 --threads " + threads);
    ASSERT_EQ(done.exit_code, 0) << done.err;
    const std::string text = done.out.substr(0, done.out.size() - 1);
    figures.push_back(text.substr(text.rfind('\n') + 1));
  }
  EXPECT_EQ(figures[0].find("amplitude NRMSE 0."), 0U) << figures[0];
  EXPECT_NE(figures[0].find(" ± "), std::string::npos) << figures[0];
  EXPECT_NE(figures[0].find(", flat 0."), std::string::npos) << figures[0];
  EXPECT_NE(figures[0].find("4 images"), std::string::npos) << figures[0];
  EXPECT_EQ(figures[0], figures[1]);
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

TEST(EvaluateVerb, pausesInAllThreadsAndGoesOn) {
  const WorkFolder folder;
  const pid_t child = test::startCli(
      wordsOf("evaluate " + kScan + "--chain dm:600:range --count 12 --threads 2 --run-folder run"), folder.path());
  const auto run = folder / "run";
  const auto events = [&] { return readEvents(run, 0).events.size(); };
  ASSERT_TRUE(test::waitUntil([&] { return events() > 0; }));
  ASSERT_TRUE(requestRun(run, "pause"));
  ASSERT_TRUE(test::waitUntil([&] { return readRunStatus(run) && readRunStatus(run)->state == RunState::Paused; }));
  const auto before = events();
  ASSERT_LT(before, 12U) << "too quick to be paused";
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_LE(events(), before + 1);  // what another thread had just finished
  ASSERT_TRUE(requestRun(run, "resume"));
  EXPECT_EQ(test::exitCodeOf(child), 0);
  EXPECT_EQ(events(), 12U);
}

class ResumedEvaluation : public testing::TestWithParam<int> {};

TEST_P(ResumedEvaluation, isTheSameAsNeverStopped) {
  const WorkFolder folder;
  const std::string work = kScan + "--chain dm:600:range --count 12 --keep best:2 ";
  const pid_t child = test::startCli(wordsOf("evaluate " + work + "--threads 1 --run-folder run"), folder.path());
  const auto run = folder / "run";
  ASSERT_TRUE(test::waitUntil([&] { return readEvents(run, 0).events.size() > 2; }));
  ASSERT_EQ(::kill(child, GetParam()), 0);
  EXPECT_EQ(test::exitCodeOf(child), GetParam() == SIGTERM ? 3 : -1);
  const auto before = readEvents(run, 0).events.size();
  ASSERT_LT(before, 12U) << "too quick to be stopped";
  const auto rest = evaluateIn(folder, "--resume run --threads 2 --csv all.csv");
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_EQ(readEvents(run, 0).events.size(), 12U);
  EXPECT_EQ(readRunStatus(run)->state, RunState::Done);
  EXPECT_EQ(std::ranges::count(test::fileText(folder / "all.csv"), '\n'), 13);
  ASSERT_EQ(evaluateIn(folder, work + "-o whole.h5").exit_code, 0);
  expectSameTable(readEvaluation(folder / "whole.h5").value().evaluation,
                  readEvaluation(run / "result.h5").value().evaluation);
  EXPECT_EQ(evaluateIn(folder, "--resume run").exit_code, 2);  // it is done
}

INSTANTIATE_TEST_SUITE_P(Signals, ResumedEvaluation, testing::Values(SIGTERM, SIGKILL));

TEST(EvaluateVerb, refusesWhatItCannotDo) {
  const WorkFolder folder;
  const std::pair<const char*, const char*> wrong[] = {
      {"--method network --count 1 -o e.h5", "--network"},
      {"--method best --count 1 -o e.h5", "best"},
      {"--method flat-chain --method flat-chain --count 1 -o e.h5", "twice"},
      {"--network nowhere.h5 --count 1 -o e.h5", "nowhere.h5"},
      {"--photos nowhere --count 1 -o e.h5", "nowhere"},
      {"--count 0 -o e.h5", "count"},
      {"--count -1 -o e.h5", "count"},
      {"--keep good:3 -o e.h5", "good"},
      {"--keep all --count 1000000 -o e.h5", "GiB"},
      {"--chain dmm:3 -o e.h5", "dmm"},
      {"--simulation reference-61 -o e.h5", "reference-60"},
      {"--simulation-spec nowhere.json -o e.h5", "nowhere.json"},
      {"--step 4000 --count 1 --chain dm:1 -o e.h5", "step"},
      {"--resume nowhere", "nowhere"},
      {"--resume run --chain dm:3", "--resume"}};
  for (const auto& [arguments, says] : wrong) {
    const auto refused = evaluateIn(folder, arguments);
    EXPECT_EQ(refused.exit_code, 2) << arguments << "\n" << refused.err;
    EXPECT_NE(refused.err.find(says), std::string::npos) << arguments << "\n" << refused.err;
  }
  EXPECT_TRUE(folder.names().empty());
  ASSERT_EQ(cli("simulate " + kScan + "--run-folder run", folder.path()).exit_code, 0);
  EXPECT_NE(evaluateIn(folder, "--resume run").err.find("evaluate"), std::string::npos);
}

TEST(EvaluateVerb, withoutOutputMakesARun) {
  const WorkFolder folder;
  ASSERT_EQ(evaluateIn(folder, kScan + "--chain dm:3 --count 2 --runs-root runs").exit_code, 0);
  const auto runs = listRuns(folder / "runs");
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].verb, "evaluate");
  EXPECT_EQ(runs[0].status->state, RunState::Done);
  EXPECT_NE(runs[0].status->message.find("amplitude NRMSE"), std::string::npos);
  EXPECT_EQ(readEvents(runs[0].folder, 0).events.size(), 2U);
}

}  // namespace
}  // namespace ptycho
