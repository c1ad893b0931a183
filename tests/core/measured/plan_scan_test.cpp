#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

TEST(PlanScan, readsNoPattern) {
  RawScan raw = asStored(simulatedScan());
  const auto plan = planScan(raw, {});
  ASSERT_TRUE(plan.has_value()) << plan.error().text();
  EXPECT_EQ(patternsOf(raw).patternsRead(), 0U);
  EXPECT_EQ(plan->patterns.size(), 25U);
  EXPECT_EQ(plan->window_px, 32);
  EXPECT_EQ(plan->convention("position_unit"), "m");
  EXPECT_EQ(plan->convention("no such key"), "");
  EXPECT_FALSE(plan->convention("object_pixel_nm").empty());
}

TEST(PlanScan, takesPixelsWithoutAnyGeometry) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  raw.energy.reset();
  raw.distance_m.reset();
  raw.detector_pixel_m.reset();
  for (std::size_t k = 0; k < raw.positions.size(); ++k) {
    raw.positions[k] = {truth.scan.positions[k].col, truth.scan.positions[k].row};
  }
  const auto plan = planScan(raw, {});
  ASSERT_TRUE(plan.has_value()) << plan.error().text();
  EXPECT_LT(positionDifference(plan->scan, truth.scan), 1e-9);
  EXPECT_FALSE(plan->geometry.has_value());
  EXPECT_EQ(plan->object_pixel_m, 0);
}

TEST(PlanScan, solvesForTheDetectorWhereEnergyDistanceAndObjectPixelAreKnown) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  const double pixel = objectPixelOf(*truth.geometry);
  raw.object_pixel_m = {{pixel, pixel}};
  raw.detector_pixel_m.reset();
  const auto plan = planScan(raw, {});
  ASSERT_TRUE(plan.has_value()) << plan.error().text();
  ASSERT_TRUE(plan->geometry.has_value());
  EXPECT_NEAR(plan->geometry->detector_pixel_um, truth.geometry->detector_pixel_um, 1e-6);
  EXPECT_NEAR(plan->geometry->distance_m, truth.geometry->distance_m, 1e-12);
  EXPECT_NEAR(plan->object_pixel_m / pixel, 1, 1e-12);
}

TEST(PlanScan, wholePixelsInMetresStayWholePixels) {
  RawScan raw = asStored(simulatedScan());
  const double pixel = 1e-9 / 3;
  raw.object_pixel_m = {{pixel, pixel}};
  for (std::size_t k = 0; k < raw.positions.size(); ++k) {
    raw.positions[k] = {7.1e-6 + 3 * pixel * static_cast<double>(k), -1.3e-6 + pixel * static_cast<double>(k)};
  }
  ImportSpec spec;
  spec.position_axes = AxesChoice::Xy;
  spec.margin_px = 0;
  const auto plan = planScan(raw, spec);
  ASSERT_TRUE(plan.has_value()) << plan.error().text();
  EXPECT_TRUE(plan->scan.hasIntegerPositions());
  EXPECT_EQ(plan->scan.object_rows, 32 + 24);
  EXPECT_EQ(plan->scan.object_cols, 32 + 72);
}

TEST(PlanScan, namesWhatIsWrongAndWhatToDo) {
  const auto textOf = [](auto&& change) {
    RawScan raw = asStored(simulatedScan());
    ImportSpec spec;
    change(raw, spec);
    return refusal(raw, spec);
  };
  EXPECT_NE(textOf([](RawScan& raw, ImportSpec&) { raw.patterns.reset(); }).find("patterns_path"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw, ImportSpec&) { raw.positions.clear(); }).find("positions_path"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw, ImportSpec&) { raw.positions.resize(9); }).find("last_pattern"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw, ImportSpec&) { raw.positions[4][1] = NAN; }).find("[4]"), std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw, ImportSpec&) { raw.positions[4][1] = 0.03; }).find("position_unit"),
            std::string::npos);
  EXPECT_NE(textOf([](RawScan& raw, ImportSpec&) { raw.distance_m.reset(); }).find("object_pixel_nm"),
            std::string::npos);
  EXPECT_NE(textOf([](RawScan&, ImportSpec& spec) { spec.crop_px = 40; }).find("crop to 32 px"), std::string::npos);
  EXPECT_NE(textOf([](RawScan&, ImportSpec& spec) { spec.bin = 8; }).find("bin less"), std::string::npos);
  EXPECT_NE(textOf([](RawScan&, ImportSpec& spec) { spec.first_pattern = 25; }).find("first_pattern"),
            std::string::npos);
  EXPECT_EQ(textOf([](RawScan& raw, ImportSpec& spec) {
              raw.positions.resize(9);
              spec.last_pattern = 9;
            }),
            "taken");
}

TEST(PlanScan, cropsFramesThatAreNotSquare) {
  RawScan raw = asStored(simulatedScan());
  raw.patterns = std::make_shared<PatternsInMemory>(RealStack(25, 40, 31, 1.0F));
  const auto plan = planScan(raw, {});
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->window_px, 30);
}

}  // namespace
}  // namespace ptycho
