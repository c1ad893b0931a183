#include "core/reconstruct/stall_detector.h"

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "core/reconstruct/checkpoint.h"

namespace ptycho {
namespace {

StageSpec patient(int patience, double tolerance = 1e-2) {
  StageSpec stage;
  stage.patience = patience;
  stage.tolerance = tolerance;
  return stage;
}

/// The iteration in which the detector gives up; 0: never within 1000.
int stallsAt(StallDetector detector, const std::function<double(int)>& residual) {
  for (int k = 1; k <= 1000; ++k) {
    if (detector.wantsResidual(k) && detector.look(k, residual(k))) return k;
  }
  return 0;
}

TEST(StallDetector, constantResidualStallsAfterPatience) {
  EXPECT_EQ(stallsAt(StallDetector(patient(5)), [](int) { return 0.3; }), 6);
  // Looks every second iteration; the first look, in iteration 2, sets the reference.
  EXPECT_EQ(stallsAt(StallDetector(patient(16)), [](int) { return 0.3; }), 18);
}

TEST(StallDetector, steadyFallNeverStalls) {
  EXPECT_EQ(stallsAt(StallDetector(patient(10)), [](int k) { return std::pow(0.99, k); }), 0);
}

TEST(StallDetector, manySmallFallsAreProgress) {
  // 0.2 % an iteration is less than the tolerance of 1 %, but ten of them are more.
  EXPECT_EQ(stallsAt(StallDetector(patient(10)), [](int k) { return std::pow(0.998, k); }), 0);
  EXPECT_GT(stallsAt(StallDetector(patient(10)), [](int k) { return std::pow(0.9998, k); }), 0);
}

TEST(StallDetector, oscillationAroundALevelStallsAndAroundAFallDoesNot) {
  const auto wave = [](int k) { return 1 + 0.2 * std::sin(2.1 * k); };
  const int stalled = stallsAt(StallDetector(patient(20)), wave);
  EXPECT_GT(stalled, 19);
  EXPECT_LT(stalled, 60);
  EXPECT_EQ(stallsAt(StallDetector(patient(40)), [&](int k) { return std::pow(0.985, k) * wave(k); }), 0);
}

TEST(StallDetector, aSingleDipIsNoReference) {
  // Falls slowly, with one lucky value that is not reached again for long.
  const auto dipped = [](int k) { return k == 8 ? 0.05 : std::pow(0.995, k); };
  EXPECT_EQ(stallsAt(StallDetector(patient(8)), dipped), 0);
}

TEST(StallDetector, valuesThatAreNotFiniteAreNoProgress) {
  EXPECT_EQ(stallsAt(StallDetector(patient(5)), [](int) { return std::nan(""); }), 5);
}

TEST(StallDetector, anObjectThatDoesNotMoveStallsAtOnce) {
  EXPECT_TRUE(StallDetector(patient(5)).standsStill(1e-8));
  EXPECT_FALSE(StallDetector(patient(5)).standsStill(1e-5));
  EXPECT_FALSE(StallDetector(patient(0)).standsStill(0));
}

TEST(StallDetector, withoutPatienceNeverLooks) {
  StallDetector detector(patient(0));
  EXPECT_FALSE(detector.active());
  EXPECT_FALSE(detector.wantsResidual(8));
}

TEST(StallDetector, restartGivesNewPatience) {
  StallDetector detector(patient(5));
  for (int k = 1; k <= 5; ++k) EXPECT_FALSE(detector.look(k, 0.3));
  EXPECT_TRUE(detector.look(6, 0.3));
  detector.restart(6);
  for (int k = 7; k <= 11; ++k) EXPECT_FALSE(detector.look(k, 0.9)) << k;
  EXPECT_TRUE(detector.look(12, 0.9));
}

TEST(StallDetector, goesOnFromItsState) {
  StallDetector first(patient(6));
  for (int k = 1; k <= 4; ++k) (void)first.look(k, 0.3);
  KeptState kept;
  CopyingArchive out(kept);
  first.exchange(out);
  StallDetector second(patient(6));
  KeptStateRestorer in(kept);
  second.exchange(in);
  ASSERT_TRUE(in.outcome());
  for (int k = 5; k <= 8; ++k) EXPECT_EQ(first.look(k, 0.3), second.look(k, 0.3)) << k;
}

}  // namespace
}  // namespace ptycho
