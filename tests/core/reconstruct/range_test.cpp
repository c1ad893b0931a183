#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/reconstruct/range.h"

namespace ptycho {
namespace {

Complex clamped(const RangeSpec& range, double amplitude, double phase) {
  Complex value = std::polar(static_cast<float>(amplitude), static_cast<float>(phase));
  RangeProjection(range).apply(&value, 1);
  return value;
}

TEST(Range, leavesWhatIsInside) {
  const Complex value = clamped(RangeSpec{}, 0.8, -0.4);
  EXPECT_NEAR(std::abs(value), 0.8, 1e-6);
  EXPECT_NEAR(std::arg(value), -0.4, 1e-6);
}

TEST(Range, clipsAmplitudeAndSetsPhaseToTheNearerEnd) {
  EXPECT_NEAR(std::abs(clamped(RangeSpec{}, 1.7, -0.4)), 1, 1e-6);
  EXPECT_NEAR(std::abs(clamped(RangeSpec{}, 0.1, -0.4)), 0.5, 1e-6);
  EXPECT_NEAR(std::arg(clamped(RangeSpec{}, 0.8, 0.3)), 0, 1e-6);
  EXPECT_NEAR(std::arg(clamped(RangeSpec{}, 0.8, -1.3)), -std::numbers::pi / 3, 1e-6);
  EXPECT_NEAR(std::arg(clamped(RangeSpec{}, 0.8, 2.5)), 0, 1e-6);
  EXPECT_NEAR(std::arg(clamped(RangeSpec{}, 0.8, -2.8)), -std::numbers::pi / 3, 1e-6);
}

TEST(Range, givesZeroTheSmallestAmplitude) {
  Complex value = 0;
  RangeProjection(RangeSpec{}).apply(&value, 1);
  EXPECT_NEAR(std::abs(value), 0.5, 1e-6);
}

TEST(Range, wideRangesAgreeWithNarrowOnes) {
  RangeSpec wide;
  wide.phase_min_rad = -2.5;
  wide.phase_max_rad = 2.0;
  EXPECT_NEAR(std::arg(clamped(wide, 0.8, 2.3)), 2.0, 1e-6);
  EXPECT_NEAR(std::arg(clamped(wide, 0.8, -2.8)), -2.5, 1e-6);
  wide.phase_min_rad = -std::numbers::pi;
  wide.phase_max_rad = std::numbers::pi;
  EXPECT_NEAR(std::arg(clamped(wide, 0.8, 3.0)), 3.0, 1e-6);
}

TEST(Range, isAProjection) {
  const RangeProjection projection{RangeSpec{}};
  for (int k = 0; k < 200; ++k) {
    Complex once = std::polar(0.02F * static_cast<float>(k), 0.37F * static_cast<float>(k));
    projection.apply(&once, 1);
    Complex twice = once;
    projection.apply(&twice, 1);
    EXPECT_LT(std::abs(twice - once), 2e-7);
  }
}

}  // namespace
}  // namespace ptycho
