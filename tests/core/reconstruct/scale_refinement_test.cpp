#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// The small scan with incident intensities of 0.8 … 1.2, mean 1.
struct FluctuatingScan {
  Acquisition acquisition;
  std::vector<double> factors;
};

FluctuatingScan fluctuatingScan(const test::SmallScan& asked = {}) {
  FluctuatingScan scan{test::smallScan(asked), {}};
  RealStack& patterns = scan.acquisition.patterns;
  const CounterRandom random(7, 1);
  double mean = 0;
  for (std::size_t j = 0; j < patterns.count(); ++j) {
    scan.factors.push_back(0.8 + 0.4 * random.uniform(j));
    mean += scan.factors.back() / static_cast<double>(patterns.count());
  }
  for (std::size_t j = 0; j < patterns.count(); ++j) {
    scan.factors[j] /= mean;
    float* pattern = patterns.image(j);
    for (std::size_t i = 0; i < patterns.imageSize(); ++i) pattern[i] *= static_cast<float>(scan.factors[j]);
  }
  return scan;
}

double worstFactor(const FluctuatingScan& scan, const Reconstruction& result) {
  double worst = 0;
  for (std::size_t j = 0; j < scan.factors.size(); ++j) {
    worst = std::max(worst, std::abs(static_cast<double>(result.scales.at(j)) / scan.factors[j] - 1));
  }
  return worst;
}

TEST(ScaleRefinement, recoversIncidentIntensitiesToAPercentAndTheObjectWithThem) {
  const FluctuatingScan scan = fluctuatingScan({4, 0, true, 1});
  const Reconstruction with =
      test::run(scan.acquisition, test::chain("dm:300:range:scale_from=20,awf:200:range:scale_from=1"));
  const Reconstruction without = test::run(scan.acquisition, test::chain("dm:300:range,awf:200:range"));
  EXPECT_TRUE(without.scales.empty());
  EXPECT_LT(worstFactor(scan, with), 0.01);
  EXPECT_LT(with.aligned_amplitude_nrmse, 0.01);
  EXPECT_LT(with.residual, 0.1 * without.residual);
  EXPECT_LT(with.amplitude_nrmse, 0.2 * without.amplitude_nrmse);
}

class ScalingEngine : public testing::TestWithParam<const char*> {};

TEST_P(ScalingEngine, comesFromTwentyPercentToAFewFromTheTruth) {
  const FluctuatingScan scan = fluctuatingScan({4, 1, false, 2});
  ReconstructionSpec spec = test::chain(std::string(GetParam()) + ":20:scale_from=1");
  spec.start = StartKind::Given;
  const Reconstruction result = test::run(scan.acquisition, spec, 1, scan.acquisition.truth);
  EXPECT_LT(worstFactor(scan, result), 0.05);
}

TEST_P(ScalingEngine, isTheSameForAnyThreadCountAndIgnoresMaskedPixels) {
  Acquisition acquisition = fluctuatingScan({6, 2, false, 2}).acquisition;
  acquisition.mask = MaskImage(32, 32, 1);
  acquisition.mask[100] = 0;
  const ReconstructionSpec spec = test::chain(std::string(GetParam()) + ":4:probe_from=2:scale_from=1");
  const Reconstruction one = test::run(acquisition, spec, 1);
  Acquisition spoilt = acquisition;
  for (std::size_t j = 0; j < spoilt.patterns.count(); ++j) {
    spoilt.patterns.image(j)[100] = std::numeric_limits<float>::quiet_NaN();
  }
  const Reconstruction other = test::run(spoilt, spec, 3);
  EXPECT_EQ(one.object, other.object);
  EXPECT_EQ(one.scales, other.scales);
  EXPECT_EQ(one.residual, other.residual);
  double mean = 0;
  for (const float scale : one.scales) mean += static_cast<double>(scale) / static_cast<double>(one.scales.size());
  EXPECT_NEAR(mean, 1, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Engines, ScalingEngine,
                         testing::Values("pie", "epie", "rpie", "mpie", "lsqml", "dm", "raar", "awf", "admm", "ml"));

TEST(ScaleRefinement, staysWithTheStagesThatFollow) {
  const FluctuatingScan scan = fluctuatingScan();
  ReconstructionSpec spec = test::chain("awf:10:scale_from=1,awf:1");
  spec.start = StartKind::Given;
  const Reconstruction result = test::run(scan.acquisition, spec, 1, scan.acquisition.truth);
  EXPECT_LT(worstFactor(scan, result), 0.05);
  EXPECT_LT(result.residual, 0.03);
}

TEST(ScaleRefinement, leavesBackgroundOutOfCountedPhotons) {
  FluctuatingScan scan = fluctuatingScan();
  for (auto& value : scan.acquisition.patterns) value += 1e-3F;
  ReconstructionSpec spec = test::chain("ml:10:noise=poisson:scale_from=1");
  spec.background = 1e-3;
  spec.start = StartKind::Given;
  EXPECT_LT(worstFactor(scan, test::run(scan.acquisition, spec, 1, scan.acquisition.truth)), 0.05);
}

}  // namespace
}  // namespace ptycho
