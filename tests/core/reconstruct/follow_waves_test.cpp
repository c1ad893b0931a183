#include <cmath>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/follow_waves.h"
#include "core/reconstruct/probe_conditions.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

ComplexStack noise(std::size_t count, std::size_t rows, std::size_t cols) {
  ComplexStack stack(count, rows, cols);
  const CounterRandom random(3, 0);
  for (std::size_t i = 0; i < stack.size(); ++i) {
    stack.data()[i] = Complex(static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1)));
  }
  return stack;
}

TEST(FollowWaves, rollsEveryWindowCyclically) {
  const ComplexStack before = noise(6, 5, 7);
  ComplexStack waves = before;
  EstimateChange change;
  change.roll_rows = 2;
  change.roll_cols = -3;
  followWaves(waves, 3, 2, change);
  for (std::size_t k = 0; k < 6; ++k) {
    for (std::size_t r = 0; r < 5; ++r) {
      for (std::size_t c = 0; c < 7; ++c) {
        EXPECT_EQ(waves.image(k)[(r + 2) % 5 * 7 + (c + 4) % 7], before.image(k)[r * 7 + c]);
      }
    }
  }
}

TEST(FollowWaves, mixesTheModesOfEachPattern) {
  const ComplexStack before = noise(4, 9, 9);
  ComplexStack waves = before;
  EstimateChange change;
  change.mixing = Image<Complex>(2, 2);
  change.mixing(0, 0) = 0.6F;
  change.mixing(0, 1) = Complex(0, 0.8F);
  change.mixing(1, 0) = Complex(0, 0.8F);
  change.mixing(1, 1) = 0.6F;
  followWaves(waves, 2, 2, change);
  for (std::size_t j = 0; j < 2; ++j) {
    for (std::size_t i = 0; i < 81; ++i) {
      const Complex a = before.image(2 * j)[i];
      const Complex b = before.image(2 * j + 1)[i];
      EXPECT_LT(std::abs(waves.image(2 * j)[i] - (0.6F * a + Complex(0, 0.8F) * b)), 1e-6);
      EXPECT_LT(std::abs(waves.image(2 * j + 1)[i] - (Complex(0, 0.8F) * a + 0.6F * b)), 1e-6);
    }
  }
}

TEST(FollowWaves, leavesThemAloneForPowerAndPositions) {
  const ComplexStack before = noise(2, 4, 4);
  ComplexStack waves = before;
  EstimateChange change;
  change.probe_factor = 2;
  change.probe = change.positions = true;
  followWaves(waves, 2, 1, change);
  EXPECT_EQ(waves, before);
}

/// Residuals of an engine that is disturbed after 20 iterations by a change that no intensity can tell.
class UndisturbedEngine : public testing::TestWithParam<const char*> {
 protected:
  static std::vector<double> residuals(const std::string& chain, bool disturb) {
    const Acquisition acquisition = test::smallScan({6, 0, true, 2});
    const ReconstructionProblem problem(acquisition, 1);
    const StageSpec stage = parseChain(chain).value().front();
    ComplexImage flat(acquisition.truth.rows(), acquisition.truth.cols(), Complex(0.75F, -0.2F));
    Estimate estimate = problem.startFrom(flat);
    const auto engine = makeEngine({problem, stage, {}, 1}, estimate);
    std::vector<double> values;
    for (int k = 1; k <= 30; ++k) {
      engine->iterate(estimate);
      values.push_back(diffractionResidual(problem, estimate));
      if (k != 20 || !disturb) continue;
      EstimateChange change;
      change.probe = true;
      change.mixing = orthogonaliseModes(estimate.probe);
      for (auto& value : estimate.probe) value *= 2.0F;
      for (auto& value : estimate.object) value /= 2.0F;
      change.probe_factor = 2;
      engine->follow(estimate, change);
    }
    return values;
  }
};

TEST_P(UndisturbedEngine, goesOnAfterMixingAndScalingAsIfNothingHadHappened) {
  const std::vector<double> plain = residuals(GetParam(), false);
  const std::vector<double> disturbed = residuals(GetParam(), true);
  for (std::size_t k = 0; k < plain.size(); ++k) EXPECT_NEAR(disturbed[k], plain[k], 2e-3 * plain[k]) << k;
}

INSTANTIATE_TEST_SUITE_P(Engines, UndisturbedEngine,
                         testing::Values("dm:30", "raar:30", "awf:30", "dm:30:probe_from=5", "awf:30:probe_from=5",
                                         "admm:30", "admm:30:probe_from=5", "pie:30:probe_from=5", "rpie:30:batch=6",
                                         "mpie:30", "mpie:30:probe_from=5", "lsqml:30", "lsqml:30:probe_from=5",
                                         "ml:30", "ml:30:probe_from=5", "ml:30:probe_from=5:noise=poisson"));

/// Residual of an engine right after a move by three pixels, which its state follows or not. The probe is narrow,
/// so that the window's border hardly matters.
double residualAfterAMove(const std::string& stage, bool move, bool follow) {
  SimulationSpec spec;
  spec.probe.window_px = 32;
  spec.probe.sigma_px = 3.5;
  spec.probe.curvature_rad_px2 = 1.0 / 16;
  spec.scan.grid = 5;
  spec.scan.step_px = 3;
  RunContext context;
  const Acquisition acquisition = simulate(spec, {}, 1, context).value().acquisition;
  const ReconstructionProblem problem(acquisition, 1);
  Estimate estimate = problem.startFrom(ComplexImage(acquisition.truth.rows(), acquisition.truth.cols(), Complex(0.75F, 0)));
  const auto engine = makeEngine({problem, parseChain(stage + ":60").value().front(), {}, 1}, estimate);
  for (int k = 1; k <= 42; ++k) {
    engine->iterate(estimate);
    if (k != 40 || !move) continue;
    EstimateChange change;
    change.probe = true;
    rollEstimate(estimate, 0, 3);
    if (follow) change.roll_cols = 3;
    engine->follow(estimate, change);
  }
  return diffractionResidual(problem, estimate);
}

TEST(FollowWaves, keepsADifferenceMapThatWasMovedByAPixelOnItsWay) {
  EXPECT_LT(residualAfterAMove("dm", true, true), 0.4 * residualAfterAMove("dm", true, false));
}

class MovedEngine : public testing::TestWithParam<const char*> {};

TEST_P(MovedEngine, goesOnWhereItWas) {
  EXPECT_LT(residualAfterAMove(GetParam(), true, true), 1.1 * residualAfterAMove(GetParam(), false, false));
}

INSTANTIATE_TEST_SUITE_P(Engines, MovedEngine,
                         testing::Values("dm", "admm", "pie", "epie", "rpie", "mpie", "lsqml", "ml"));

}  // namespace
}  // namespace ptycho
