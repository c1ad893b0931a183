#include <csignal>
#include <fstream>

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

/// 4 patterns of 128 px an object, 4 base channels: some ten milliseconds a step.
const std::string kScan = "--grid 2 --step 40 ";
const std::string kTiny = "--network ptychonet --base-channels 4 " + kScan +
                          "--batch-objects 2 --micro-batch 0 --validation-images 2 --record-every 1 --threads 1 ";

std::vector<Json> recordsOf(const std::filesystem::path& run, const std::string& kind) {
  std::vector<Json> records;
  for (const Json& event : readEvents(run, 0).events) {
    if (event.value("kind", Json()) == Json(kind)) records.push_back(event);
  }
  return records;
}

TEST(CliTrain, leavesARunWithItsBestNetworkThatPredictsAndStartsChains) {
  const WorkFolder folder;
  const auto trained = cli("train " + kTiny + "--steps 6 --validate-every 3 --run-folder run --json", folder.path());
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  const auto summary = trained.json();
  EXPECT_EQ(summary["steps"], 6);
  EXPECT_EQ(summary["completion"], "done");
  for (const auto* key : {"amplitude_nrmse", "flat_amplitude_nrmse", "patterns_per_s", "loader_wait"}) {
    EXPECT_TRUE(summary[key].is_number()) << key;
  }
  EXPECT_EQ(readRunStatus(folder / "run")->state, RunState::Done);
  EXPECT_EQ(recordsOf(folder / "run", "train").size(), 6U);
  EXPECT_EQ(recordsOf(folder / "run", "validation").size(), 3U);  // before the first step, too
  EXPECT_FALSE(std::filesystem::exists(folder / "run/checkpoint.h5"));

  const auto info = cli("info run/result.h5 --json", folder.path()).json();
  EXPECT_EQ(info["kind"], "network");
  EXPECT_EQ(info["amplitude_nrmse"], summary["amplitude_nrmse"]);
  EXPECT_EQ(info["spec"]["network"]["base_channels"], 4);
  const auto ofRun = cli("info run --json", folder.path()).json();
  EXPECT_EQ(ofRun["spec"]["verb"], "train");
  EXPECT_EQ(ofRun["network"]["step"], summary["best_step"]);

  ASSERT_EQ(cli("simulate " + kScan + "-o scan.h5", folder.path()).exit_code, 0);
  const auto predicted = cli("predict scan.h5 --network run -o prediction.h5 --json", folder.path());
  ASSERT_EQ(predicted.exit_code, 0) << predicted.err;
  const auto record = readResult(folder / "prediction.h5");
  ASSERT_TRUE(record) << record.error().text();
  EXPECT_EQ(record->reconstruction.object.rows(), 168U);
  EXPECT_EQ(jsonNumber(record->reconstruction.amplitude_nrmse), predicted.json()["amplitude_nrmse"]);
  EXPECT_GT(record->reconstruction.residual, 0);
  EXPECT_EQ(cli("info prediction.h5 --json", folder.path()).json()["kind"], "reconstruction");

  const auto hybrid =
      cli("reconstruct scan.h5 --start network:run --chain awf:20 --run-folder hybrid --json", folder.path());
  ASSERT_EQ(hybrid.exit_code, 0) << hybrid.err;
  EXPECT_EQ(readRunSpec(folder / "hybrid").value()["start"], "network:" + (folder / "run").string());
  // The same as handing the prediction over in a file.
  ASSERT_EQ(cli("reconstruct scan.h5 --start prediction.h5 --chain awf:20 -o handed.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(readResult(folder / "hybrid/result.h5")->reconstruction.object,
            readResult(folder / "handed.h5")->reconstruction.object);
}

TEST(CliTrain, aHybridRunGoesOnAfterAStop) {
  const WorkFolder folder;
  ASSERT_EQ(cli("train " + kTiny + "--steps 2 --validate-every 2 --run-folder net", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("simulate " + kScan + "-o scan.h5", folder.path()).exit_code, 0);
  const std::string chain = "--start network:net --chain awf:3000 --record-every 50 ";
  const pid_t child = startCli({"reconstruct", "scan.h5", "--start", "network:net", "--chain", "awf:3000",
                                "--record-every", "50", "--threads", "1", "--run-folder", "run"},
                               folder.path());
  ASSERT_TRUE(waitUntil([&] { return readEvents(folder / "run", 0).events.size() > 3; }));
  ASSERT_TRUE(requestRun(folder / "run", "stop"));
  ASSERT_EQ(exitCodeOf(child), 3);
  const auto rest = cli("reconstruct --resume run", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  ASSERT_EQ(cli("reconstruct scan.h5 " + chain + "-o whole.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(readResult(folder / "run/result.h5")->reconstruction.object,
            readResult(folder / "whole.h5")->reconstruction.object);
}

TEST(CliTrain, learnsFromAProbeAndPositionsInAFileAndRefusesToGoOnWithOthers) {
  const WorkFolder folder;
  for (const std::string step : {"17", "19"}) {
    ASSERT_EQ(cli("simulate --grid 2 --step " + step + " -o " + step + ".h5", folder.path()).exit_code, 0);
  }
  const auto use = [&](const char* file) {
    std::filesystem::copy_file(folder / file, folder / "scan.h5", std::filesystem::copy_options::overwrite_existing);
  };
  use("17.h5");
  const std::string options = "--network ptychonet --base-channels 4 --batch-objects 2 --micro-batch 0 "
                              "--validation-images 2 --threads 1 --steps 4 --validate-every 4 --probe file "
                              "--probe-file scan.h5 --pattern file --scan-file scan.h5 ";
  const auto other = cli("train --window 192 --run-folder other " + options, folder.path());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("window_px: is 192 but the probe given is 128"), std::string::npos) << other.err;
  const auto trained = cli("train --run-folder net " + options, folder.path());
  ASSERT_EQ(trained.exit_code, 0) << trained.err;
  const auto predicted = cli("predict scan.h5 --network net -o prediction.h5", folder.path());
  ASSERT_EQ(predicted.exit_code, 0) << predicted.err;
  EXPECT_EQ(readResult(folder / "prediction.h5")->reconstruction.object.rows(), 145U);

  const std::string begin = "train --run-folder begun --budget-minutes 0.00001 ";
  ASSERT_EQ(cli(begin + options, folder.path()).exit_code, 0);
  use("19.h5");
  const auto refused = cli("train --resume begun --budget-minutes 0", folder.path());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("hold other numbers than when the training began"), std::string::npos) << refused.err;
  use("17.h5");
  EXPECT_EQ(cli("train --resume begun --budget-minutes 0", folder.path()).exit_code, 0);
}

TEST(CliTrain, stopsOnRequestAndGoesOnWithTheSameLosses) {
  const WorkFolder folder;
  const std::string length = "--steps 60 --validate-every 20 ";
  ASSERT_EQ(cli("train " + kTiny + length + "--run-folder whole", folder.path()).exit_code, 0);
  std::vector<std::string> words{"train", "--run-folder", "run"};
  std::istringstream options(kTiny + length);
  for (std::string word; options >> word;) words.push_back(word);
  const pid_t child = startCli(words, folder.path());
  const auto run = folder / "run";
  ASSERT_TRUE(waitUntil([&] { return readEvents(run, 0).events.size() > 5; }));
  ASSERT_TRUE(requestRun(run, "stop"));
  ASSERT_EQ(exitCodeOf(child), 3);
  EXPECT_EQ(readRunStatus(run)->state, RunState::Stopped);
  ASSERT_TRUE(std::filesystem::exists(run / "checkpoint.h5"));
  const auto rest = cli("train --resume run", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  const auto whole = recordsOf(folder / "whole", "train");
  const auto resumed = recordsOf(run, "train");
  ASSERT_EQ(whole.size(), 60U);
  ASSERT_EQ(resumed.size(), 60U);  // a stop keeps everything
  for (std::size_t k = 0; k < whole.size(); ++k) EXPECT_EQ(whole[k]["loss"], resumed[k]["loss"]) << k;
  EXPECT_EQ(recordsOf(run, "resumed").size(), 1U);
  const auto again = cli("train --resume run", folder.path());
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_NE(again.err.find("is done"), std::string::npos) << again.err;
}

TEST(CliTrain, aTimeLimitEndsARunThatCanGoOn) {
  const WorkFolder folder;
  const auto first =
      cli("train " + kTiny + "--steps 40 --budget-minutes 0.001 --validate-every 40 --run-folder run --json",
          folder.path());
  ASSERT_EQ(first.exit_code, 0) << first.err;
  ASSERT_LT(first.json()["steps"].get<int>(), 40);
  const auto rest = cli("train --resume run --budget-minutes 0 --json", folder.path());
  ASSERT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_EQ(rest.json()["steps"], 40);
  EXPECT_EQ(readRunSpec(folder / "run").value()["training"]["loop"]["budget_minutes"], 0);
}

TEST(CliTrain, resumeRefusesAnotherTraining) {
  const WorkFolder folder;
  ASSERT_EQ(cli("train " + kTiny + "--steps 30 --budget-minutes 0.001 --run-folder run", folder.path()).exit_code, 0);
  const auto other = cli("train --resume run --learning-rate 0.1", folder.path());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_NE(other.err.find("learning_rate"), std::string::npos) << other.err;
  EXPECT_EQ(cli("train --resume run --preset plus-60", folder.path()).exit_code, 2);
  EXPECT_EQ(cli("train --resume nowhere", folder.path()).exit_code, 2);
  EXPECT_EQ(cli("reconstruct --resume run", folder.path()).exit_code, 2);
}

TEST(CliTrain, refusesWhatCannotBeTrainedBeforeAFolderIsMade) {
  const WorkFolder folder;
  const std::string run = "--run-folder run ";
  for (const std::string wrong :
       {"--preset none", "--network none", "--base-channels 2", "--steps 0", "--micro-batch 3 --batch-objects 4",
        "--window 100", "--mse-weight 0", "--device gpu", "--spec missing.json", "--photos ''"}) {
    const auto outcome = cli("train " + run + wrong, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << wrong << "\n" << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "run")) << wrong;
  }
  EXPECT_EQ(cli("train --photos nowhere " + run, folder.path()).exit_code, 2);
}

TEST(CliTrain, takesASpecFromAFileAndOptionsWin) {
  const WorkFolder folder;
  ASSERT_EQ(
      cli("train " + kTiny + "--steps 2 --validate-every 2 --object-seed 5 --seed 7 --run-folder one", folder.path())
          .exit_code,
      0);
  const auto spec = readRunSpec(folder / "one").value()["training"];
  EXPECT_EQ(spec["simulation"]["object"]["seed"], 5);
  EXPECT_EQ(spec["loop"]["seed"], 7);
  ASSERT_EQ(cli("train --spec one/spec.json --threads 1 --steps 3 --run-folder two", folder.path()).exit_code, 0);
  auto expected = spec;
  expected["loop"]["steps"] = 3;
  EXPECT_EQ(readRunSpec(folder / "two").value()["training"], expected);
  EXPECT_EQ(recordsOf(folder / "one", "train")[0]["loss"], recordsOf(folder / "two", "train")[0]["loss"]);
}

TEST(CliPredict, refusesWhatIsNoNetworkOrDoesNotFit) {
  const WorkFolder folder;
  ASSERT_EQ(cli("simulate " + kScan + "-o scan.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(cli("predict scan.h5 --network nowhere -o p.h5", folder.path()).exit_code, 2);
  const auto wrong = cli("predict scan.h5 --network scan.h5 -o p.h5", folder.path());
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("scan.h5"), std::string::npos) << wrong.err;
  ASSERT_EQ(cli("train " + kTiny + "--steps 1 --validate-every 1 --run-folder net", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("simulate --window 64 --sigma 15 --grid 2 --step 20 -o small.h5", folder.path()).exit_code, 0);
  const auto small = cli("predict small.h5 --network net -o p.h5", folder.path());
  EXPECT_EQ(small.exit_code, 2);
  EXPECT_NE(small.err.find("crop or pad"), std::string::npos) << small.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "p.h5"));
}

TEST(CliInfo, countsTheReferenceNetworks) {
  const WorkFolder folder;
  const auto plain = cli("info network ptychonet --json", folder.path());
  ASSERT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_EQ(plain.json()["parameters"], 24'391'296);
  EXPECT_GT(plain.json()["layers"].size(), 14U);
  EXPECT_EQ(cli("info network ptychonet-plus --json", folder.path()).json()["parameters"], 27'490'371);
  const auto narrow = cli("info network ptychonet --base-channels 16", folder.path());
  EXPECT_EQ(narrow.exit_code, 0);
  EXPECT_NE(narrow.out.find("multiply-adds a scan of 36 patterns"), std::string::npos) << narrow.out;
  EXPECT_EQ(cli("info network none", folder.path()).exit_code, 2);
  EXPECT_EQ(cli("info one two", folder.path()).exit_code, 2);
}

}  // namespace
}  // namespace ptycho
