#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/likelihood_pass.h"
#include "core/reconstruct/scan_cover.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

Acquisition noisyScan(double photons, std::uint64_t seed, int grid = 16, double step_px = 1) {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.probe.sigma_px = 7.5;
  spec.probe.curvature_rad_px2 = 1.0 / 32;
  spec.scan.grid = grid;
  spec.scan.step_px = step_px;
  spec.detector.photons_per_pattern = photons;
  spec.detector.seed = seed;
  RunContext context;
  return std::move(simulate(spec, {}, 1, context)->acquisition);
}

double relativeDistance(const ComplexStack& a, const ComplexStack& b) {
  Complex overlap{};
  double norm = 0, change = 0;
  for (std::size_t i = 0; i < a.size(); ++i) overlap += std::conj(a.data()[i]) * b.data()[i];
  const Complex phase = overlap / std::abs(overlap);
  for (std::size_t i = 0; i < a.size(); ++i) {
    norm += static_cast<double>(std::norm(b.data()[i]));
    change += static_cast<double>(std::norm(a.data()[i] * phase - b.data()[i]));
  }
  return std::sqrt(change / norm);
}

class MaximumLikelihood : public testing::TestWithParam<const char*> {};

TEST_P(MaximumLikelihood, recoversSyntheticTruth) {
  const Reconstruction result =
      test::run(test::smallScan(), test::chain(std::string("dm:100:range,ml:200:range:noise=") + GetParam()), 1);
  EXPECT_LT(result.amplitude_nrmse, 0.01);
  EXPECT_LT(result.residual, 2e-3);
}

TEST_P(MaximumLikelihood, recoversTheProbeToo) {
  Acquisition acquisition = test::smallScan({4, 1, true, 1});
  const ComplexStack truth = acquisition.probe;
  for (std::size_t i = 0; i < acquisition.probe.size(); ++i) {
    const double r = static_cast<double>(i / 32) - 16;
    const double c = static_cast<double>(i % 32) - 16;
    acquisition.probe.data()[i] *= std::polar(1.0F, static_cast<float>(0.3 * (r * r + c * c) / 32));
  }
  const double before = relativeDistance(acquisition.probe, truth);
  const Reconstruction result =
      test::run(acquisition, test::chain(std::string("ml:300:range:probe_from=5:noise=") + GetParam()), 1);
  EXPECT_LT(relativeDistance(result.probe, truth), 0.1 * before);
  EXPECT_LT(result.amplitude_nrmse, 0.05);
}

TEST_P(MaximumLikelihood, lowersItsLossInEveryIteration) {
  for (const char* more : {"", ":range", ":probe_from=10"}) {
    const Acquisition acquisition = test::smallScan({6, 0, true, 2});
    const ReconstructionProblem problem(acquisition, 1);
    const StageSpec stage = test::chain(std::string("ml:60:noise=") + GetParam() + more).stages.front();
    const auto rows = static_cast<std::size_t>(acquisition.scan.object_rows);
    Estimate estimate = problem.startFrom(ComplexImage(rows, rows, std::polar(0.75F, -0.5F)));
    const auto engine = makeEngine({problem, stage, RangeSpec{}}, estimate);
    LikelihoodPass pass(problem, stage.noise, estimate);
    LikelihoodVector gradient(estimate);
    double last = pass.gradient(estimate, false, gradient);
    for (int k = 0; k < stage.iterations; ++k) {
      (void)engine->iterate(estimate);
      pass.follow(estimate);
      const double now = pass.gradient(estimate, false, gradient);
      EXPECT_LE(now, last * (1 + 1e-6)) << more << " " << k;
      last = now;
    }
  }
}

/// A few counts in each pattern: slopes of the likelihood change so fast that a step now and then ends behind the
/// minimum of its line, and is taken back.
TEST_P(MaximumLikelihood, takesBackWhatRaisesTheLoss) {
  for (const char* more : {"", ":range", ":range:probe_from=3"}) {
    const Acquisition acquisition = noisyScan(300, 1, 5, 6);
    const ReconstructionProblem problem(acquisition, 1);
    const StageSpec stage = test::chain(std::string("ml:60:noise=") + GetParam() + more).stages.front();
    Estimate estimate = problem.startFrom(ComplexImage(acquisition.truth.rows(), acquisition.truth.cols(),
                                                       std::polar(0.75F, -0.5F)));
    const auto engine = makeEngine({problem, stage, RangeSpec{}}, estimate);
    double last = likelihoodLoss(problem, stage.noise, estimate);
    for (int k = 0; k < stage.iterations; ++k) {
      (void)engine->iterate(estimate);
      const double now = likelihoodLoss(problem, stage.noise, estimate);
      ASSERT_LE(now, last * (1 + 2e-6)) << more << " " << k;
      last = now;
    }
  }
}

