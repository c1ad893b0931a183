#include <algorithm>
#include <csignal>
#include <fstream>

#include <gtest/gtest.h>

#include "core/store/run_folder.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

namespace fs = std::filesystem;
using test::cli;
using test::WorkFolder;

/// Chains and the flat picture on small scans; `iterations` of the first chain.
std::string smallStudy(int iterations) {
  return R"({"name": "small", "title": "Small study",
  "simulation": {"probe": {"window_px": 32, "sigma_px": 7.5, "curvature_rad_px2": 0.03125}, "scan": {"grid": 4}},
  "steps_px": [7, 9],
  "methods": [{"name": "dm", "title": "Difference map", "chain": "dm:)" + std::to_string(iterations) + R"(:range"},
              {"name": "awf", "title": "AWF", "chain": "awf:10:range"},
              {"name": "flat", "title": "Flat picture"}],
  "images": [{"name": "leaves", "count": 12}], "keep": "worst:2"})";
}

void writeSpec(const WorkFolder& folder, int iterations) {
  std::ofstream(folder / "study.spec.json") << smallStudy(iterations);
}

const std::string kChildren[] = {"evaluate-dm-7-leaves", "evaluate-awf-7-leaves", "evaluate-dm-9-leaves",
                                 "evaluate-awf-9-leaves"};

std::size_t eventsOf(const fs::path& run) { return readEvents(run, 0).events.size(); }

TEST(StudyVerb, comparesMethodsFromEndToEnd) {
  const WorkFolder folder;
  writeSpec(folder, 60);
  const auto done = cli("study --spec study.spec.json --run-folder run --threads 2 --json", folder.path());
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const auto study = done.json();
  ASSERT_EQ(study["rows"].size(), 6U);
  for (const auto& row : study["rows"]) {
    EXPECT_EQ(row["state"], "done");
    EXPECT_EQ(row["amplitude_nrmse"]["count"], 12);
  }
  EXPECT_LT(study["rows"][0]["amplitude_nrmse"]["mean"], study["rows"][1]["amplitude_nrmse"]["mean"]);
  EXPECT_LT(study["rows"][1]["amplitude_nrmse"]["mean"], study["rows"][2]["amplitude_nrmse"]["mean"]);
  const auto alone = cli("failures run/evaluate-dm-7-leaves --json", folder.path()).json();
  EXPECT_EQ(alone["methods"]["flat-chain"]["images"], 12);
  for (const char* name : {"study.json", "table.csv", "table.md", "table.tex", "report.html"}) {
    EXPECT_TRUE(fs::exists(folder / "run" / name)) << name;
  }
  EXPECT_NE(test::fileText(folder / "run" / "report.html").find("data:image/jpeg"), std::string::npos);
  EXPECT_EQ(readRunStatus(folder / "run")->state, RunState::Done);
  EXPECT_EQ(readRunStatus(folder / "run")->message.find("4 of 4 runs done"), 0U);
  // Nothing is left to do; the report is written anew, also where the folder has been moved to.
  fs::rename(folder / "run", folder / "moved");
  fs::remove(folder / "moved" / "report.html");
  ASSERT_EQ(cli("study --resume moved", folder.path()).exit_code, 0);
  EXPECT_TRUE(fs::exists(folder / "moved" / "report.html"));
  EXPECT_EQ(eventsOf(folder / "moved" / kChildren[0]), 12U);
}

TEST(StudyVerb, takesThePresetInASmallForm) {
  const WorkFolder folder;
  const auto done = cli("study --preset tiny --method flat-chain --method flat --count 1 --run-folder run",
                        folder.path());
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_NE(done.out.find("| test | 60 px | Chain from flat | 0."), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("| test | 60 px | Flat picture | 0."), std::string::npos) << done.out;
  EXPECT_EQ(done.out.find("left out"), std::string::npos) << done.out;
}

/// Ended by a signal in the middle of its first child.
class StoppedStudy : public testing::TestWithParam<int> {};

