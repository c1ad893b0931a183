#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "core/base/spec_json.h"
#include "core/store/acquisition_file.h"
#include "core/store/h5_reader.h"
#include "tests/app/cli_process.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;

class CliExport : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_folder = new WorkFolder;
    ASSERT_EQ(cli("simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 5 --step 5 --detector-pixel 300 "
                  "--photons 100000 -o scan.h5", s_folder->path()).exit_code, 0);
    ASSERT_EQ(cli("reconstruct scan.h5 --chain epie:3 --run-folder run -o result.h5", s_folder->path()).exit_code, 0);
  }
  static void TearDownTestSuite() {
    delete s_folder;
    s_folder = nullptr;
  }
  static test::CliOutcome run(const std::string& arguments) { return cli(arguments, s_folder->path()); }
  static WorkFolder* s_folder;
};
WorkFolder* CliExport::s_folder = nullptr;

TEST_F(CliExport, AScanExportedAsCxiIsImportedAsTheSameScan) {
  const auto written = run("export scan.h5 -o scan.cxi");
  ASSERT_EQ(written.exit_code, 0) << written.err;
  EXPECT_EQ(written.out, "scan.cxi\n");
  const auto read = run("import scan.cxi -o again.h5 --margin-px 0 --probe-power false");
  ASSERT_EQ(read.exit_code, 0) << read.err;
  const auto before = readAcquisition(*s_folder / "scan.h5");
  const auto after = readAcquisition(*s_folder / "again.h5");
  ASSERT_TRUE(before && after);
  EXPECT_EQ(after->patterns, before->patterns);
  EXPECT_EQ(after->scan.positions, before->scan.positions);
  EXPECT_EQ(after->scan.object_rows, before->scan.object_rows);
  EXPECT_EQ(after->probe, before->probe);
}

TEST_F(CliExport, ARunKnowsItsAcquisitionAndAResultIsToldIt) {
  const auto ofRun = run("export run -o run.cxi --patterns true");
  ASSERT_EQ(ofRun.exit_code, 0) << ofRun.err;
  EXPECT_TRUE(H5Reader::open(*s_folder / "run.cxi")->has("/entry_1/data_1/data"));
  EXPECT_TRUE(H5Reader::open(*s_folder / "run.cxi")->has("/entry_1/image_2/data"));
  const auto refused = run("export result.h5 -o result.cxi --patterns true");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("--acquisition"), std::string::npos) << refused.err;
  EXPECT_EQ(run("export result.h5 -o result.cxi --patterns true --acquisition scan.h5").exit_code, 0);
  EXPECT_EQ(run("export result.h5 -o plain.cxi").exit_code, 0);
  EXPECT_FALSE(H5Reader::open(*s_folder / "plain.cxi")->has("/entry_1/data_1/data"));
}

TEST_F(CliExport, AnObjectGoesOnWhereItWasReconstructedTo) {
  ASSERT_EQ(run("export run -o half.cxi --patterns true").exit_code, 0);
  const auto imported = run("import half.cxi -o half.h5");
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_NE(imported.out.find("--start imported"), std::string::npos) << imported.out;
  const auto anew = run("reconstruct half.h5 --chain epie:1 --json");
  const auto on = run("reconstruct half.h5 --chain epie:1 --start imported --json");
  ASSERT_EQ(on.exit_code, 0) << on.err;
  EXPECT_LT(on.json()["residual"].get<double>(), 0.9 * anew.json()["residual"].get<double>());
  const auto direct = run("reconstruct half.cxi --chain epie:1 --start imported --run-folder on_the_way --json");
  ASSERT_EQ(direct.exit_code, 0) << direct.err;
  EXPECT_EQ(direct.json()["residual"], on.json()["residual"]);
  EXPECT_EQ(nlohmann::json::parse(test::fileText(*s_folder / "on_the_way/spec.json"))["start"], "imported");
  const auto without = run("reconstruct scan.h5 --chain epie:1 --start imported");
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_NE(without.err.find("scan.h5 holds no object"), std::string::npos) << without.err;
}

TEST_F(CliExport, AFigureHoldsPicturesAndCurvesTogether) {
  std::ofstream(*s_folder / "mixed.json") << R"({"panels": [{"file": "result.h5", "part": "phase"},
      {"curves": "residual", "files": ["run", "result.h5"], "title": "Both"}]})";
  const auto drawn = run("figure --spec mixed.json -o mixed.svg");
  if (drawn.err.find("built without figures") != std::string::npos) GTEST_SKIP() << "built without figures";
  ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
  std::ifstream file(*s_folder / "mixed.svg");
  const std::string svg((std::istreambuf_iterator<char>(file)), {});
  for (const char* text : {"<image", "polyline", ">Both<", ">iteration<", ">result.h5<"}) {
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  }
  std::ofstream(*s_folder / "wrong.json") << R"({"panels": [{"curves": "loss", "files": ["result.h5"]}]})";
  const auto refused = run("figure --spec wrong.json -o wrong.svg");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("not the folder of a training"), std::string::npos) << refused.err;
  std::ofstream(*s_folder / "unknown.json") << R"({"panels": [{"curves": "lost", "files": ["run"]}]})";
  EXPECT_NE(run("figure --spec unknown.json -o x.svg").err.find("residual, amplitude-nrmse"), std::string::npos);
}

TEST_F(CliExport, EveryFileThatWasWrittenIsListed) {
  const auto product = run("export result.h5 -o product.h5 --format ptychodus --patterns true --acquisition scan.h5");
  ASSERT_EQ(product.exit_code, 0) << product.err;
  EXPECT_EQ(product.out, "product.h5\nproduct-patterns.h5\n");
  const auto tiff = run("export result.h5 -o object.tif");
  EXPECT_EQ(tiff.out, "object-amplitude.tif\nobject-phase.tif\nobject-positions.csv\n");
  EXPECT_EQ(test::fileText(*s_folder / "object-positions.csv").substr(0, 25), "y_m,x_m,row_px,col_px\n-3.");
}

TEST_F(CliExport, ProgramsAreToldWhatWasWritten) {
  const auto outcome = run("export scan.h5 -o told.hdf5 --format ptylab --json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto account = parseJson(outcome.out, "account");
  ASSERT_TRUE(account) << outcome.out;
  EXPECT_EQ((*account)["format"], "ptylab");
  EXPECT_EQ((*account)["files"], Json::array({"told.hdf5"}));
  EXPECT_EQ((*account)["patterns"], Json::array({25, 32, 32}));
  EXPECT_EQ((*account)["probe"], Json::array({1, 32, 32}));
  EXPECT_EQ((*account)["positions"], 25);
  EXPECT_TRUE((*account)["object_is_truth"].get<bool>());
  EXPECT_NEAR((*account)["object_pixel_m"].get<double>(), objectPixelOf(*readAcquisition(*s_folder / "scan.h5")->geometry), 1e-15);
  EXPECT_FALSE((*account)["notes"].empty());
  const auto result = parseJson(run("export result.h5 -o told.cxi --json").out, "account");
  ASSERT_TRUE(result);
  EXPECT_TRUE((*result)["patterns"].is_null());
  EXPECT_FALSE((*result)["object_is_truth"].get<bool>());
}

TEST_F(CliExport, ASuffixOfSeveralFormatsIsAskedAbout) {
  const auto refused = run("export result.h5 -o some.h5");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("ptylab"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace ptycho
