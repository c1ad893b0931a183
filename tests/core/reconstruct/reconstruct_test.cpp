#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// Counts what it is told and stops after so many iterations.
class CountingContext : public RunContext {
 public:
  explicit CountingContext(int stopAfter) : m_stopAfter(stopAfter) {}
  bool keepGoing() override { return m_stopAfter-- > 0; }
  void event(const Event& event) override { events.push_back(event); }
  bool wantsPreview() override { return true; }
  void publish(std::string_view, const ComplexImage& picture) override { lastPreview = picture; }

  std::vector<Event> events;
  ComplexImage lastPreview;

 private:
  int m_stopAfter;
};

TEST(Reconstruct, stopsHalfWayWithWhatThereIs) {
  const Acquisition acquisition = test::smallScan();
  CountingContext context(7);
  const auto result = reconstruct(acquisition, test::chain("dm:5:range,awf:50"), {}, 1, context);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->completion, Completion::StoppedEarly);
  EXPECT_EQ(result->iterations, 7);
  EXPECT_EQ(result->history.back().iteration, 7);
  EXPECT_EQ(context.events.size(), 7U);
  EXPECT_EQ(result->object.rows(), static_cast<std::size_t>(acquisition.scan.object_rows));
  EXPECT_FALSE(context.lastPreview.empty());
}

TEST(Reconstruct, stoppedAtOnceGivesTheStart) {
  CountingContext context(0);
  const auto result = reconstruct(test::smallScan(), test::chain("dm:5"), {}, 1, context);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->iterations, 0);
  EXPECT_FALSE(result->object.empty());
  EXPECT_GT(result->residual, 0);
}

TEST(Reconstruct, recordsAsOftenAsAskedAndEveryStageEnd) {
  ReconstructionSpec spec = test::chain("dm:7,awf:4");
  spec.record_every = 5;
  const Reconstruction result = test::run(test::smallScan(), spec);
  std::vector<int> iterations;
  for (const auto& record : result.history) iterations.push_back(record.iteration);
  EXPECT_EQ(iterations, (std::vector{5, 7, 10, 11}));
  EXPECT_EQ(result.history.back().engine, "awf");
  EXPECT_EQ(result.history.back().stage, 1);
}

TEST(Reconstruct, keepsTheStageWithTheSmallestResidual) {
  // A second stage with a range that excludes the truth must not replace the better first one.
  ReconstructionSpec spec = test::chain("awf:80,awf:5:range");
  spec.range.amplitude_max = 0.6;
  const Reconstruction kept = test::run(test::smallScan(), spec);
  EXPECT_LT(kept.residual, kept.history.back().residual);
  spec.keep_best = false;
  const Reconstruction last = test::run(test::smallScan(), spec);
  EXPECT_EQ(last.residual, last.history.back().residual);
}

TEST(Reconstruct, randomStartsFollowTheSeed) {
  const Acquisition acquisition = test::smallScan();
  ReconstructionSpec spec = test::chain("epie:2");
  spec.start = StartKind::Random;
  const ComplexImage first = test::run(acquisition, spec).object;
  EXPECT_EQ(first, test::run(acquisition, spec).object);
  spec.seed = 2;
  EXPECT_NE(first, test::run(acquisition, spec).object);
}

TEST(Reconstruct, withoutTruthHasNoErrors) {
  Acquisition acquisition = test::smallScan();
  acquisition.truth = {};
  const Reconstruction result = test::run(acquisition, test::chain("dm:2"));
  EXPECT_TRUE(std::isnan(result.amplitude_nrmse));
  EXPECT_TRUE(std::isnan(result.flat_phase_nrmse));
  EXPECT_TRUE(std::isnan(result.history.front().amplitude_nrmse));
}

struct BadAcquisition {
  const char* name;
  void (*spoil)(Acquisition&);
  const char* names;
};

class Refused : public testing::TestWithParam<BadAcquisition> {};

TEST_P(Refused, namesThePartAndTheRemedy) {
  Acquisition acquisition = test::smallScan();
  GetParam().spoil(acquisition);
  RunContext context;
  const auto result = reconstruct(acquisition, test::chain("dm:2"), {}, 1, context);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::BadInput);
  EXPECT_NE(result.error().text().find(GetParam().names), std::string::npos) << result.error().text();
}

INSTANTIATE_TEST_SUITE_P(
    Acquisitions, Refused,
    testing::Values(
        BadAcquisition{"noPatterns", [](Acquisition& a) { a.patterns = {}; }, "patterns"},
        BadAcquisition{"noProbe", [](Acquisition& a) { a.probe = {}; }, "probe"},
        BadAcquisition{"probeOfAnotherSize", [](Acquisition& a) { a.probe = ComplexStack(1, 16, 16); }, "16 × 16"},
        BadAcquisition{"notANumber", [](Acquisition& a) { a.patterns.image(3)[5] = std::nanf(""); }, "pattern 3"},
        BadAcquisition{"negative", [](Acquisition& a) { a.patterns.image(2)[40] = -1; }, "row 1, column 8"},
        BadAcquisition{"positionOutside", [](Acquisition& a) { a.scan.positions[4].row = 1000; }, "position 4"},
        BadAcquisition{"positionMissing", [](Acquisition& a) { a.scan.positions.pop_back(); }, "24"},
        BadAcquisition{"maskOfAnotherSize", [](Acquisition& a) { a.mask = MaskImage(3, 3, 1); }, "mask"},
        BadAcquisition{"allZero", [](Acquisition& a) { std::ranges::fill(a.patterns, 0.0F); }, "zero"}),
    [](const auto& info) { return info.param.name; });

TEST(Reconstruct, refusesAnEmptyChainAndASmallStart) {
  RunContext context;
  const Acquisition acquisition = test::smallScan();
  EXPECT_NE(reconstruct(acquisition, {}, {}, 1, context).error().text().find("chain"), std::string::npos);
  ReconstructionSpec spec = test::chain("dm:2");
  spec.start = StartKind::Given;
  EXPECT_NE(reconstruct(acquisition, spec, ComplexImage(4, 4), 1, context).error().text().find("4 × 4"),
            std::string::npos);
}

}  // namespace
}  // namespace ptycho
