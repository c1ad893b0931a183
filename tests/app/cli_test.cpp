#include <fstream>

#include <gtest/gtest.h>

#include "core/store/acquisition_file.h"
#include "core/reconstruct/stage_spec.h"
#include "core/store/result_file.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

/// Window 32, 4 × 4 positions: a second's work.
const std::string kSmall = "simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 4 --step 7 ";

TEST(Cli, simulatesReconstructsAndDescribes) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto outcome = cli("reconstruct scan.h5 --chain dm:150:range,awf:50:range --threads 2 -o result.h5 --json", folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto summary = outcome.json();
  EXPECT_LT(summary["amplitude_nrmse"].get<double>(), 0.05);
  EXPECT_LT(summary["amplitude_nrmse"].get<double>(), summary["flat_amplitude_nrmse"].get<double>());
  EXPECT_EQ(summary["iterations"], 200);
  EXPECT_NEAR(summary["seconds_per_iteration"].get<double>(), summary["seconds"].get<double>() / 200, 1e-12);
  for (const auto* key : {"phase_nrmse", "residual"}) EXPECT_TRUE(summary[key].is_number()) << key;
  const auto info = cli("info result.h5 --json", folder.path()).json();
  EXPECT_EQ(info["kind"], "reconstruction");
  EXPECT_EQ(info["amplitude_nrmse"], summary["amplitude_nrmse"]);
  EXPECT_EQ(cli("info scan.h5 --json", folder.path()).json()["patterns"], 16);
}

TEST(Cli, sameSeedSameFileForAnyThreadCount) {
  const WorkFolder folder;
  const std::string noisy = kSmall + "--photons 1e5 --jitter 2 ";
  ASSERT_EQ(cli(noisy + "--seed 5 --threads 1 -o a.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli(noisy + "--seed 5 --threads 2 -o b.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli(noisy + "--seed 6 --threads 2 -o c.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(test::fileText(folder / "a.h5"), test::fileText(folder / "b.h5"));
  EXPECT_NE(test::fileText(folder / "a.h5"), test::fileText(folder / "c.h5"));
  ASSERT_EQ(cli("reconstruct a.h5 --chain dm:5,epie:2 --threads 1 -o one.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("reconstruct a.h5 --chain dm:5,epie:2 --threads 2 -o two.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(readResult(folder / "one.h5")->reconstruction.object, readResult(folder / "two.h5")->reconstruction.object);
}

TEST(Cli, optionsWinOverASpecFile) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  const auto spec = cli("info scan.h5 --json", folder.path()).json()["spec"];
  std::ofstream(folder / "spec.json") << spec.dump();
  ASSERT_EQ(cli("simulate --spec spec.json -o again.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(test::fileText(folder / "scan.h5"), test::fileText(folder / "again.h5"));
  ASSERT_EQ(cli("simulate --spec spec.json --grid 3 -o fewer.h5", folder.path()).exit_code, 0);
  EXPECT_EQ(readAcquisition(folder / "fewer.h5")->patterns.count(), 9U);
}

TEST(Cli, simulatesASet) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "--count 3 -o set", folder.path()).exit_code, 0);
  const auto first = readAcquisition(folder / "set/scan-0000.h5");
  const auto last = readAcquisition(folder / "set/scan-0002.h5");
  ASSERT_TRUE(first && last);
  EXPECT_NE(first->truth, last->truth);
}

TEST(Cli, takesArraysFromFiles) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "--jitter 2 --integer-positions false -o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("simulate --source file --path scan.h5:/truth --probe file --probe-file scan.h5 --pattern file "
                "--scan-file scan.h5 -o again.h5", folder.path()).exit_code, 0);
  const auto one = readAcquisition(folder / "scan.h5");
  const auto two = readAcquisition(folder / "again.h5");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->patterns, two->patterns);
  EXPECT_FALSE(two->scan.hasIntegerPositions());
}

TEST(Cli, startsFromAnotherResult) {
  const WorkFolder folder;
  ASSERT_EQ(cli(kSmall + "-o scan.h5", folder.path()).exit_code, 0);
  ASSERT_EQ(cli("reconstruct scan.h5 --chain dm:100:range -o first.h5", folder.path()).exit_code, 0);
  const auto more = cli("reconstruct scan.h5 --start first.h5 --chain awf:1 -o more.h5 --json", folder.path());
  ASSERT_EQ(more.exit_code, 0) << more.err;
  const auto first = cli("info first.h5 --json", folder.path()).json();
  EXPECT_LT(more.json()["residual"].get<double>(), 2 * first["residual"].get<double>());
  const auto truth = cli("reconstruct scan.h5 --start scan.h5:/truth --chain awf:1 -o truth.h5 --json", folder.path());
  EXPECT_LT(truth.json()["residual"].get<double>(), 1e-5);
}

TEST(Cli, helpNamesUnitsAndDefaults) {
  const WorkFolder folder;
  for (const auto* verb : {"simulate", "reconstruct", "figure", "export", "info", "presets", "tune"}) {
    EXPECT_EQ(cli(std::string(verb) + " --help", folder.path()).exit_code, 0) << verb;
  }
  const auto help = cli("simulate --help", folder.path()).out;
  EXPECT_NE(help.find("--sigma"), std::string::npos);
  EXPECT_NE(help.find("px"), std::string::npos);
  EXPECT_NE(help.find("30"), std::string::npos);
}

TEST(Cli, listsPresetsAndLimits) {
  const WorkFolder folder;
  const auto presets = cli("presets --json", folder.path()).json();
  for (const auto* name : {"best-20", "best-40", "best-60"}) EXPECT_TRUE(presets["reconstruct"].contains(name));
  EXPECT_NE(presets["engines"]["dm"]["reference"].get<std::string>().find("Thibault"), std::string::npos);
  EXPECT_NE(cli("presets", folder.path()).out.find("Maiden & Rodenburg"), std::string::npos);
  EXPECT_TRUE(presets["simulate"].contains("reference-60"));
  EXPECT_GT(cli("info --limits --json", folder.path()).json().size(), 5U);
  EXPECT_TRUE(cli("info --versions --json", folder.path()).json().contains("hdf5"));
}

TEST(Cli, tunesTransformsAndSurvivesABadFile) {
  const WorkFolder folder;
  ::setenv("XDG_CACHE_HOME", folder.path().c_str(), 1);
  const auto tuned = cli("tune 32", folder.path());
  ASSERT_EQ(tuned.exit_code, 0) << tuned.err;
  const auto file = folder / "ptychodesk/fftwf-wisdom";
  EXPECT_NE(tuned.out.find(file.string()), std::string::npos);
  ASSERT_TRUE(std::filesystem::exists(file));
  EXPECT_TRUE(cli(kSmall + "-o scan.h5", folder.path()).err.empty());
  std::ofstream(file) << "nonsense";
  const auto warned = cli(kSmall + "-o scan.h5", folder.path());
  EXPECT_EQ(warned.exit_code, 0);
  EXPECT_NE(warned.err.find("fftwf-wisdom"), std::string::npos) << warned.err;
  ::unsetenv("XDG_CACHE_HOME");
}

TEST(Cli, helpListsTheOptionsOfStagesInGroups) {
  const WorkFolder folder;
  const auto help = cli("reconstruct --help", folder.path()).out;
  for (const auto& field : StageSpec::fields()) {
    if (field.info.group.empty()) continue;
    EXPECT_NE(help.find("  " + field.info.key + " "), std::string::npos) << field.info.key;
  }
  EXPECT_NE(help.find("When it stalls:"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
