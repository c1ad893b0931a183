#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/metrics/ambiguity.h"
#include "core/optics/probe.h"
#include "core/reconstruct/presets.h"
#include "core/reconstruct/probe_projection.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// The small scan with a probe of the right size whose curvature is `factor` times the true one.
Acquisition withWrongCurvature(Acquisition acquisition, double factor) {
  ProbeSpec wrong;
  wrong.window_px = 32;
  wrong.sigma_px = 7.5;
  wrong.curvature_rad_px2 = factor / 32;
  acquisition.probe = makeProbe(wrong, {}).value();
  return acquisition;
}

double relative(const ComplexStack& a, const ComplexStack& b) {
  double change = 0, norm = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    change += static_cast<double>(std::norm(a.data()[i] - b.data()[i]));
    norm += static_cast<double>(std::norm(b.data()[i]));
  }
  return std::sqrt(change / norm);
}

/// Fits a probe to the exit waves of the truth, from a start that is far off.
ComplexStack fitted(const test::SmallScan& scan, int threads, ComplexStack* truth = nullptr) {
  const Acquisition acquisition = test::smallScan(scan);
  const ReconstructionProblem problem(acquisition, threads);
  Estimate estimate = problem.startFrom(acquisition.truth);
  const ScanCover cover(problem, estimate);
  PatternSweep sweep(problem);
  const Estimate right = estimate;
  if (truth != nullptr) *truth = right.probe;
  for (auto& value : estimate.probe) value = value * Complex(0.3F, 0.4F) + Complex(0.1F, 0);
  ComplexStack waves(problem.patterns() * problem.modes(), 32, 32);
  sweep.each([&](std::size_t j, Workspace& work) {
    cover.gather(right.object, j, work.patch);
    for (std::size_t m = 0; m < problem.modes(); ++m) {
      kernels::exitWave(right.probe.image(m), work.patch.data(), waves.image(j * problem.modes() + m), work.patch.size());
    }
  });
  ProbeProjection projection(problem);
  for (int round = 0; round < 2; ++round) {
    projection.run(cover, sweep, estimate, 1.0,
                   [&](std::size_t j, std::size_t m, Workspace&) { return waves.image(j * problem.modes() + m); });
  }
  return estimate.probe;
}

TEST(ProbeProjection, findsTheProbeOfExactWaves) {
  for (const auto& scan : {test::SmallScan{}, test::SmallScan{6, 2, false, 1}, test::SmallScan{6, 0, true, 2}}) {
    ComplexStack truth;
    const ComplexStack probe = fitted(scan, 1, &truth);
    EXPECT_LT(relative(probe, truth), 1e-5);
  }
}

TEST(ProbeProjection, hasTheSameBitsForAnyThreadCount) {
  const test::SmallScan scan{6, 2, false, 2};
  EXPECT_EQ(fitted(scan, 1), fitted(scan, 2));
  EXPECT_EQ(fitted(scan, 1), fitted(scan, 3));
}

class UnknownProbe : public testing::TestWithParam<const char*> {};

TEST_P(UnknownProbe, startsFromThirtyPercentWrongCurvatureAndRecovers) {
  const Acquisition truth = test::smallScan({6, 2, true, 1});
  const Acquisition acquisition = withWrongCurvature(truth, 0.7);
  ASSERT_GT(relative(acquisition.probe, truth.probe), 0.3);
  ReconstructionSpec spec = test::chain(GetParam());
  spec.record_every = 1000;
  const Reconstruction result = test::run(acquisition, spec, 1);
  const AmbiguityFreeError error =
      ambiguityFreeError(result.object, result.probe, truth.truth, truth.probe).value();
  EXPECT_LT(error.object.amplitude_nrmse, 0.04);
  EXPECT_LT(error.probe_error, 0.02);
  EXPECT_LT(result.residual, 0.005);
}

INSTANTIATE_TEST_SUITE_P(Chains, UnknownProbe,
                         testing::Values("dm:400:range:probe_from=5,awf:200:range:probe_from=1",
                                         "raar:400:range:probe_from=5,awf:200:range:probe_from=1"));

