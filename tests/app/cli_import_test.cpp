#include <csignal>
#include <fstream>

#include <gtest/gtest.h>

#include "core/optics/forward_model.h"
#include "core/store/acquisition_file.h"
#include "core/store/hdf5_plugins.h"
#include "core/store/result_file.h"
#include "core/store/run_folder.h"
#include "core/store/scan_preview_file.h"
#include "tests/app/cli_process.h"
#include "tests/core/store/raw_hdf5.h"

namespace ptycho {
namespace {

using test::cli;
using test::WorkFolder;
using ptycho::testing::RawFile;

constexpr double kJoulePerKeV = 1.602176634e-16;
/// Which way the positions of the test's file run.
const std::string kSigns = " --position-sign-x plus --position-sign-y plus ";

/// The simulated scan as CXI: zero frequency in the middle, metres, joules, x before y.
void writeCxi(const std::filesystem::path& file, const Acquisition& scan) {
  RawFile raw(file);
  const std::size_t side = scan.patterns.rows();
  std::vector<float> patterns;
  for (std::size_t k = 0; k < scan.patterns.count(); ++k) {
    const RealImage centred = centreZeroFrequency(scan.patterns.copy(k));
    patterns.insert(patterns.end(), centred.begin(), centred.end());
  }
  raw.floats("/entry_1/data_1/data", {scan.patterns.count(), side, side}, patterns);
  const Geometry& geometry = *scan.geometry;
  const double pixel = objectPixelOf(geometry);
  std::vector<double> translations;
  for (const Position& at : scan.scan.positions) translations.insert(translations.end(), {at.col * pixel, at.row * pixel, 0});
  raw.doubles("/entry_1/data_1/translation", {scan.patterns.count(), 3}, translations);
  const std::string detector = "/entry_1/instrument_1/detector_1/";
  raw.doubles(detector + "distance", {}, {geometry.distance_m});
  raw.doubles(detector + "x_pixel_size", {}, {1e-6 * geometry.detector_pixel_um});
  raw.doubles(detector + "y_pixel_size", {}, {1e-6 * geometry.detector_pixel_um});
  raw.doubles("/entry_1/instrument_1/source_1/energy", {}, {geometry.energy_keV * kJoulePerKeV});
  raw.doubles("/cxi_version", {}, {160});
  const hid_t complex = testing::complexType(H5T_NATIVE_FLOAT);
  raw.write("/entry_1/instrument_1/source_1/illumination", complex, {side, side}, complex, scan.probe.data());
  H5Tclose(complex);
}

class CliImport : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_folder = new WorkFolder;
    ASSERT_EQ(cli("simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 5 --step 5 --detector-pixel 300 -o scan.h5",
                  s_folder->path()).exit_code, 0);
    writeCxi(*s_folder / "scan.cxi", readAcquisition(*s_folder / "scan.h5").value());
    ASSERT_EQ(cli("simulate --window 32 --sigma 7.5 --curvature 0.03125 --grid 5 --step 5 --propagation near-field "
                  "--magnification 75 -o near_scan.h5", s_folder->path()).exit_code, 0);
    writeCxi(*s_folder / "near.cxi", readAcquisition(*s_folder / "near_scan.h5").value());
  }
  static void TearDownTestSuite() {
    delete s_folder;
    s_folder = nullptr;
  }
  [[nodiscard]] static std::filesystem::path at(const std::string& name) { return *s_folder / name; }
  [[nodiscard]] static test::CliOutcome run(const std::string& arguments) { return cli(arguments, s_folder->path()); }
  static WorkFolder* s_folder;
};

WorkFolder* CliImport::s_folder = nullptr;

TEST_F(CliImport, makesAnAcquisitionAndSaysWhatItAssumed) {
  const auto outcome = run("import scan.cxi -o imported.h5" + kSigns);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* part : {"CXI", "--position-axes", "--zero-frequency", "asked", "imported.h5"}) {
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << " in:\n" << outcome.out;
  }
  const auto last = outcome.out.substr(outcome.out.rfind('\n', outcome.out.size() - 2) + 1);
  EXPECT_EQ(last.find("25 patterns of 32 × 32 px, object "), 0U) << last;
  const Acquisition original = readAcquisition(at("scan.h5")).value();
  const auto read = readAcquisition(at("imported.h5"));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->patterns, original.patterns);
  ASSERT_TRUE(read->geometry);
  EXPECT_NEAR(objectPixelOf(*read->geometry), objectPixelOf(*original.geometry), 1e-6 * objectPixelOf(*original.geometry));
  for (std::size_t k = 1; k < 25; ++k) {
    EXPECT_NEAR(read->scan.positions[k].row - read->scan.positions[0].row,
                original.scan.positions[k].row - original.scan.positions[0].row, 1e-4);
    EXPECT_NEAR(read->scan.positions[k].col - read->scan.positions[0].col,
                original.scan.positions[k].col - original.scan.positions[0].col, 1e-4);
  }
  EXPECT_FALSE(read->import_json.empty());
  const auto info = run("info imported.h5 --json").json();
  EXPECT_EQ(info["propagation"], "far-field");
  EXPECT_EQ(info["import"]["file"], "scan.cxi");
  EXPECT_FALSE(info["import"]["conventions"].empty());
}