TEST_P(StoppedStudy, goesOnWhereItWas) {
  const WorkFolder folder;
  writeSpec(folder, 1500);
  const auto run = folder / "run";
  const pid_t child = test::startCli({"study", "--spec", "study.spec.json", "--run-folder", "run", "--threads", "1"},
                                     folder.path());
  ASSERT_TRUE(test::waitUntil([&] { return eventsOf(run / kChildren[0]) >= 2; }));
  ASSERT_EQ(::kill(child, GetParam()), 0);
  EXPECT_EQ(test::exitCodeOf(child), GetParam() == SIGTERM ? 3 : -1);
  // The child is not left behind.
  ASSERT_TRUE(test::waitUntil([&] {
    const auto status = readRunStatus(run / kChildren[0]);
    return status && status->state == RunState::Stopped;
  }));
  const auto before = eventsOf(run / kChildren[0]);
  ASSERT_LT(before, 12U) << "too quick to be stopped";
  EXPECT_FALSE(fs::exists(run / kChildren[1]));
  const auto rest = cli("study --resume run --threads 2 --json", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  for (const std::string& id : kChildren) EXPECT_EQ(eventsOf(run / id), 12U) << id;  // no image was done twice
  for (const auto& row : rest.json()["rows"]) EXPECT_EQ(row["amplitude_nrmse"]["count"], 12);
}

INSTANTIATE_TEST_SUITE_P(Signals, StoppedStudy, testing::Values(SIGTERM, SIGKILL));

/// A program in the place of ours: writes its calls down; trainings "succeed" at once or fail, networks are "there".
void writeProgram(const WorkFolder& folder, const std::string& train) {
  std::ofstream script(folder / "program");
  script << "#!/bin/bash\necho \"$@\" >> '" << (folder / "calls").string() << "'\n"
         << "for word; do last=\"$word\"; done\n"
         << "finish() { mkdir -p \"$1\"; echo '{\"schema\":1,\"verb\":\"'$2'\"}' > \"$1/spec.json\"\n"
         << "  echo '{\"schema\":1,\"state\":\"'$3'\",\"message\":\"by the test\"}' > \"$1/status.json\"; }\n"
         << "case \"$1\" in\n  info) exit 0 ;;\n"
         << "  train) " << train << " ;;\n"
         << "  evaluate) finish \"$last\" evaluate done ;;\nesac\n";
  script.close();
  fs::permissions(folder / "program", fs::perms::owner_all);
}

std::vector<std::string> callsOf(const WorkFolder& folder) {
  std::ifstream stream(folder / "calls");
  std::vector<std::string> calls;
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("info")) calls.push_back(line);
  }
  return calls;
}

TEST(StudyVerb, repeatsNothingAfterAKillBetweenChildren) {
  const WorkFolder folder;
  // The second training kills the study before it has begun anything.
  writeProgram(folder, "if [[ \"$last\" == *unrolled* && ! -e killed ]]; then touch killed; kill -9 $PPID; exit 1; fi; "
                       "finish \"$last\" train done");
  const std::string call = " --preset tiny --count 2 --program '" + (folder / "program").string() + "'";
  EXPECT_NE(cli("study --run-folder run" + call, folder.path()).exit_code, 0);
  ASSERT_EQ(callsOf(folder).size(), 2U);
  const auto rest = cli("study --resume run", folder.path());
  EXPECT_EQ(rest.exit_code, 0) << rest.err;
  const auto calls = callsOf(folder);
  ASSERT_EQ(calls.size(), 2U + 6) << rest.err;
  EXPECT_EQ(calls[0].find("train --spec specs/train-ptychonet-mse-60.json"), 0U) << calls[0];
  EXPECT_EQ(calls[2], calls[1]);  // the one that never began is begun
  EXPECT_EQ(
      std::ranges::count_if(calls, [](const auto& line) { return line.starts_with("train --spec specs/train-pty"); }),
      1);
  EXPECT_EQ(calls[3].find("evaluate --network train-ptychonet-mse-60"), 0U) << calls[3];
  EXPECT_EQ(cli("study --resume run", folder.path()).exit_code, 0);
  EXPECT_EQ(callsOf(folder).size(), 8U);
}

