#include <fstream>

#include <gtest/gtest.h>

#include "core/store/acquisition_file.h"
#include "core/store/evaluation_file.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "tests/app/cli_process.h"
#include "tests/core/source/photo_files.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

const std::string kSmall = "simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 4 --step 7 ";

class Batch : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* seed : {"1", "2", "3"}) {
      ASSERT_EQ(cli(kSmall + "--seed " + seed + " -o scan" + seed + ".h5", m_folder.path()).exit_code, 0);
    }
  }
  [[nodiscard]] test::CliOutcome reconstruct(const std::string& arguments) const {
    return cli("reconstruct " + arguments, m_folder.path());
  }
  WorkFolder m_folder;
};

TEST_F(Batch, isTheSameAsOneByOne) {
  const auto batch = reconstruct("scan1.h5 scan2.h5 scan3.h5 --chain dm:30:range --jobs 2 -o results");
  ASSERT_EQ(batch.exit_code, 0) << batch.err;
  for (const char* name : {"scan1", "scan2", "scan3"}) {
    EXPECT_NE(batch.out.find(name), std::string::npos) << batch.out;
    ASSERT_EQ(reconstruct(std::string(name) + ".h5 --chain dm:30:range -o one.h5").exit_code, 0);
    EXPECT_EQ(readResult(m_folder / "one.h5")->reconstruction.object,
              readResult(m_folder / "results" / (std::string(name) + ".h5"))->reconstruction.object);
  }
}

TEST_F(Batch, oneFailureDoesNotStopTheOthers) {
  std::ofstream(m_folder / "broken.h5") << "not an HDF5 file";
  const auto batch = reconstruct("scan1.h5 broken.h5 nowhere.h5 scan3.h5 --chain dm:5 -o results --json");
  EXPECT_EQ(batch.exit_code, 1);
  const auto list = batch.json();
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0]["completion"], "done");
  EXPECT_TRUE(list[0]["residual"].is_number());
  EXPECT_EQ(list[1]["completion"], "failed");
  EXPECT_NE(list[1]["error"].get<std::string>().find("broken.h5"), std::string::npos);
  EXPECT_NE(list[2]["error"].get<std::string>().find("nowhere.h5"), std::string::npos);
  EXPECT_EQ(list[3]["completion"], "done");
  EXPECT_TRUE(readResult(m_folder / "results/scan3.h5"));
  const auto table = reconstruct("scan1.h5 broken.h5 --chain dm:5 -o results");
  EXPECT_EQ(table.exit_code, 1);
  EXPECT_NE(table.out.find("failed: broken.h5"), std::string::npos) << table.out;
}

TEST_F(Batch, withoutOutputMakesARunOfEach) {
  ASSERT_EQ(reconstruct("scan1.h5 scan2.h5 --chain dm:5 --runs-root runs").exit_code, 0);
  const auto runs = listRuns(m_folder / "runs");
  ASSERT_EQ(runs.size(), 2U);
  for (const auto& run : runs) EXPECT_EQ(run.status->state, RunState::Done);
  ASSERT_EQ(reconstruct("scan1.h5 scan2.h5 --chain dm:5 --run-folder both").exit_code, 0);
  EXPECT_TRUE(readResult(m_folder / "both/scan2/result.h5"));
}

TEST_F(Batch, refusesTwoFilesOfOneName) {
  std::filesystem::create_directory(m_folder / "more");
  std::filesystem::copy_file(m_folder / "scan1.h5", m_folder / "more/scan1.h5");
  const auto twice = reconstruct("scan1.h5 more/scan1.h5 --chain dm:5 -o results");
  EXPECT_EQ(twice.exit_code, 2);
  EXPECT_NE(twice.err.find("scan1"), std::string::npos);
}

