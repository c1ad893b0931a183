#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/detector.h"

namespace ptycho {
namespace {

RealStack uniformPatterns(std::size_t count) { return RealStack(count, 32, 32, 2.0F); }

double sum(const RealStack& patterns) {
  double total = 0;
  for (const float value : patterns) total += value;
  return total;
}

TEST(Detector, withoutNoiseChangesNothing) {
  RealStack patterns = uniformPatterns(2);
  const RealStack before = patterns;
  const MaskImage mask = applyDetector(patterns, DetectorSpec{}, 1);
  EXPECT_EQ(patterns, before);
  for (const auto valid : mask) EXPECT_EQ(valid, 1);
}

TEST(Detector, poissonKeepsMeanAndVariance) {
  RealStack patterns = uniformPatterns(50);
  DetectorSpec spec;
  spec.photons_per_pattern = 32 * 32 * 8;  // 8 counts a pixel, 4 counts per unit of intensity
  (void)applyDetector(patterns, spec, 2);
  const double n = 50 * 32 * 32;
  const double mean = sum(patterns) / n;
  EXPECT_NEAR(mean, 2, 5 * std::sqrt(8.0 / n) / 4);
  double variance = 0;
  for (const float value : patterns) variance += (value - mean) * (value - mean);
  EXPECT_NEAR(variance / n, 8.0 / 16, 0.02);
}

TEST(Detector, isTheSameForAnyThreadCount) {
  DetectorSpec spec;
  spec.photons_per_pattern = 1e4;
  spec.readout_rms = 1;
  spec.dead_pixel_share = 0.01;
  RealStack one = uniformPatterns(7);
  RealStack three = one;
  EXPECT_EQ(applyDetector(one, spec, 1), applyDetector(three, spec, 3));
  EXPECT_EQ(one, three);
}

TEST(Detector, saturatesAndMasks) {
  DetectorSpec spec;
  spec.photons_per_pattern = 32 * 32 * 100;
  spec.full_well = 90;
  spec.dead_pixel_share = 0.1;
  spec.hot_pixel_share = 0.1;
  RealStack patterns = uniformPatterns(1);
  const MaskImage mask = applyDetector(patterns, spec, 1);
  std::size_t bad = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    EXPECT_LE(patterns.image(0)[i], 90 / 50.0F + 1e-5F);
    bad += mask[i] == 0;
  }
  EXPECT_NEAR(static_cast<double>(bad) / 1024, 0.2, 0.05);
}

TEST(Detector, reportsPoissonShares) {
  DetectorSpec spec;
  spec.photons_per_pattern = 32 * 32;  // one count a pixel
  const DetectorReport report = describeDetector(RealImage(32, 32, 5.0F), spec);
  EXPECT_NEAR(report.brightest_counts, 1, 1e-6);
  EXPECT_NEAR(report.share_zero, std::exp(-1.0), 1e-6);
  EXPECT_NEAR(report.share_one, std::exp(-1.0), 1e-6);
  EXPECT_NEAR(report.share_above_ten, 1.0e-8, 1e-8);
}

}  // namespace
}  // namespace ptycho
