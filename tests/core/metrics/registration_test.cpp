#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/metrics/metrics.h"
#include "tests/core/metrics/test_objects.h"

namespace ptycho {
namespace {

/// Two cuts of one larger scene, so that what enters at an edge is new, as in life. The second cut lies (row, col) px
/// further towards low indices: its content is to be moved back by as much.
struct Pair {
  ComplexImage fixed, moving;
};
Pair cutApart(double row, double col) {
  const ComplexImage scene = leafObject(200, 210);
  return {cropped(scene, 36, 36, 128, 120), cropped(shiftObject(scene, -row, -col), 36, 36, 128, 120)};
}

TEST(ShiftObject, movesWholePixelsExactly) {
  const ComplexImage object = leafObject(24, 31);
  const ComplexImage moved = shiftObject(object, 3, -5);
  for (std::size_t r = 0; r < 24; ++r) {
    for (std::size_t c = 0; c < 31; ++c) {
      ASSERT_LT(std::abs(moved((r + 3) % 24, (c + 31 - 5) % 31) - object(r, c)), 1e-5f);
    }
  }
}

TEST(ShiftObject, undoesItself) {
  const ComplexImage object = leafObject(33, 47);  // odd: no Nyquist term, nothing is lost
  const ComplexImage back = shiftObject(shiftObject(object, 0.37, -1.61), -0.37, 1.61);
  for (std::size_t i = 0; i < object.size(); ++i) ASSERT_LT(std::abs(back[i] - object[i]), 1e-5f);
}

TEST(RegisterShift, recoversSubpixelShifts) {
  for (const auto& [row, col] : {std::pair(0.0, 0.0), std::pair(0.35, -0.6), std::pair(2.3, 1.15),
                                 std::pair(-7.72, 5.5), std::pair(14.4, -11.3)}) {
    const Pair pair = cutApart(row, col);
    const auto shift = registerShift(pair.fixed, pair.moving);
    ASSERT_TRUE(shift) << shift.error().text();
    EXPECT_NEAR(shift->first, row, 0.05);
    EXPECT_NEAR(shift->second, col, 0.05);
  }
}

TEST(RegisterShift, ignoresAConstantPhaseAndFactor) {
  const Pair pair = cutApart(1.7, -2.4);
  const auto shift = registerShift(pair.fixed, scaled(pair.moving, 3, 2.0));
  ASSERT_TRUE(shift);
  EXPECT_NEAR(shift->first, 1.7, 0.05);
  EXPECT_NEAR(shift->second, -2.4, 0.05);
}

TEST(RegisterShift, standsNoise) {
  const Pair pair = cutApart(3.3, 0.8);
  const auto shift = registerShift(noisy(pair.fixed, 0.05, 1), noisy(pair.moving, 0.05, 2));
  ASSERT_TRUE(shift);
  EXPECT_NEAR(shift->first, 3.3, 0.05);
  EXPECT_NEAR(shift->second, 0.8, 0.05);
}

TEST(RegisterShift, refusesWhatCannotBeRegistered) {
  const ComplexImage object = leafObject(32, 32);
  EXPECT_FALSE(registerShift(object, leafObject(32, 33)));
  EXPECT_FALSE(registerShift(ComplexImage(4, 32), ComplexImage(4, 32)));
  const auto constant = registerShift(object, ComplexImage(32, 32, Complex(0.7f, 0.1f)));
  ASSERT_FALSE(constant);
  EXPECT_NE(constant.error().message.find("constant"), std::string::npos);
  ComplexImage broken = object;
  broken(3, 3) = Complex(0, std::numeric_limits<float>::infinity());
  EXPECT_FALSE(registerShift(broken, object));
}

TEST(RemovePhaseRamp, recoversTheObject) {
  const ComplexImage object = leafObject(90, 77);
  for (const auto& [down, across] :
       {std::pair(0.0, 0.0), std::pair(0.31, -0.07), std::pair(-4.4, 2.63), std::pair(17.5, 30.1)}) {
    const ComplexImage flat = removePhaseRamp(scaled(ramped(object, down, across), 1, 1.3), object);
    double worst = 0;
    for (std::size_t i = 0; i < object.size(); ++i) worst = std::max<double>(worst, std::abs(flat[i] - object[i]));
    EXPECT_LT(worst, 2e-5) << down << " " << across;
  }
}

TEST(RemovePhaseRamp, findsTheBestRampOfANoisyObject) {
  const ComplexImage object = leafObject(64, 64);
  const ComplexImage dirty = noisy(object, 0.2, 3);
  const auto distance = [&object](const ComplexImage& other) {
    double sum = 0;
    for (std::size_t i = 0; i < object.size(); ++i) sum += std::norm(other[i] - object[i]);
    return sum;
  };
  const ComplexImage best = removePhaseRamp(ramped(dirty, 1.27, -0.4), object);
  EXPECT_LE(distance(best), distance(dirty) * (1 + 1e-5));
  for (const double nudge : {-0.01, 0.01}) {
    EXPECT_GT(distance(ramped(best, nudge, 0)), distance(best));
    EXPECT_GT(distance(ramped(best, 0, nudge)), distance(best));
    EXPECT_GT(distance(scaled(best, 1, nudge)), distance(best));
  }
}

TEST(RemovePhaseRamp, leavesEmptinessAlone) {
  const ComplexImage nothing(16, 16);
  EXPECT_EQ(removePhaseRamp(nothing, nothing), nothing);
}

}  // namespace
}  // namespace ptycho
