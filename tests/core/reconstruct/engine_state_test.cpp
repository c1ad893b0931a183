#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/reconstruct/checkpoint.h"
#include "core/reconstruct/engine.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// An engine with the problem that it works on.
struct Running {
  Running(const Acquisition& acquisition, const std::string& stage, int threads = 1)
      : problem(acquisition, threads),
        setup{problem, parseChain(stage).value().front(), RangeSpec{}, 1},
        estimate(problem.startFrom(ComplexImage(acquisition.truth.rows(), acquisition.truth.cols(),
                                                std::polar(0.75F, -0.5F)))),
        engine(makeEngine(setup, estimate)) {}

  Running& iterate(int times) {
    for (int k = 0; k < times; ++k) (void)engine->iterate(estimate);
    return *this;
  }
  /// Makes the engine anew, from the estimate as it is now, and gives it the old one's state.
  void renew() {
    KeptState kept;
    CopyingArchive saved(kept);
    engine->exchange(saved);
    engine = makeEngine(setup, estimate);
    KeptStateRestorer restored(kept);
    engine->exchange(restored);
    ASSERT_TRUE(restored.outcome());
  }

  ReconstructionProblem problem;
  EngineSetup setup;
  Estimate estimate;
  std::unique_ptr<Engine> engine;
};

class EngineState : public testing::TestWithParam<const char*> {
 protected:
  Acquisition acquisition = test::smallScan({6, 2, false, 2});
};

TEST_P(EngineState, goesOnInANewEngineBitForBit) {
  Running whole(acquisition, GetParam());
  Running halves(acquisition, GetParam());
  whole.iterate(6);
  halves.iterate(3).renew();
  EXPECT_EQ(halves.iterate(3).estimate, whole.estimate);
}

/// What follows moved positions is what a new engine for these positions would do.
TEST_P(EngineState, followsPositionsLikeAnEngineMadeForThem) {
  Running one(acquisition, GetParam());
  Running other(acquisition, GetParam());
  for (Running* running : {&one, &other}) {
    running->iterate(3);
    for (std::size_t j = 0; j < running->estimate.positions.size(); ++j) {
      running->estimate.positions[j].row += 0.3 * std::sin(static_cast<double>(j));
      running->estimate.positions[j].col -= 0.2 * std::cos(static_cast<double>(j));
    }
    EstimateChange change;
    change.positions = true;
    running->engine->follow(running->estimate, change);
  }
  const Estimate moved = one.estimate;
  other.renew();
  EXPECT_EQ(one.iterate(2).estimate, other.iterate(2).estimate);
  EXPECT_NE(one.estimate.object, moved.object);
}

TEST_P(EngineState, hasTheSameBitsForAnyThreadCount) {
  Running one(acquisition, GetParam());
  one.iterate(2);
  for (const int threads : {2, 3}) {
    EXPECT_EQ(Running(acquisition, GetParam(), threads).iterate(2).estimate, one.estimate) << threads;
  }
}

TEST_P(EngineState, ignoresMaskedPixelsAltogether) {
  acquisition.mask = MaskImage(32, 32, 1);
  Acquisition spoilt = acquisition;
  constexpr std::array<std::pair<std::size_t, float>, 3> garbage{
      {{3, std::numeric_limits<float>::quiet_NaN()}, {100, -5.0F}, {517, 1e30F}}};
  for (const auto& [pixel, value] : garbage) {
    acquisition.mask[pixel] = spoilt.mask[pixel] = 0;
    for (std::size_t j = 0; j < spoilt.patterns.count(); ++j) spoilt.patterns.image(j)[pixel] = value;
  }
  const Estimate found = Running(acquisition, GetParam()).iterate(5).estimate;
  EXPECT_EQ(Running(spoilt, GetParam()).iterate(5).estimate, found);
  for (const auto& value : found.object) ASSERT_TRUE(std::isfinite(std::norm(value)));
}

INSTANTIATE_TEST_SUITE_P(
    Engines, EngineState,
    testing::Values("rpie:9:probe_from=2:batch=5", "mpie:9:probe_from=2:momentum_every=7", "admm:9:probe_from=2",
                    "lsqml:9:probe_from=2", "lsqml:9:probe_from=2:noise=poisson:range", "lsqml:9:noise=poisson",
                    "ml:9:probe_from=2", "ml:9:probe_from=2:noise=poisson", "ml:9:noise=poisson:range"));

}  // namespace
}  // namespace ptycho
