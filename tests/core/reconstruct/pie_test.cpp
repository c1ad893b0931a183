#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/pattern_order.h"
#include "tests/core/reconstruct/pie_plain.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// Random amplitudes and phases: no Fourier value is so small that rounding alone would decide its phase.
Estimate roughStart(const Acquisition& acquisition, const ReconstructionProblem& problem) {
  ComplexImage object(static_cast<std::size_t>(acquisition.scan.object_rows),
                      static_cast<std::size_t>(acquisition.scan.object_cols));
  const CounterRandom random(3, 1);
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] = Complex(std::polar(0.5 + 0.5 * random.uniform(2 * i), -random.uniform(2 * i + 1)));
  }
  return problem.startFrom(object);
}

Estimate iterated(const Acquisition& acquisition, const std::string& stage, int threads = 1) {
  const ReconstructionProblem problem(acquisition, threads);
  Estimate estimate = roughStart(acquisition, problem);
  const StageSpec spec = parseChain(stage).value().front();
  const auto engine = makeEngine({problem, spec, RangeSpec{}}, estimate);
  for (int k = 0; k < spec.iterations; ++k) engine->iterate(estimate);
  return estimate;
}

class Plain : public testing::TestWithParam<const char*> {};

TEST_P(Plain, withAKnownProbeAgrees) {
  const Acquisition acquisition = test::smallScan();
  const ReconstructionProblem problem(acquisition, 1);
  test::PlainPie plain(GetParam(), acquisition, roughStart(acquisition, problem));
  plain.alpha = defaultAlpha(parseChain(GetParam() + std::string(":5")).value().front().engine);
  for (int k = 0; k < 5; ++k) plain.iterate(acquisition);
  const Estimate found = iterated(acquisition, std::string(GetParam()) + ":5:order=given");
  EXPECT_LT(test::relativeDistance(found.object.data(), plain.object), 1e-4);
  EXPECT_EQ(found.probe, problem.probe());
}

TEST_P(Plain, withTheProbeUpdateAgrees) {
  const Acquisition acquisition = test::smallScan();
  const ReconstructionProblem problem(acquisition, 1);
  test::PlainPie plain(GetParam(), acquisition, roughStart(acquisition, problem));
  plain.beta = 0.7;
  plain.alpha = 0.3;
  plain.friction = 0.6;
  for (int k = 0; k < 5; ++k) {
    plain.probe_step = k < 2 ? 0 : 0.4;
    plain.iterate(acquisition);
  }
  const std::string engine = GetParam();
  const std::string options = std::string(":5:order=given:beta=0.7:probe_from=3:probe_step=0.4") +
                              (engine == "epie" ? "" : ":alpha=0.3") + (engine == "mpie" ? ":momentum=0.6" : "");
  const Estimate found = iterated(acquisition, engine + options);
  EXPECT_LT(test::relativeDistance(found.object.data(), plain.object), 1e-4);
  EXPECT_LT(test::relativeDistance(found.probe.data(), plain.probe), 1e-4);
  EXPECT_GT(test::relativeDistance(problem.probe().data(), plain.probe), 0.01);
}

INSTANTIATE_TEST_SUITE_P(Engines, Plain, testing::Values("pie", "epie", "rpie", "mpie"));

class Batches : public testing::TestWithParam<const char*> {};

TEST_P(Batches, haveTheSameBitsForAnyThreadCount) {
  for (const auto& scan : {test::SmallScan{6, 2, false, 2}, test::SmallScan{}}) {
    const Acquisition acquisition = test::smallScan(scan);
    const std::string stage = std::string(GetParam()) + ":2:batch=7:probe_from=2";
    const Estimate one = iterated(acquisition, stage, 1);
    for (const int threads : {2, 3}) EXPECT_EQ(one, iterated(acquisition, stage, threads));
  }
}

TEST_P(Batches, lowerTheResidual) {
  const Acquisition acquisition = test::smallScan();
  const ReconstructionProblem problem(acquisition, 1);
  const double start = diffractionResidual(problem, roughStart(acquisition, problem));
  for (const int batch : {5, 25}) {
    const Estimate found = iterated(acquisition, std::string(GetParam()) + ":30:batch=" + std::to_string(batch));
    EXPECT_LT(diffractionResidual(problem, found), 0.35 * start) << batch;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Batches, testing::Values("pie", "epie", "rpie", "mpie", "lsqml"));

TEST(Batches, ofPatternsThatDoNotMeetAreLikeOneAfterTheOther) {
  const Acquisition acquisition = test::smallScan({32, 0, true, 1});
  const Estimate single = iterated(acquisition, "rpie:3:order=given");
  const Estimate together = iterated(acquisition, "rpie:3:order=given:batch=25");
  double largest = 0;
  for (std::size_t i = 0; i < single.object.size(); ++i) {
    largest = std::max(largest, static_cast<double>(std::abs(single.object[i] - together.object[i])));
  }
  EXPECT_LT(largest, 1e-5);
}

TEST(PatternBatches, dealEveryPatternOnceAndFollowSeedAndPass) {
  const std::vector<std::size_t> sorted{4, 2, 0, 1, 3, 5, 7, 6, 9, 8, 10};
  for (const PatternOrder order : {PatternOrder::Random, PatternOrder::Given}) {
    PatternBatches batches(order, 5, 3, sorted);
    PatternBatches again(order, 5, 3, sorted);
    EXPECT_EQ(batches.count(), 4U);
    std::set<std::vector<std::size_t>> passes;
    for (std::uint64_t pass = 0; pass < 6; ++pass) {
      batches.deal(pass);
      again.deal(pass);
      std::vector<std::size_t> all;
      for (std::size_t b = 0; b < batches.count(); ++b) {
        EXPECT_LE(batches.batch(b).size(), batches.largest());
        EXPECT_TRUE(std::ranges::equal(batches.batch(b), again.batch(b)));
        all.insert(all.end(), batches.batch(b).begin(), batches.batch(b).end());
      }
      passes.insert(all);
      std::ranges::sort(all);
      for (std::size_t k = 0; k < sorted.size(); ++k) EXPECT_EQ(all[k], k);
    }
    EXPECT_EQ(passes.size(), order == PatternOrder::Given ? 1U : 6U);
  }
}

}  // namespace
}  // namespace ptycho
