#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "core/metrics/metrics.h"
#include "core/optics/fft.h"
#include "tests/core/metrics/test_objects.h"

namespace ptycho {
namespace {

double meanOf(const std::vector<double>& values, double from, double to) {
  const auto n = static_cast<double>(values.size());
  const auto first = values.begin() + static_cast<std::ptrdiff_t>(from * n);
  const auto last = values.begin() + static_cast<std::ptrdiff_t>(to * n);
  return std::accumulate(first, last, 0.0) / static_cast<double>(last - first);
}

TEST(HalfBitThreshold, hasTheKnownAsymptote) {
  EXPECT_NEAR(halfBitThreshold(1e14), 0.1716, 5e-5);
  EXPECT_NEAR(halfBitThreshold(1), 1, 1e-3);
  EXPECT_GT(halfBitThreshold(10), halfBitThreshold(100));
}

TEST(RingCorrelation, isOneForEqualObjects) {
  const ComplexImage object = leafObject(64, 80);
  for (const bool align : {false, true}) {
    const auto rings = ringCorrelation(object, object, align);
    ASSERT_TRUE(rings) << rings.error().text();
    ASSERT_EQ(rings->frequency.size(), 32u);
    EXPECT_NEAR(rings->frequency.front(), 1.0 / 64, 1e-12);
    EXPECT_NEAR(rings->frequency.back(), 0.5, 1e-12);
    for (const double value : rings->correlation) EXPECT_NEAR(value, 1, 1e-4);
    EXPECT_EQ(rings->cutoff_half_bit, 0.5);
    EXPECT_EQ(rings->cutoff_half, 0.5);
  }
}

TEST(RingCorrelation, isNearZeroForUnrelatedNoise) {
  const ComplexImage nothing(128, 128);
  const auto rings = ringCorrelation(noisy(nothing, 1, 1), noisy(nothing, 1, 2), false);
  ASSERT_TRUE(rings);
  EXPECT_NEAR(meanOf(rings->correlation, 0.2, 1), 0, 0.03);
  EXPECT_LT(rings->cutoff_half_bit, 0.05);
}

/// The object's rings where `kept` says so, and noise in the others.
ComplexImage withNoisyRings(ComplexImage object, std::uint64_t seed, const std::function<bool(double)>& kept) {
  const Fft2 fft(object.rows(), object.cols());
  ComplexImage noise = noisy(ComplexImage(object.rows(), object.cols()), 0.3, seed);
  fft.forward(object.data());
  for (std::size_t r = 0; r < object.rows(); ++r) {
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const auto fold = [](std::size_t k, std::size_t n) {
        return static_cast<double>(std::min(k, n - k)) / static_cast<double>(n);
      };
      if (!kept(std::hypot(fold(r, object.rows()), fold(c, object.cols())))) object(r, c) = noise(r, c);
    }
  }
  fft.inverse(object.data());
  return object;
}

/// Two such objects with different noise.
RingCorrelation ringsOf(const std::function<bool(double)>& kept) {
  const ComplexImage object = leafObject(128, 128);
  return ringCorrelation(withNoisyRings(object, 3, kept), withNoisyRings(object, 4, kept), false).value();
}

TEST(RingCorrelation, findsWhereNoiseTakesOver) {
  const RingCorrelation rings = ringsOf([](double frequency) { return frequency <= 0.2; });
  EXPECT_NEAR(rings.cutoff_half, 0.2, 0.015);
  EXPECT_NEAR(rings.cutoff_half_bit, 0.2, 0.02);
}

TEST(RingCorrelation, aDipIsNoLimitAndAGapIs) {
  // Rings are 1/128 wide; the edge window spreads each over its neighbours.
  const auto gap = [](double rings) {
    return [rings](double f) { return f <= 0.3 && !(f > 11.5 / 128 && f < (11.5 + rings) / 128); };
  };
  const RingCorrelation dip = ringsOf(gap(2));
  EXPECT_LT(std::min(dip.correlation[11], dip.correlation[12]), 0.5);  // it is there
  EXPECT_NEAR(dip.cutoff_half, 0.3, 0.02);
  EXPECT_NEAR(ringsOf(gap(6)).cutoff_half, 11.0 / 128, 0.015);
}

TEST(RingCorrelation, alignsShiftRampAndConstantPhaseAway) {
  const ComplexImage scene = leafObject(190, 180);
  const ComplexImage a = cropped(scene, 30, 26, 128, 128);
  const ComplexImage b = scaled(ramped(cropped(shiftObject(scene, 2.4, -3.7), 30, 26, 128, 128), 1.8, -2.6), 1, 2.1);
  const auto apart = ringCorrelation(a, b, false);
  const auto together = ringCorrelation(a, b, true);
  ASSERT_TRUE(apart);
  ASSERT_TRUE(together) << together.error().text();
  EXPECT_LT(apart->cutoff_half, 0.1);
  EXPECT_GT(meanOf(together->correlation, 0, 0.5), 0.98);
  EXPECT_GT(together->cutoff_half_bit, 0.4);
}

TEST(RingCorrelation, refusesWhatHasNoRings) {
  const ComplexImage object = leafObject(32, 32);
  EXPECT_FALSE(ringCorrelation(object, leafObject(32, 33)));
  EXPECT_FALSE(ringCorrelation(ComplexImage(8, 32), ComplexImage(8, 32)));
  for (const bool align : {false, true}) {
    const auto constant = ringCorrelation(object, ComplexImage(32, 32, Complex(1, 0)), align);
    ASSERT_FALSE(constant);
    EXPECT_EQ(constant.error().code, ErrorCode::BadInput);
    ComplexImage broken = object;
    broken(9, 9) = Complex(std::numeric_limits<float>::quiet_NaN(), 0);
    EXPECT_FALSE(ringCorrelation(object, broken, align));
  }
}

}  // namespace
}  // namespace ptycho
