#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "core/base/run_context.h"
#include "core/import/scan_format.h"
#include "core/measured/prepare_scan.h"
#include "tests/core/exchange/sample_scans.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;
namespace fs = std::filesystem;

/// Writes with a format and reads back what was written.
struct Way {
  const char* key;
  const char* file;
  bool mask = true;       ///< the format has one
  bool geometry = true;   ///< the format has lengths and an energy
  bool amplitude = false; ///< patterns are kept as square roots, whose squares are the intensities but for a last bit
};

void PrintTo(const Way& way, std::ostream* out) { *out << way.key; }

const std::vector<Way> kWays{{"cxi", "scan.cxi"}, {"ptychodus", "scan.h5"}, {"ptylab", "scan.hdf5", false},
                             {"npz", "scan.npz"}, {"neural-npz", "neural.npz", false, false, true}};

class Exchange {
 public:
  explicit Exchange(Way way) : m_way(way) {}

  Result<RawScan> openAgain(const ExportContent& content, bool patterns) {
    const fs::path file = m_folder / m_way.file;
    PTYCHO_TRY(const ExportFormatInfo format, exportFormatOf(file, m_way.key));
    PTYCHO_TRY(const ExportedFiles written, exportScan(file, format.format, content, {patterns}));
    m_spec.probe_power = false;
    if (!m_way.geometry) {  // what the file cannot tell is told by hand
      m_spec.energy_keV = 8;
      m_spec.distance_m = 2;
      m_spec.detector_pixel_um = 75;
    }
    if (written.files.size() > 1) m_spec.patterns_file = written.files[1].string();
    return openScan(file, m_spec);
  }

  Result<Acquisition> prepareAgain(const Acquisition& acquisition, const ResultRecord* result = nullptr) {
    PTYCHO_TRY(const RawScan raw, openAgain({result, &acquisition}, true));
    RunContext context;
    PTYCHO_TRY(PreparedScan prepared, prepareScan(raw, m_spec, context));
    return std::move(prepared.acquisition);
  }

 private:
  Way m_way;
  ScratchFolder m_folder;
  ImportSpec m_spec;
};

/// What all the ways on which a scan has come can tell.
void expectSameScan(const Acquisition& read, const Acquisition& written, const std::vector<Way>& ways) {
  const auto all = [&ways](bool Way::* has) {
    return std::all_of(ways.begin(), ways.end(), [has](const Way& way) { return way.*has; });
  };
  const bool rounded = std::any_of(ways.begin(), ways.end(), [](const Way& way) { return way.amplitude; });
  if (rounded) {
    ASSERT_EQ(read.patterns.size(), written.patterns.size());
    for (std::size_t i = 0; i < written.patterns.size(); ++i) {
      ASSERT_NEAR(read.patterns.data()[i], written.patterns.data()[i], 3e-7 * written.patterns.data()[i]);
    }
  } else {
    EXPECT_EQ(read.patterns, written.patterns);
  }
  EXPECT_EQ(read.probe, written.probe);
  if (all(&Way::mask)) {
    EXPECT_EQ(read.mask, written.mask);
  }
  EXPECT_EQ(read.scan.object_rows, written.scan.object_rows);
  EXPECT_EQ(read.scan.object_cols, written.scan.object_cols);
  ASSERT_EQ(read.scan.positions.size(), written.scan.positions.size());
  for (std::size_t k = 0; k < read.scan.positions.size(); ++k) {
    EXPECT_NEAR(read.scan.positions[k].row, written.scan.positions[k].row, 1e-8);
    EXPECT_NEAR(read.scan.positions[k].col, written.scan.positions[k].col, 1e-8);
  }
  EXPECT_EQ(read.scan.hasIntegerPositions(), written.scan.hasIntegerPositions());
  EXPECT_EQ(read.propagation, written.propagation);
  if (!all(&Way::geometry)) return;
  ASSERT_TRUE(read.geometry);
  EXPECT_EQ(read.geometry->radiation, written.geometry->radiation);
  EXPECT_NEAR(read.geometry->energy_keV, written.geometry->energy_keV, 1e-8);
  EXPECT_NEAR(read.geometry->distance_m, written.geometry->distance_m, 1e-8);
  EXPECT_NEAR(read.geometry->detector_pixel_um, written.geometry->detector_pixel_um, 1e-6);
  EXPECT_EQ(read.geometry->detector_side_px, written.geometry->detector_side_px);
}