TEST(StudyVerb, goesOnWithoutWhatFailed) {
  const WorkFolder folder;
  writeProgram(folder, "if [[ \"$last\" == *unrolled* ]]; then echo 'error: the network blew up'; exit 1; fi; "
                       "finish \"$last\" train done");
  const auto failed = cli("study --preset tiny --run-folder run --program '" + (folder / "program").string() + "'",
                          folder.path());
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_NE(failed.out.find("train-unrolled-60 failed (exit code 1): error: the network blew up"), std::string::npos)
      << failed.out;
  EXPECT_NE(failed.out.find("evaluate-unrolled-60-test waits for train-unrolled-60"), std::string::npos) << failed.out;
  EXPECT_EQ(callsOf(folder).size(), 2U + 4);
  EXPECT_EQ(readRunStatus(folder / "run")->state, RunState::Failed);
  writeProgram(folder, "finish \"$last\" train done");
  EXPECT_EQ(cli("study --resume run", folder.path()).exit_code, 0);
  EXPECT_EQ(readRunStatus(folder / "run")->state, RunState::Done);
}

TEST(StudyVerb, passesPausesOn) {
  const WorkFolder folder;
  writeSpec(folder, 1500);
  const auto run = folder / "run";
  const pid_t study = test::startCli({"study", "--spec", "study.spec.json", "--run-folder", "run", "--threads", "1"},
                                     folder.path());
  const auto stateOf = [](const fs::path& folderOfRun) {
    const auto status = readRunStatus(folderOfRun);
    return status ? status->state : RunState::Queued;
  };
  ASSERT_TRUE(test::waitUntil([&] { return eventsOf(run / kChildren[0]) > 0; }));
  ASSERT_TRUE(requestRun(run, "pause"));
  EXPECT_TRUE(test::waitUntil([&] { return stateOf(run) == RunState::Paused; }));
  EXPECT_TRUE(test::waitUntil([&] { return stateOf(run / kChildren[0]) == RunState::Paused; }));
  ASSERT_TRUE(requestRun(run, "resume"));
  EXPECT_TRUE(test::waitUntil([&] { return stateOf(run / kChildren[0]) == RunState::Running; }));
  ASSERT_TRUE(requestRun(run, "stop"));
  EXPECT_EQ(test::exitCodeOf(study), 3);
  EXPECT_EQ(stateOf(run), RunState::Stopped);
  EXPECT_EQ(stateOf(run / kChildren[0]), RunState::Stopped);
}

TEST(StudyVerb, plansWithoutDoingAnything) {
  const WorkFolder folder;
  writeSpec(folder, 100);
  const auto plan = cli("study --spec study.spec.json --plan", folder.path());
  ASSERT_EQ(plan.exit_code, 0) << plan.err;
  for (const std::string& id : kChildren) EXPECT_NE(plan.out.find(id + " "), std::string::npos) << plan.out;
  EXPECT_NE(plan.out.find("4 runs, about "), std::string::npos) << plan.out;
  const auto json = cli("study --spec study.spec.json --plan --step 8 --method awf --json", folder.path()).json();
  ASSERT_EQ(json["children"].size(), 1U);
  EXPECT_EQ(json["children"][0]["run"], "evaluate-awf-8-leaves");
  EXPECT_GT(json["estimate_s"].get<double>(), 0);
  EXPECT_NE(cli("study --list", folder.path()).out.find("\ntiny\n"), std::string::npos);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"study.spec.json"});
}

TEST(StudyVerb, refusesWhatItCannotDo) {
  const WorkFolder folder;
  writeSpec(folder, 10);
  const std::pair<const char*, const char*> wrong[] = {
      {"", "--preset"},
      {"--preset huge", "reference, laptop, tiny"},
      {"--spec nowhere.json", "nowhere.json"},
      {"--spec study.spec.json --method best", "it has dm, awf, flat"},
      {"--spec study.spec.json --method flat", "flat picture"},
      {"--spec study.spec.json --count -1", "count"},
      {"--spec study.spec.json --preset tiny", "--preset"},
      {"--preset tiny --program ./nowhere", "nowhere"},
      {"--resume nowhere", "nowhere"},
      {"--resume nowhere --count 3", "--resume"}};
  for (const auto& [arguments, says] : wrong) {
    const auto refused = cli(std::string("study ") + arguments, folder.path());
    EXPECT_EQ(refused.exit_code, 2) << arguments << "\n" << refused.err;
    EXPECT_NE(refused.err.find(says), std::string::npos) << arguments << "\n" << refused.err;
  }
  EXPECT_EQ(folder.names(), std::vector<std::string>{"study.spec.json"});
}

}  // namespace
}  // namespace ptycho
