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