class EveryWay : public ::testing::TestWithParam<Way> {};

TEST_P(EveryWay, AScanComesBackEqual) {
  for (const bool whole : {true, false}) {
    const Acquisition written = sampleAcquisition(whole);
    const auto read = Exchange(GetParam()).prepareAgain(written);
    ASSERT_TRUE(read) << read.error().text();
    expectSameScan(*read, written, {GetParam()});
  }
}

TEST_P(EveryWay, AResultComesBackWithItsPositionsBesideTheObject) {
  const Acquisition acquisition = sampleAcquisition();
  const ResultRecord result = sampleResult(acquisition);
  Exchange exchange(GetParam());
  const auto scan = exchange.openAgain({&result, &acquisition}, true);
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->object, result.reconstruction.object);
  EXPECT_EQ(scan->probe, result.reconstruction.probe);
  const auto plan = planScan(*scan, {});
  ASSERT_TRUE(plan) << plan.error().text();
  const bool xFirst = plan->convention("position_axes") == "xy";
  EXPECT_EQ(plan->convention("position_sign_x"), "plus");
  EXPECT_EQ(plan->convention("position_sign_y"), "plus");
  EXPECT_EQ(plan->convention("zero_frequency"), "centre");
  const bool metres = plan->convention("position_unit") == "m";
  EXPECT_EQ(metres, GetParam().geometry);
  EXPECT_EQ(scan->object_centre_m.has_value(), metres);
  const double unit = metres ? plan->object_pixel_m : 1;
  const std::vector<Position>& refined = result.reconstruction.positions;
  ASSERT_EQ(scan->positions.size(), refined.size());
  // Metres count from the object's middle, pixels from its corner; either way to the middle of the window.
  const auto origin = [&](std::size_t side, std::size_t axis) {
    return metres ? static_cast<double>(side) / 2 - (*scan->object_centre_m)[axis] / unit : 0;
  };
  for (std::size_t k = 0; k < refined.size(); ++k) {
    const double y = scan->positions[k][xFirst ? 1 : 0] / unit;
    const double x = scan->positions[k][xFirst ? 0 : 1] / unit;
    // PtyLab's middle is a whole pixel.
    EXPECT_NEAR(y + origin(scan->object.rows(), 0) - 16, refined[k].row, 0.5 + 1e-8);
    EXPECT_NEAR(x + origin(scan->object.cols(), 1) - 16, refined[k].col, 0.5 + 1e-8);
    EXPECT_NEAR(y - scan->positions[0][xFirst ? 1 : 0] / unit, refined[k].row - refined[0].row, 1e-8);
    EXPECT_NEAR(x - scan->positions[0][xFirst ? 0 : 1] / unit, refined[k].col - refined[0].col, 1e-8);
  }
}

TEST_P(EveryWay, AResultsObjectComesBackWhereItWas) {
  const Acquisition acquisition = sampleAcquisition();
  ResultRecord result = sampleResult(acquisition);
  result.reconstruction.positions = acquisition.scan.positions;
  const auto whole = Exchange(GetParam()).prepareAgain(acquisition, &result);
  ASSERT_TRUE(whole) << whole.error().text();
  EXPECT_EQ(whole->estimate, result.reconstruction.object);
  // Moved by a part of a pixel in both directions: the windows see the same object.
  for (Position& position : result.reconstruction.positions) position = {position.row + 0.25, position.col - 0.5};
  const auto moved = Exchange(GetParam()).prepareAgain(acquisition, &result);
  ASSERT_TRUE(moved) << moved.error().text();
  if (!GetParam().geometry) return;  // the file does not say where the object lies
  const ComplexImage& object = result.reconstruction.object;
  for (std::size_t r = 1; r + 1 < object.rows(); ++r) {
    for (std::size_t c = 1; c + 1 < object.cols(); ++c) {
      const Complex above = 0.5F * (object(r, c) + object(r, c - 1));
      const Complex below = 0.5F * (object(r + 1, c) + object(r + 1, c - 1));
      ASSERT_NEAR(std::abs(moved->estimate(r, c) - (0.75F * above + 0.25F * below)), 0, 1e-5) << r << ", " << c;
    }
  }
}

