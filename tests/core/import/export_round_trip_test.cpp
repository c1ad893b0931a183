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
  bool mask = true;  ///< the format has one
};

void PrintTo(const Way& way, std::ostream* out) { *out << way.key; }

const std::vector<Way> kWays{{"cxi", "scan.cxi"}, {"ptychodus", "scan.h5"}, {"ptylab", "scan.hdf5", false}};

class Exchange {
 public:
  explicit Exchange(Way way) : m_way(way) {}

  Result<RawScan> openAgain(const ExportContent& content, bool patterns) {
    const fs::path file = m_folder / m_way.file;
    PTYCHO_TRY(const ExportFormatInfo format, exportFormatOf(file, m_way.key));
    PTYCHO_TRY(const ExportedFiles written, exportScan(file, format.format, content, {patterns}));
    m_spec.probe_power = false;
    if (written.files.size() > 1) {
      m_spec.patterns_file = written.files[1].string();
      m_spec.patterns_path = "/patterns";
      m_spec.mask_path = "/bad_pixels";
    }
    return openScan(file, m_spec);
  }

  Result<Acquisition> prepareAgain(const Acquisition& acquisition) {
    PTYCHO_TRY(const RawScan raw, openAgain({nullptr, &acquisition}, true));
    RunContext context;
    PTYCHO_TRY(PreparedScan prepared, prepareScan(raw, m_spec, context));
    return std::move(prepared.acquisition);
  }

 private:
  Way m_way;
  ScratchFolder m_folder;
  ImportSpec m_spec;
};

void expectSameScan(const Acquisition& read, const Acquisition& written, bool mask) {
  EXPECT_EQ(read.patterns, written.patterns);
  EXPECT_EQ(read.probe, written.probe);
  if (mask) {
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
    expectSameScan(*read, written, GetParam().mask);
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
  ASSERT_TRUE(scan->object_centre_m);
  const auto plan = planScan(*scan, {});
  ASSERT_TRUE(plan) << plan.error().text();
  const bool xFirst = plan->convention("position_axes") == "xy";
  EXPECT_EQ(plan->convention("position_sign_x"), "plus");
  EXPECT_EQ(plan->convention("position_sign_y"), "plus");
  EXPECT_EQ(plan->convention("zero_frequency"), "centre");
  const std::vector<Position>& refined = result.reconstruction.positions;
  ASSERT_EQ(scan->positions.size(), refined.size());
  for (std::size_t k = 0; k < refined.size(); ++k) {
    const double y = scan->positions[k][xFirst ? 1 : 0] - (*scan->object_centre_m)[0];
    const double x = scan->positions[k][xFirst ? 0 : 1] - (*scan->object_centre_m)[1];
    const auto middle = [](std::size_t side) { return static_cast<double>(side) / 2; };
    // PtyLab's middle is a whole pixel.
    EXPECT_NEAR(y / plan->object_pixel_m + middle(scan->object.rows()) - 16, refined[k].row, 0.5 + 1e-8);
    EXPECT_NEAR(x / plan->object_pixel_m + middle(scan->object.cols()) - 16, refined[k].col, 0.5 + 1e-8);
    EXPECT_NEAR(y - scan->positions[0][xFirst ? 1 : 0], (refined[k].row - refined[0].row) * plan->object_pixel_m, 1e-16);
  }
}

TEST_P(EveryWay, AResultWithoutPatternsOpensAsOne) {
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
                         [](const auto& info) { return std::string(info.param.file).replace(4, 1, "_"); });

class EveryPair : public ::testing::TestWithParam<std::tuple<Way, Way>> {};

TEST_P(EveryPair, WhatOneFormatSaysTheOtherSaysToo) {
  const auto& [first, second] = GetParam();
  const Acquisition written = sampleAcquisition(false);
  const auto between = Exchange(first).prepareAgain(written);
  ASSERT_TRUE(between) << between.error().text();
  const auto read = Exchange(second).prepareAgain(*between);
  ASSERT_TRUE(read) << read.error().text();
  expectSameScan(*read, written, first.mask && second.mask);
}

INSTANTIATE_TEST_SUITE_P(Export, EveryPair, ::testing::Combine(::testing::ValuesIn(kWays), ::testing::ValuesIn(kWays)));

}  // namespace
}  // namespace ptycho