TEST_P(MaximumLikelihood, stepsToTheMinimumOfTheLine) {
  const Acquisition acquisition = test::smallScan();
  const ReconstructionProblem problem(acquisition, 1);
  const StageSpec stage = test::chain(std::string("ml:30:noise=") + GetParam()).stages.front();
  const auto rows = static_cast<std::size_t>(acquisition.scan.object_rows);
  Estimate estimate = problem.startFrom(ComplexImage(rows, rows, std::polar(0.75F, -0.5F)));
  const auto engine = makeEngine({problem, stage, RangeSpec{}}, estimate);
  for (int k = 0; k < 20; ++k) (void)engine->iterate(estimate);
  const Estimate before = estimate;
  (void)engine->iterate(estimate);
  LikelihoodVector direction(estimate);
  for (std::size_t i = 0; i < estimate.object.size(); ++i) direction.object[i] = estimate.object[i] - before.object[i];
  LikelihoodPass pass(problem, stage.noise, before);
  LikelihoodVector gradient(before);
  (void)pass.gradient(before, false, gradient);
  std::array<double, 2> slopes{};
  pass.slopes(before, direction, false, std::array<double, 2>{0.0, 1.0}, slopes);
  EXPECT_LT(slopes[0], 0);
  EXPECT_LT(std::abs(slopes[1]), 0.02 * std::abs(slopes[0]));
}

/// The end of a stage for counts has a larger residual of magnitudes than the least squares before it.
TEST(KeepBest, judgesAChainThatCountsPhotonsByItsLikelihood) {
  const Acquisition acquisition = noisyScan(1e4, 1, 6, 4);
  const Reconstruction first = test::run(acquisition, test::chain("awf:30"));
  const Reconstruction whole = test::run(acquisition, test::chain("awf:30,ml:20:noise=poisson"));
  EXPECT_GT(whole.residual, first.residual);
  EXPECT_EQ(whole.residual, whole.history.back().residual);
  // One that goes astray in the end is not kept: huge steps, one pattern after the other.
  const Reconstruction astray = test::run(
      acquisition, test::chain("awf:30,ml:20:noise=poisson,lsqml:2:noise=poisson:beta=2:batch=1:momentum=0"));
  EXPECT_EQ(astray.object, whole.object);
  // A chain that ends with least squares is judged by its residual.
  const Reconstruction squares = test::run(acquisition, test::chain("ml:20:noise=poisson,ml:1"));
  EXPECT_EQ(squares.residual,
            std::min(squares.history.back().residual, squares.history[squares.history.size() - 2].residual));
}

INSTANTIATE_TEST_SUITE_P(Noise, MaximumLikelihood, testing::Values("gaussian", "poisson"));

/// Amplitude error, relative, where at least a tenth of the brightest illumination falls.
double litAmplitudeError(const Acquisition& acquisition, const ComplexImage& object) {
  const ReconstructionProblem problem(acquisition, 1);
  const ScanCover cover(problem, problem.startFrom(object));
  double change = 0, norm = 0;
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (cover.illumination()[i] < 0.1F * cover.largestIllumination()) continue;
    const double truth = std::abs(acquisition.truth[i]);
    change += std::pow(std::abs(object[i]) - truth, 2);
    norm += truth * truth;
  }
  return std::sqrt(change / norm);
}

/// The object gets enough photons from 256 overlapping patterns that the bias of magnitudes (E√n < √En at few counts a
/// pixel) outweighs their smaller spread; with a few photons for each object pixel it is the other way round.
TEST(PoissonLikelihood, beatsLeastSquaresAtTenThousandPhotonsAPattern) {
  for (const std::uint64_t seed : {1U, 2U}) {
    const Acquisition acquisition = noisyScan(1e4, seed);
    // The last stage's result whatever its residual, which is one of least squares.
    const auto error = [&](const char* text) {
      ReconstructionSpec spec = test::chain(text);
      spec.keep_best = false;
      spec.record_every = 1000;
      return litAmplitudeError(acquisition, test::run(acquisition, spec, 1).object);
    };
    const double poisson = error("awf:50:range,ml:60:noise=poisson");
    EXPECT_LT(poisson, 0.95 * error("awf:50:range,ml:60:noise=gaussian")) << seed;
    EXPECT_LT(poisson, 0.95 * error("awf:50:range,awf:60")) << seed;
  }
}

}  // namespace
}  // namespace ptycho
