#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/analyse/failure_causes.h"
#include "tests/core/analyse/planted_failures.h"

namespace ptycho {
namespace {

using testing::evaluationWith;

TEST(FailureSlices, findTheTenthThatFails) {
  const Evaluation evaluation = evaluationWith(
      600, [](const EvaluationRecord& record) { return record.features.local_contrast < 0.1 ? 0.2 : 0.0; });
  const auto slices = failureSlices(evaluation, 0, ErrorKind::Amplitude);
  ASSERT_FALSE(slices.empty());
  const FailureSlice& first = slices.front();
  ASSERT_EQ(first.ranges.size(), 1U);
  EXPECT_EQ(first.ranges[0].feature->key, "local_contrast");
  EXPECT_FALSE(first.ranges[0].is_highest);
  EXPECT_NEAR(first.ranges[0].high, 0.1, 0.03);
  EXPECT_NEAR(static_cast<double>(first.records.size()), 60, 15);
  for (const std::size_t k : first.records) {
    EXPECT_TRUE(first.ranges[0].contains(evaluation.records[k].features.local_contrast));
  }
  EXPECT_GT(first.mean, 0.25);
  EXPECT_LT(first.rest, 0.15);
  EXPECT_GT(first.coverage, 0.6);
  EXPECT_LT(first.p_adjusted, 1e-6);
  EXPECT_TRUE(first.confirmed);
  EXPECT_GT(first.tried, 30U);
  EXPECT_EQ(first.text().find("local contrast below 0."), 0U) << first.text();
  EXPECT_NE(first.text().find(": error × 2"), std::string::npos) << first.text();
  EXPECT_NE(first.text().find(", n = " + std::to_string(first.records.size())), std::string::npos);
}

TEST(FailureSlices, findPairsThatFailTogetherOnly) {
  const Evaluation evaluation = evaluationWith(800, [](const EvaluationRecord& record) {
    return record.features.mean_luma > 0.66 && record.features.uniform_share > 0.66 ? 0.2 : 0.0;
  });
  const auto slices = failureSlices(evaluation, 0, ErrorKind::Sum);
  ASSERT_FALSE(slices.empty());
  ASSERT_EQ(slices.front().ranges.size(), 2U);
  EXPECT_EQ(slices.front().ranges[0].feature->key, "mean_luma");
  EXPECT_EQ(slices.front().ranges[1].feature->key, "uniform_share");
  EXPECT_TRUE(slices.front().ranges[0].is_highest);
  EXPECT_TRUE(slices.front().confirmed);
  EXPECT_NE(slices.front().text().find("mean luma above 0.6"), std::string::npos) << slices.front().text();
  EXPECT_NE(slices.front().text().find(" and uniform share above 0.6"), std::string::npos) << slices.front().text();
}

TEST(FailureSlices, confirmNothingThatIsChance) {
  std::size_t found = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Evaluation evaluation = evaluationWith(300, [](const EvaluationRecord&) { return 0.0; }, seed);
    for (const FailureSlice& slice : failureSlices(evaluation, 0, ErrorKind::Sum)) {
      EXPECT_FALSE(slice.confirmed) << slice.text();
      ++found;
    }
  }
  EXPECT_LE(found, 5U);
}

TEST(FailureSlices, areOrderedByWhatTheyCostAndLimited) {
  const Evaluation evaluation =
      evaluationWith(400, [](const EvaluationRecord& record) { return 0.2 * record.features.gradient_energy; });
  const auto all = failureSlices(evaluation, 0, ErrorKind::Sum, 1000);
  const auto cost = [](const FailureSlice& slice) { return (slice.mean - slice.rest) * slice.coverage; };
  EXPECT_TRUE(std::ranges::is_sorted(all, [&](const auto& a, const auto& b) { return cost(a) > cost(b); }));
  ASSERT_GE(all.size(), 3U);
  EXPECT_EQ(failureSlices(evaluation, 0, ErrorKind::Sum, 2).size(), 2U);
}

TEST(FailureSlices, areNoneForFewImagesEqualErrorsOrEqualFeatures) {
  const auto planted = [](const EvaluationRecord& record) { return record.features.mean_luma; };
  EXPECT_TRUE(failureSlices(evaluationWith(6, planted), 0, ErrorKind::Sum).empty());
  EXPECT_TRUE(failureSlices(Evaluation{}, 0, ErrorKind::Sum).empty());
  Evaluation equal = evaluationWith(100, planted);
  for (auto& record : equal.records) record.features = {1, 1, 1, 1, 1, 1};
  EXPECT_TRUE(failureSlices(equal, 0, ErrorKind::Sum).empty());
  equal = evaluationWith(100, planted);
  for (auto& record : equal.records) record.amplitude_nrmse = 0.5;
  EXPECT_TRUE(failureSlices(equal, 0, ErrorKind::Amplitude).empty());
}

TEST(FailureSlices, leaveOutImagesWithoutAnError) {
  Evaluation evaluation = evaluationWith(200, [](const EvaluationRecord& record) { return record.features.mean_luma; });
  for (std::size_t k = 0; k < 20; ++k) {
    evaluation.records[k].amplitude_nrmse = std::numeric_limits<double>::quiet_NaN();
  }
  const auto slices = failureSlices(evaluation, 0, ErrorKind::Amplitude);
  ASSERT_FALSE(slices.empty());
  for (const FailureSlice& slice : slices) {
    EXPECT_TRUE(std::isfinite(slice.mean) && std::isfinite(slice.rest) && std::isfinite(slice.coverage));
    EXPECT_TRUE(std::ranges::none_of(slice.records, [](std::size_t k) { return k < 20; }));
  }
}

}  // namespace
}  // namespace ptycho