/// What the preset for measured data is for: counts, a probe that is only about right, positions half a pixel off.
TEST(MeasuredPreset, recoversFromANoisyScanWithAPoorProbe) {
  const Acquisition truth = test::smallScan({4, 2, false, 1});
  Acquisition measured = withWrongCurvature(truth, 0.7);
  const double photons = 2e6;
  double energy = 0;
  for (const float value : truth.patterns) energy += value;
  const double scale = photons * static_cast<double>(truth.patterns.count()) / energy;
  for (std::size_t i = 0; i < measured.patterns.size(); ++i) {
    // Deterministic rounding to whole counts is noise enough here: σ = 0.3 counts.
    measured.patterns.data()[i] = static_cast<float>(std::round(truth.patterns.data()[i] * scale) / scale);
  }
  const double last = measured.scan.object_rows - 32;
  for (std::size_t k = 0; k < measured.scan.positions.size(); ++k) {
    double& row = measured.scan.positions[k].row;
    row = std::clamp(row + (k % 2 == 0 ? 0.4 : -0.4), 0.0, last);
  }
  const ReconstructionSpec spec = findChainPreset("measured").value();
  const Reconstruction result = test::run(measured, spec, 1);
  EXPECT_EQ(result.probe.count(), 2U);
  const ComplexStack main(result.probe.copy(0));
  const AmbiguityFreeError error = ambiguityFreeError(result.object, main, truth.truth, truth.probe).value();
  EXPECT_LT(error.object.amplitude_nrmse, 0.1);
  EXPECT_LT(result.residual, 0.05);
}

TEST(AlignedError, isGivenWhereTheProbeIsSolvedFor) {
  const Acquisition truth = test::smallScan({6, 2, true, 1});
  const Acquisition acquisition = withWrongCurvature(truth, 0.7);
  const Reconstruction known = test::run(truth, test::chain("awf:5"), 1);
  EXPECT_TRUE(std::isnan(known.aligned_amplitude_nrmse));
  EXPECT_TRUE(std::isnan(known.aligned_phase_nrmse));
  const Reconstruction both =
      test::run(acquisition, test::chain("dm:300:probe_from=5:probe_power=0,awf:100:probe_from=1"), 1);
  const ObjectError aligned = alignedObjectError(both.object, truth.truth).value();
  EXPECT_EQ(both.aligned_amplitude_nrmse, aligned.amplitude_nrmse);
  EXPECT_EQ(both.aligned_phase_nrmse, aligned.phase_nrmse);
  EXPECT_LT(both.aligned_phase_nrmse, both.phase_nrmse);
}

class ProbeUpdate : public testing::TestWithParam<const char*> {};

TEST_P(ProbeUpdate, hasTheSameBitsForAnyThreadCount) {
  const Acquisition acquisition = withWrongCurvature(test::smallScan({6, 2, false, 1}), 0.7);
  ReconstructionSpec spec = test::chain(GetParam());
  spec.probe_modes = 2;
  const Reconstruction one = test::run(acquisition, spec, 1);
  for (const int threads : {2, 3}) {
    const Reconstruction more = test::run(acquisition, spec, threads);
    EXPECT_EQ(one.object, more.object);
    EXPECT_EQ(one.probe, more.probe);
    EXPECT_EQ(one.variation, more.variation);
  }
}

TEST_P(ProbeUpdate, leavesATruthStartAlone) {
  const Acquisition acquisition = test::smallScan({6, 2, false, 1});
  ReconstructionSpec spec = test::chain(GetParam());
  spec.start = StartKind::Given;
  const Reconstruction result = test::run(acquisition, spec, 1, acquisition.truth);
  EXPECT_LT(relative(result.probe, acquisition.probe), 5e-4);
  EXPECT_LT(result.amplitude_nrmse, 5e-4);
}

INSTANTIATE_TEST_SUITE_P(Engines, ProbeUpdate,
                         testing::Values("dm:8:probe_from=2", "raar:8:probe_from=2", "awf:8:probe_from=2",
                                         "awf:8:probe_from=2:opr_modes=2"));

TEST(ProbeUpdate, ofTheAcceleratedFlowIsStable) {
  const Acquisition acquisition = withWrongCurvature(test::smallScan({6, 2, true, 1}), 0.7);
  const Reconstruction result = test::run(acquisition, test::chain("awf:300:probe_from=1"), 1);
  for (std::size_t k = 100; k < result.history.size(); ++k) {
    EXPECT_LT(result.history[k].residual, 0.6 * result.history[0].residual);
  }
}

TEST(TwoModes, areFoundFromOne) {
  Acquisition acquisition = test::smallScan({6, 2, true, 2});
  acquisition.probe = ComplexStack(acquisition.probe.copy(0));
  ReconstructionSpec spec = test::chain("dm:300:range:probe_from=10,awf:100:range:probe_from=1");
  spec.record_every = 1000;
  const Reconstruction one = test::run(acquisition, spec, 1);
  spec.probe_modes = 2;
  const Reconstruction two = test::run(acquisition, spec, 1);
  EXPECT_EQ(two.probe.count(), 2U);
  EXPECT_LT(two.residual, 0.3 * one.residual);
  EXPECT_LT(two.amplitude_nrmse, one.amplitude_nrmse);
}

}  // namespace
}  // namespace ptycho