TEST_P(EveryWay, AResultWithoutPatternsOpensAsOne) {
  if (!GetParam().geometry) return;  // a data set of networks is one of patterns
  const Acquisition acquisition = sampleAcquisition();
  const ResultRecord result = sampleResult(acquisition);
  const auto scan = Exchange(GetParam()).openAgain({&result, nullptr}, false);
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->patterns, nullptr);
  EXPECT_EQ(scan->object, result.reconstruction.object);
  EXPECT_EQ(scan->positions.size(), 12U);
}

TEST_P(EveryWay, WhatIsWrittenTwiceIsTheSameFile) {
  const Acquisition acquisition = sampleAcquisition();
  const ResultRecord result = sampleResult(acquisition);
  const ScratchFolder folder;
  std::vector<std::string> bytes;
  for (const char* name : {"one", "two"}) {
    const fs::path file = (folder / name).replace_extension(fs::path(GetParam().file).extension());
    const auto format = exportFormatOf(file, GetParam().key);
    ASSERT_TRUE(format);
    ASSERT_TRUE(exportScan(file, format->format, {&result, &acquisition}, {true}));
    std::ifstream in(file, std::ios::binary);
    bytes.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  EXPECT_TRUE(bytes[0] == bytes[1]);
}

INSTANTIATE_TEST_SUITE_P(Export, EveryWay, ::testing::ValuesIn(kWays),
                         [](const auto& info) {
                           std::string name = info.param.file;
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

TEST(ExportedPositions, ATableOfThemBesideATiffIsReadAsPositions) {
  const ScratchFolder folder;
  const Acquisition acquisition = sampleAcquisition(false);
  const ResultRecord result = sampleResult(acquisition);
  const auto tiff = exportScan(folder / "object.tif", ExportFormat::Tiff, {&result, nullptr}, {});
  ASSERT_TRUE(tiff) << tiff.error().text();
  ASSERT_TRUE(exportScan(folder / "scan.cxi", ExportFormat::Cxi, {nullptr, &acquisition}, {true}));
  ImportSpec spec;
  spec.positions_file = tiff->files.back().string();
  const auto scan = openScan(folder / "scan.cxi", spec);
  ASSERT_TRUE(scan) << scan.error().text();
  const auto plan = planScan(*scan, {});
  ASSERT_TRUE(plan) << plan.error().text();
  EXPECT_EQ(plan->convention("position_unit"), "m");
  const std::vector<Position>& refined = result.reconstruction.positions;
  for (std::size_t k = 0; k < refined.size(); ++k) {
    EXPECT_NEAR(plan->scan.positions[k].row - plan->scan.positions[0].row, refined[k].row - refined[0].row, 1e-8);
    EXPECT_NEAR(plan->scan.positions[k].col - plan->scan.positions[0].col, refined[k].col - refined[0].col, 1e-8);
  }
}

class EveryPair : public ::testing::TestWithParam<std::tuple<Way, Way>> {};

TEST_P(EveryPair, WhatOneFormatSaysTheOtherSaysToo) {
  const auto& [first, second] = GetParam();
  const Acquisition written = sampleAcquisition(false);
  const auto between = Exchange(first).prepareAgain(written);
  ASSERT_TRUE(between) << between.error().text();
  const auto read = Exchange(second).prepareAgain(*between);
  ASSERT_TRUE(read) << read.error().text();
  expectSameScan(*read, written, {first, second});
}

INSTANTIATE_TEST_SUITE_P(Export, EveryPair, ::testing::Combine(::testing::ValuesIn(kWays), ::testing::ValuesIn(kWays)));

}  // namespace
}  // namespace ptycho
