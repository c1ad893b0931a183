#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/geometry.h"
#include "core/optics/overlap.h"
#include "core/optics/probe.h"

namespace ptycho {
namespace {

struct Reference {
  int step;
  double halfWindow, amplitude, intensity, window, normalised, redundancy, equivalent;
  double windowsMean;
  int windowsMax;
  double ratio, ratioProbe, fundamental, areal, unlit10, uniformity;
};

/// Values computed independently for w = 128, σ = 30, 6 × 6.
const Reference kReferences[] = {
    {20, 0.688, 0.717, 0.600, 0.844, 0.800, 9.18, 0.708, 11.4, 36, 5.67, 4.31, 6.40, 15.97, 0.49, 0.992},
    {40, 0.375, 0.434, 0.199, 0.688, 0.410, 2.95, 0.484, 5.5, 16, 2.74, 2.38, 3.20, 3.99, 0.27, 0.959},
    {60, 0.063, 0.151, -0.201, 0.531, 0.132, 1.49, 0.274, 3.2, 9, 1.61, 1.48, 2.13, 1.77, 0.19, 0.504},
};

Scan rasterOf(int step) {
  ScanSpec spec;
  spec.step_px = step;
  return makeScan(spec, 128).value();
}

class OverlapTable : public testing::TestWithParam<Reference> {};

TEST_P(OverlapTable, matchesTheReference) {
  const Reference& expected = GetParam();
  const OverlapReport report = describeOverlap(rasterOf(expected.step), makeProbe(ProbeSpec{}, Geometry{}).value());
  EXPECT_NEAR(report.linear_half_window, expected.halfWindow, 6e-4);
  EXPECT_NEAR(report.linear_amplitude_fwhm, expected.amplitude, 2e-3);
  EXPECT_NEAR(report.linear_intensity_fwhm, expected.intensity, 2e-3);
  EXPECT_NEAR(report.linear_window, expected.window, 6e-4);
  EXPECT_NEAR(report.normalised_median, expected.normalised, 1e-3);
  EXPECT_NEAR(report.areal_redundancy, expected.redundancy, 6e-3);
  EXPECT_NEAR(report.equivalent_linear_overlap, expected.equivalent, 1e-3);
  EXPECT_NEAR(report.windows_mean, expected.windowsMean, 0.06);
  EXPECT_EQ(report.windows_maximum, expected.windowsMax);
  EXPECT_NEAR(report.measurements_per_unknown, expected.ratio, 6e-3);
  EXPECT_NEAR(report.measurements_per_unknown_probe, expected.ratioProbe, 6e-3);
  EXPECT_NEAR(report.fundamental_sampling, expected.fundamental, 6e-3);
  EXPECT_NEAR(report.probe_sampling, 1.42, 5e-3);
  EXPECT_NEAR(report.areal_oversampling, expected.areal, 0.04);
  EXPECT_NEAR(report.unlit_share_10, expected.unlit10, 6e-3);
  EXPECT_NEAR(report.centre_cell_uniformity, expected.uniformity, 5e-3);
  EXPECT_TRUE(report.exactly_periodic);
}

INSTANTIATE_TEST_SUITE_P(Steps, OverlapTable, testing::ValuesIn(kReferences));

TEST(Overlap, isRightForAProbeOffCentre) {
  const RealImage centred = probeIntensity(makeProbe(ProbeSpec{}, Geometry{}).value());
  RealImage moved(256, 256);
  for (std::size_t r = 0; r < 128; ++r) {
    for (std::size_t c = 0; c < 128; ++c) moved(r + 100, c + 3) = centred(r, c);
  }
  EXPECT_NEAR(normalisedOverlap(moved, 40, 0), normalisedOverlap(centred, 40, 0), 1e-4);
  EXPECT_NEAR(normalisedOverlap(centred, 0, 0), 1, 1e-6);
  EXPECT_EQ(normalisedOverlap(centred, 200, 0), 0);
}

TEST(Overlap, findsTheWeakestPosition) {
  std::vector<Position> positions{{0, 0}, {0, 20}, {20, 0}, {20, 20}, {100, 100}};
  const OverlapReport report =
      describeOverlap(scanFromPositions(positions, 128).value(), makeProbe(ProbeSpec{}, Geometry{}).value());
  EXPECT_EQ(report.weakest_position, 4U);
  EXPECT_LT(report.normalised_minimum, 0.01);
  EXPECT_FALSE(report.exactly_periodic);
}

TEST(Overlap, ofASinglePositionIsNone) {
  const OverlapReport report =
      describeOverlap(scanFromPositions({{0, 0}}, 128).value(), makeProbe(ProbeSpec{}, Geometry{}).value());
  EXPECT_EQ(report.normalised_maximum, 0);
  EXPECT_TRUE(std::isinf(report.step_px));
  EXPECT_NEAR(report.areal_redundancy, 1, 1e-6);
}

TEST(Coverage, sumsEveryProbe) {
  const RealImage intensity = probeIntensity(makeProbe(ProbeSpec{}, Geometry{}).value());
  double one = 0;
  for (const float v : intensity) one += v;
  const Scan whole = rasterOf(40);
  double sum = 0;
  for (const float v : coverageMap(whole, intensity)) sum += v;
  EXPECT_NEAR(sum / (36 * one), 1, 1e-5);
  const Scan fraction = scanFromPositions({{0.5, 0.25}, {10, 3.75}}, 128).value();
  sum = 0;
  for (const float v : coverageMap(fraction, intensity)) sum += v;
  EXPECT_NEAR(sum / (2 * one), 1, 1e-4);
}

TEST(Redundancy, countsEqualProbes) {
  const RealImage intensity = probeIntensity(makeProbe(ProbeSpec{}, Geometry{}).value());
  const Scan scan = scanFromPositions({{0, 0}, {0, 0}, {0, 0}}, 128).value();
  EXPECT_NEAR(redundancyMap(scan, intensity)(64, 64), 3, 1e-5);
}

}  // namespace
}  // namespace ptycho