TEST_F(Batch, aSupportKeepsVacuumOutside) {
  const auto shape = cli("info scan1.h5 --json", m_folder.path()).json();
  ASSERT_EQ(reconstruct("scan1.h5 --chain dm:3 -o first.h5").exit_code, 0);
  // The truth is nowhere zero: everything is inside, and nothing changes.
  const auto everywhere = reconstruct("scan1.h5 --chain dm:3:support --support scan1.h5:/truth -o inside.h5");
  ASSERT_EQ(everywhere.exit_code, 0) << everywhere.err;
  EXPECT_EQ(readResult(m_folder / "first.h5")->reconstruction.object,
            readResult(m_folder / "inside.h5")->reconstruction.object);
  const auto wrong = reconstruct("scan1.h5 --chain dm:3:support --support scan1.h5:/probe -o x.h5");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("32 × 32"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find(shape["object_rows"].dump()), std::string::npos) << wrong.err;
  EXPECT_EQ(reconstruct("scan1.h5 --chain dm:3 --support scan1.h5:/truth -o x.h5").exit_code, 2);
  EXPECT_EQ(reconstruct("scan1.h5 --chain dm:3:support -o x.h5").exit_code, 2);
}

TEST_F(Batch, takesAListOfFiles) {
  std::ofstream(m_folder / "some.txt") << "# two of three\nscan3.h5\n" << (m_folder / "scan1.h5").string() << "\r\n";
  const auto batch = reconstruct("some.txt --chain dm:5 -o results --json");
  ASSERT_EQ(batch.exit_code, 0) << batch.err;
  const auto list = batch.json();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_NE(list[0]["acquisition"].get<std::string>().find("scan3.h5"), std::string::npos);
  std::ofstream(m_folder / "wrong.txt") << "scan1.h5\nnowhere.h5\n";
  const auto wrong = reconstruct("wrong.txt --chain dm:5 -o results");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("line 2"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("nowhere.h5"), std::string::npos) << wrong.err;
}

/// The list that the window exports of chosen images: with the evaluation's simulation, noise included, a chain says of
/// each what the evaluation says of it.
TEST_F(Batch, takesAListOfAnEvaluationsPhotos) {
  std::filesystem::create_directory(m_folder / "photos");
  for (const int k : {0, 1, 2}) {
    const auto grey = [k](std::uint32_t row, std::uint32_t col, int) {
      return static_cast<int>((37 * k + 5 * row + 3 * col + row * col / 7) % 256);
    };
    std::ofstream(m_folder / "photos" / ("p" + std::to_string(k) + ".png"), std::ios::binary)
        << pngBytes({90, 90, 8, 1, grey});
  }
  const std::string scan = kSmall.substr(kSmall.find("--"));
  const auto evaluated = cli("evaluate " + scan + " --photos photos --photons 1e4 --chain dm:10 --count 3 "
                             "--run-folder evaluated", m_folder.path());
  ASSERT_EQ(evaluated.exit_code, 0) << evaluated.err;
  const auto table = readEvaluation(m_folder / "evaluated/result.h5");
  ASSERT_TRUE(table) << table.error().text();
  std::ofstream(m_folder / "worst.txt") << "photos/p2.png\nphotos/p1.png\n";
  const auto refused = reconstruct("worst.txt --chain dm:10 -o results");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("--simulation"), std::string::npos) << refused.err;
  const auto batch = reconstruct("worst.txt --simulation evaluated --chain dm:10 --run-folder tried --json");
  ASSERT_EQ(batch.exit_code, 0) << batch.err;
  const auto list = batch.json();
  ASSERT_EQ(list.size(), 2U);
  for (const std::size_t k : {0U, 1U}) {
    const EvaluationRecord& record = table->evaluation.records[2 - k];
    EXPECT_EQ(list[k]["name"], record.name);
    EXPECT_EQ(list[k]["amplitude_nrmse"].get<double>(), record.amplitude_nrmse);
    EXPECT_EQ(list[k]["residual"].get<double>(), record.residual);
  }
  EXPECT_TRUE(readAcquisition(m_folder / "tried/p2/scan.h5"));
}

}  // namespace
}  // namespace ptycho