TEST_F(CliImport, printsTheReportForPrograms) {
  const auto json = run("import scan.cxi -o json.h5 --json --crop 16 --every 2" + kSigns).json();
  EXPECT_EQ(json["patterns"], 13);
  EXPECT_EQ(json["window_px"], 16);
  EXPECT_GT(json["object_pixel_m"].get<double>(), 0);
  EXPECT_EQ(json["report"]["spec"]["crop_px"], 16);
  EXPECT_EQ(json["propagation"], "far-field");
  EXPECT_EQ(json["run_folder"], "");
}

TEST_F(CliImport, isARunThatCanBeDoneAgain) {
  ASSERT_EQ(run("import scan.cxi --run-folder run --crop 16" + kSigns).exit_code, 0);
  EXPECT_EQ(readRunStatus(at("run"))->state, RunState::Done);
  const auto spec = readRunSpec(at("run")).value();
  EXPECT_EQ(spec["verb"], "import");
  EXPECT_EQ(spec["import"]["crop_px"], 16);
  const auto again = run("import '" + spec["file"].get<std::string>() + "' --spec run/spec.json -o again.h5");
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(test::fileText(at("again.h5")), test::fileText(at("run") / "scan.h5"));
}

TEST_F(CliImport, showsAPreviewWithoutImporting) {
  const auto outcome = run("import scan.cxi --preview look.h5 --json" + kSigns);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.json()["patterns"], 25);
  const auto preview = readScanPreview(at("look.h5"));
  ASSERT_TRUE(preview) << preview.error().text();
  EXPECT_EQ(preview->mean.rows(), 32U);
  EXPECT_EQ(preview->scan.positions.size(), 25U);
  EXPECT_EQ(preview->report.format, "cxi");
}

TEST_F(CliImport, listsDataSetsToChooseFrom) {
  const auto outcome = run("import scan.cxi --datasets --json");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  bool found = false;
  const auto json = outcome.json();
  for (const auto& entry : json["datasets"]) {
    if (entry["path"] == "/entry_1/data_1/data") found = entry["could_be"][0] == "patterns";
  }
  EXPECT_TRUE(found) << outcome.out;
}

TEST_F(CliImport, ofAFileThatIsNoScanSaysSo) {
  std::ofstream(at("notes.txt")) << "not a scan";
  const auto before = s_folder->names();
  const auto outcome = run("import notes.txt -o x.h5");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("notes.txt"), std::string::npos) << outcome.err;
  EXPECT_EQ(run("import nowhere.cxi -o x.h5").exit_code, 2);
  EXPECT_EQ(s_folder->names(), before);
  EXPECT_EQ(run("import notes.txt --run-folder failed").exit_code, 2);
  EXPECT_EQ(readRunStatus(at("failed"))->state, RunState::Failed);
}

TEST_F(CliImport, withinTooLittleMemoryIsRefused) {
  const auto outcome = run("import scan.cxi --run-folder little --memory-limit 0.01");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("--memory-limit"), std::string::npos) << outcome.err;
  EXPECT_EQ(readRunStatus(at("little"))->state, RunState::Failed);
}

TEST_F(CliImport, ofTheNearFieldSaysHowFarItGoesAndIsReconstructed) {
  const auto imported =
      run("import near.cxi --propagation near-field --object-pixel 1000 --probe file -o near.h5" + kSigns);
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  EXPECT_NE(imported.out.find("Near field"), std::string::npos) << imported.out;
  EXPECT_NE(imported.out.find("Fresnel number"), std::string::npos) << imported.out;
  const Json info = run("info near.h5 --json").json();
  EXPECT_EQ(info["propagation"], "near-field");
  EXPECT_NEAR(info["fresnel_number_per_pixel"].get<double>(), 1e-6 * 75e-6 / (1.5498e-10 * 2), 1e-4);
  const auto outcome = run("reconstruct near.h5 --chain awf:150 -o near_result.h5");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_LT(readResult(at("near_result.h5"))->reconstruction.residual, 0.02);
}

TEST_F(CliImport, ofANearFieldThatNoWindowHoldsIsRefusedByEnginesOnly) {
  const auto imported = run("import scan.cxi --propagation near-field --object-pixel 2 --probe mean-pattern -o far.h5");
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  const auto refused = run("reconstruct far.h5 --chain epie:2 -o x.h5");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("near-field"), std::string::npos) << refused.err;
}

