#include <gtest/gtest.h>

#include "core/exchange/npz_writer.h"
#include "core/import/scan_format.h"
#include "core/measured/prepare_scan.h"
#include "tests/core/exchange/numpy_files.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

constexpr std::uint64_t kPixels = 64;

std::filesystem::path fourDimensional(const ScratchFolder& folder) {
  RawFile file(folder / "stem.h5");
  file.floats("/datacube/data", {3, 4, 8, 8}, countedFloats(12 * kPixels));
  return folder / "stem.h5";
}

ImportSpec rasterOf(double step_nm, int columns = 0) {
  ImportSpec spec;
  spec.raster_step_nm = step_nm;
  spec.raster_columns = columns;
  return spec;
}

TEST(RasterScan, FourDimensionsAreLinesOfPatterns) {
  const ScratchFolder folder;
  const auto scan = openScan(fourDimensional(folder), rasterOf(0.5));
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->patterns->count(), 12U);
  EXPECT_EQ(patternOf(*scan, 7)[3], 7 * kPixels + 3);
  std::vector<float> across(6 * kPixels);  // from the first line into the third
  ASSERT_TRUE(scan->patterns->read(3, 6, across.data()));
  for (std::size_t i = 0; i < across.size(); ++i) ASSERT_EQ(across[i], static_cast<float>(3 * kPixels + i));
  ASSERT_EQ(scan->positions.size(), 12U);
  EXPECT_DOUBLE_EQ(scan->positions[7][0], 1.5e-9);  // x: column 3
  EXPECT_DOUBLE_EQ(scan->positions[7][1], 0.5e-9);  // y: row 1
  EXPECT_EQ(conventionText(*scan, "position_unit"), "m (stated)");
  EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (assumed)");
  EXPECT_TRUE(hasNote(*scan, "raster of 4 columns, 0.5 nm apart"));
}

TEST(RasterScan, BecomesAScanInPixels) {
  const ScratchFolder folder;
  ImportSpec spec = rasterOf(0.5);
  spec.object_pixel_nm = 0.25;
  spec.margin_px = 0;
  const auto scan = openScan(fourDimensional(folder), spec);
  ASSERT_TRUE(scan) << scan.error().text();
  const auto plan = planScan(*scan, spec);
  ASSERT_TRUE(plan) << plan.error().text();
  ASSERT_EQ(plan->scan.positions.size(), 12U);
  EXPECT_NEAR(plan->scan.positions[7].col - plan->scan.positions[4].col, 6, 1e-9);
  EXPECT_NEAR(plan->scan.positions[4].row - plan->scan.positions[0].row, 2, 1e-9);
}

TEST(RasterScan, WithoutAStepItSaysWhatToGive) {
  const ScratchFolder folder;
  const auto scan = openScan(fourDimensional(folder), {});
  ASSERT_TRUE(scan) << scan.error().text();
  const auto plan = planScan(*scan, {});
  ASSERT_FALSE(plan);
  EXPECT_NE(plan.error().text().find("raster_step_nm"), std::string::npos) << plan.error().text();
}

TEST(RasterScan, PatternsInAListNeedTheColumns) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "list.h5");
    file.floats("/frames", {11, 8, 8}, countedFloats(11 * kPixels));
    file.doubles("/positions", {11, 2}, countedDoubles(22));
  }
  const auto unsaid = openScan(folder / "list.h5", rasterOf(2));
  ASSERT_FALSE(unsaid);
  EXPECT_NE(unsaid.error().text().find("raster_columns"), std::string::npos) << unsaid.error().text();
  const auto scan = openScan(folder / "list.h5", rasterOf(2, 4));
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_DOUBLE_EQ(scan->positions[9][0], 2e-9);
  EXPECT_DOUBLE_EQ(scan->positions[9][1], 4e-9);
  EXPECT_TRUE(hasNote(*scan, "last line has 3 of 4"));
  EXPECT_FALSE(openScan(fourDimensional(folder), rasterOf(2, 5)));
  ImportSpec both = rasterOf(2, 4);
  both.positions_file = "positions.csv";
  EXPECT_FALSE(openScan(folder / "list.h5", both));
}

TEST(RasterScan, AnArrayOfNumpyIsReadByLines) {
  const ScratchFolder folder;
  const auto frames = countedFloats(12 * kPixels);
  ASSERT_TRUE(writeNpz(folder / "stem.npz", {npzArray("data", {3, 4, 8, 8}, frames.data())}, false));
  const auto scan = openScan(folder / "stem.npz", rasterOf(1));
  ASSERT_TRUE(scan) << scan.error().text();
  std::vector<float> across(6 * kPixels);
  ASSERT_TRUE(scan->patterns->read(2, 6, across.data()));
  for (std::size_t i = 0; i < across.size(); ++i) ASSERT_EQ(across[i], static_cast<float>(2 * kPixels + i));
  EXPECT_EQ(patternOf(*scan, 0)[5], 5);
  EXPECT_DOUBLE_EQ(scan->positions[11][0], 3e-9);
  EXPECT_FALSE(scan->patterns->read(7, 6, across.data()));
}

}  // namespace
}  // namespace ptycho
