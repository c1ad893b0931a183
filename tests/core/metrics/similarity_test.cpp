#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/metrics/metrics.h"
#include "tests/core/metrics/test_objects.h"

namespace ptycho {
namespace {

RealImage plus(RealImage picture, float constant) {
  for (float& value : picture) value += constant;
  return picture;
}

TEST(Psnr, knowsTheStaircase) {
  RealImage stairs(4, 4);
  for (std::size_t i = 0; i < stairs.size(); ++i) stairs[i] = static_cast<float>(i);
  EXPECT_NEAR(psnr(plus(stairs, 1), stairs, 15), 23.5218, 5e-5);
}

TEST(Psnr, isInfiniteForEqualPictures) {
  const RealImage picture(3, 3, 0.5f);
  EXPECT_EQ(psnr(picture, picture, 1), std::numeric_limits<double>::infinity());
}

TEST(Nrmse, isTheRatioOfNorms) {
  RealImage a(1, 2), b(1, 2);
  a[0] = 3;
  a[1] = 1;
  b[0] = 3;
  b[1] = 4;
  EXPECT_NEAR(nrmse(a, b), 3.0 / 5.0, 1e-12);
  EXPECT_EQ(nrmse(a, RealImage(1, 2)), std::numeric_limits<double>::infinity());
  EXPECT_THROW((void)nrmse(a, RealImage(2, 1)), std::invalid_argument);
}

TEST(Ssim, isOneForEqualPictures) {
  const RealImage picture = deadLeaves(1, 0, 40, 33);
  EXPECT_NEAR(ssim(picture, picture, 1), 1, 1e-12);
}

TEST(Ssim, knowsAConstantShift) {
  // Constant pictures have no variance: only the luminance term is left.
  const double a = 0.4, b = 0.6, c1 = 0.01 * 0.01;
  const double expected = (2 * a * b + c1) / (a * a + b * b + c1);
  EXPECT_NEAR(ssim(RealImage(16, 20, 0.4f), RealImage(16, 20, 0.6f), 1), expected, 1e-7);
}

TEST(Ssim, knowsOneWindowByHand) {
  // 11 × 11: one window. An impulse in the middle of weight w: mean w, variance w − w².
  RealImage impulse(11, 11);
  impulse(5, 5) = 1;
  double sum = 0;
  for (int k = -5; k <= 5; ++k) sum += std::exp(-k * k / 4.5);
  const double w = 1 / (sum * sum);
  const double c1 = 1e-4, c2 = 9e-4;
  const double expected = c1 * c2 / ((w * w + c1) * (w - w * w + c2));
  EXPECT_NEAR(ssim(impulse, RealImage(11, 11), 1), expected, 1e-12);
}

TEST(Ssim, isSymmetricAndFallsWithNoise) {
  const RealImage picture = deadLeaves(1, 1, 64, 64);
  const CounterRandom random(2, 0);
  double last = 1;
  for (const float deviation : {0.02f, 0.1f, 0.4f}) {
    RealImage dirty = picture;
    for (std::size_t i = 0; i < dirty.size(); ++i) dirty[i] += deviation * static_cast<float>(random.normal(i));
    const double value = ssim(dirty, picture, 1);
    EXPECT_NEAR(value, ssim(picture, dirty, 1), 1e-12);
    EXPECT_LT(value, last - 0.005);
    last = value;
  }
}

TEST(Ssim, hasNoAnswerBelowItsWindow) {
  EXPECT_TRUE(std::isnan(ssim(RealImage(10, 40), RealImage(10, 40), 1)));
}

}  // namespace
}  // namespace ptycho