TEST_F(CliImport, isDoneByReconstructOnTheWay) {
  std::ofstream(at("signs.json")) << R"({"position_sign_x": "plus", "position_sign_y": "plus"})";
  const auto outcome = run("reconstruct scan.cxi --import-spec signs.json --chain epie:60 --run-folder direct");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("--position-axes"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("residual"), std::string::npos);
  EXPECT_EQ(outcome.out.find("NRMSE"), std::string::npos) << outcome.out;
  EXPECT_EQ(outcome.out.find("flat"), std::string::npos) << outcome.out;
  EXPECT_TRUE(readAcquisition(at("direct") / "scan.h5"));
  EXPECT_EQ(readRunSpec(at("direct")).value()["import"]["position_sign_x"], "plus");
  EXPECT_LT(readResult(at("direct") / run_file::kResult)->reconstruction.residual, 0.1);
  const auto json = run("reconstruct scan.cxi --import-spec signs.json --chain epie:2 -o direct.h5 --json");
  ASSERT_EQ(json.exit_code, 0) << json.err;
  EXPECT_TRUE(json.json()["residual"].is_number());
  EXPECT_FALSE(json.json().contains("flat_amplitude_nrmse"));
  EXPECT_NE(json.err.find("--position-axes"), std::string::npos) << json.err;
}

TEST_F(CliImport, isNotDoneAgainByARunThatGoesOn) {
  writeCxi(at("gone.cxi"), readAcquisition(at("scan.h5")).value());
  const pid_t child = test::startCli({"reconstruct", "gone.cxi", "--chain", "epie:1000000", "--record-every", "100",
                                      "--run-folder", "stopped", "--threads", "1"}, s_folder->path());
  ASSERT_TRUE(test::waitUntil([&] { return readEvents(at("stopped"), 0).events.size() > 2; }));
  ASSERT_EQ(::kill(child, SIGTERM), 0);
  EXPECT_EQ(test::exitCodeOf(child), 3);
  std::filesystem::remove(at("gone.cxi"));
  const auto before = readEvents(at("stopped"), 0).events.size();
  const pid_t again = test::startCli({"reconstruct", "--resume", "stopped"}, s_folder->path());
  ASSERT_TRUE(test::waitUntil([&] { return readEvents(at("stopped"), 0).events.size() > before + 2; }));
  ASSERT_EQ(::kill(again, SIGTERM), 0);
  EXPECT_EQ(test::exitCodeOf(again), 3);
}

TEST_F(CliImport, isWhatInfoRecommendsForAForeignScan) {
  const auto info = run("info scan.cxi --json");
  ASSERT_EQ(info.exit_code, 0) << info.err;
  EXPECT_EQ(info.json()["format"], "cxi");
  EXPECT_EQ(info.json()["patterns"], 25);
  EXPECT_FALSE(info.json()["datasets"].empty());
}

TEST_F(CliImport, PluginsOfHdf5UnpackWhatH5pyPacked) {
  allowHdf5Plugins();  // for what is missing in Debian's package
  H5PLset_loading_state(H5PL_FILTER_PLUGIN);
  constexpr H5Z_filter_t kLzf = 32000;
  if (H5Zfilter_avail(kLzf) <= 0) GTEST_SKIP() << "hdf5-plugin-lzf is not installed";
  constexpr std::size_t kCount = 6;
  std::vector<float> patterns(kCount * 16 * 16, 0.0F);
  for (std::size_t i = 0; i < patterns.size(); ++i) patterns[i] = static_cast<float>(i / 16 % 5);
  {
    RawFile file(*s_folder / "lzf.h5");
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t chunk[3] = {1, 16, 16};
    H5Pset_chunk(creation, 3, chunk);
    H5Pset_filter(creation, kLzf, 0, 0, nullptr);
    file.write("/frames", H5T_IEEE_F32LE, {kCount, 16, 16}, H5T_NATIVE_FLOAT, patterns.data(), creation);
    H5Pclose(creation);
    file.doubles("/positions_px", {kCount, 2}, {0, 0, 4, 0, 8, 0, 0, 4, 4, 4, 8, 4});
  }
  const std::string call = "import lzf.h5 -o lzf_scan.h5 --zero-frequency corner --quantity intensity";
  const auto read = cli(call, s_folder->path());
  ASSERT_EQ(read.exit_code, 0) << read.err;
  const auto scan = readAcquisition(*s_folder / "lzf_scan.h5");
  ASSERT_TRUE(scan);
  EXPECT_EQ(scan->patterns.image(3)[7 * 16 + 2], patterns[3 * 256 + 7 * 16 + 2]);

  ::setenv("HDF5_PLUGIN_PATH", "/nonexistent", 1);
  const auto refused = cli(call, s_folder->path());
  ::unsetenv("HDF5_PLUGIN_PATH");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("LZF (filter 32000)"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("hdf5-plugin-lzf"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace ptycho
