#include "core/evaluate/error_shares.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

TEST(ErrorShares, areTheAreasForAnErrorThatIsEverywhereTheSame) {
  const RealImage truth(40, 60, 0.5F);
  RealImage coverage(40, 60, 1.0F);
  for (std::size_t r = 0; r < 40; ++r) {
    for (std::size_t c = 0; c < 15; ++c) coverage(r, c) = 0.05F;
  }
  const ErrorShares shares = errorShares(RealImage(40, 60, 0.75F), truth, coverage);
  EXPECT_DOUBLE_EQ(shares.dark_area, 0.25);
  EXPECT_DOUBLE_EQ(shares.dark, 0.25);
  EXPECT_DOUBLE_EQ(shares.rim_area, 1 - 8.0 * 28 / 2400);  // all but the inner 8 × 28 px
  EXPECT_NEAR(shares.rim, shares.rim_area, 1e-12);
}

TEST(ErrorShares, weighSquaredErrors) {
  const RealImage truth(64, 64, 0.5F);
  RealImage estimate = truth;
  RealImage coverage(64, 64, 2.0F);
  coverage(32, 32) = 0.1F;  // dark, far from the rim
  estimate(32, 32) += 0.25F;
  estimate(15, 40) -= 0.5F;  // the innermost row of the rim
  estimate(16, 40) -= 0.5F;  // the first one inside
  const ErrorShares shares = errorShares(estimate, truth, coverage);
  EXPECT_DOUBLE_EQ(shares.dark, 1.0 / 9);
  EXPECT_DOUBLE_EQ(shares.rim, 4.0 / 9);
  EXPECT_DOUBLE_EQ(shares.dark_area, 1.0 / 4096);
}

Scan twoWindows(double row, double col) {
  Scan scan;
  scan.window_px = 32;
  scan.object_rows = 48;
  scan.object_cols = 48;
  scan.positions = {{0, 0}, {row, col}};
  return scan;
}

TEST(WindowSeams, areTwoPixelsOnEachSideOfEdgesInsideTheObject) {
  const MaskImage seams = windowSeams(twoWindows(16, 16));
  // Edges at 32 of the first window and at 16 of the second, each as long as its window and 2 px at its inner end.
  EXPECT_EQ(seams(10, 29), 0);
  EXPECT_EQ(seams(10, 30), 1);
  EXPECT_EQ(seams(10, 33), 1);
  EXPECT_EQ(seams(10, 34), 0);
  EXPECT_EQ(seams(33, 33), 1);   // beyond the corner
  EXPECT_EQ(seams(34, 31), 0);
  EXPECT_EQ(seams(40, 31), 0);   // below the end of the first window's edge
  EXPECT_EQ(seams(17, 40), 1);
  EXPECT_EQ(seams(18, 40), 0);
  EXPECT_EQ(seams(5, 0), 0);     // the object's border is no seam
  EXPECT_EQ(seams(47, 47), 0);
  std::size_t count = 0;
  for (const auto value : seams) count += value;
  EXPECT_EQ(count, 4 * 4 * 34U - 16 - 16 - 2 * 16);  // two corners and two crossings are there twice
}

TEST(WindowSeams, ofPositionsBetweenPixelsGoByTheCentresOfPixels) {
  const MaskImage seams = windowSeams(twoWindows(15.75, 16));
  EXPECT_EQ(seams(13, 40), 0);  // 13.5 is 2.25 from the edge
  EXPECT_EQ(seams(14, 40), 1);
  EXPECT_EQ(seams(17, 40), 1);  // 17.5: 1.75
  EXPECT_EQ(seams(18, 40), 0);
}

TEST(ErrorShares, knowSeamsAndFlatRegionsWhereTheyAreGiven) {
  const RealImage truth(48, 48, 0.5F);
  RealImage estimate = truth;
  estimate(10, 32) += 0.5F;  // on a seam, and in the flat region
  estimate(5, 5) += 0.5F;
  estimate(40, 10) += 0.5F;
  estimate(10, 3) += 0.5F;
  ErrorPlaces places{windowSeams(twoWindows(16, 16)), MaskImage(48, 48, 0)};
  for (std::size_t c = 24; c < 48; ++c) places.uniform(10, c) = 1;
  const RealImage coverage(48, 48, 1.0F);
  const ErrorShares shares = errorShares(estimate, truth, coverage, places);
  EXPECT_DOUBLE_EQ(shares.seam, 0.25);
  EXPECT_DOUBLE_EQ(shares.seam_area, (4 * 4 * 34.0 - 64) / (48 * 48));
  EXPECT_DOUBLE_EQ(shares.uniform, 0.25);
  EXPECT_DOUBLE_EQ(shares.uniform_area, 24.0 / (48 * 48));
  EXPECT_EQ(errorShares(truth, truth, coverage, places).seam, 0);
  EXPECT_TRUE(std::isnan(errorShares(estimate, truth, coverage).seam));
  EXPECT_TRUE(std::isnan(errorShares(estimate, truth, coverage).uniform_area));
  estimate[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(errorShares(estimate, truth, coverage, places).seam));
  places.seams = MaskImage(48, 47, 0);
  EXPECT_THROW((void)errorShares(truth, truth, coverage, places), std::invalid_argument);
}

TEST(ErrorShares, areNothingWithoutErrorAndNoNumberWithoutOne) {
  const RealImage truth(20, 20, 0.5F);
  const ErrorShares none = errorShares(truth, truth, RealImage(20, 20, 1.0F));
  EXPECT_EQ(none.dark, 0);
  EXPECT_EQ(none.rim, 0);
  EXPECT_EQ(none.rim_area, 1);
  RealImage broken = truth;
  broken[7] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(errorShares(broken, truth, RealImage(20, 20, 1.0F)).rim));
  EXPECT_THROW((void)errorShares(truth, truth, RealImage(20, 21)), std::invalid_argument);
}

}  // namespace
}  // namespace ptycho
