#include "core/analyse/failure_causes.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/analyse/image_halves.h"
#include "tests/core/analyse/planted_failures.h"

namespace ptycho {
namespace {

using testing::evaluationWith;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(FailureError, isTheOneAskedFor) {
  EvaluationRecord record;
  record.amplitude_nrmse = 0.25;
  record.phase_nrmse = 0.5;
  EXPECT_EQ(errorOf(record, ErrorKind::Amplitude), 0.25);
  EXPECT_EQ(errorOf(record, ErrorKind::Phase), 0.5);
  EXPECT_EQ(errorOf(record, ErrorKind::Sum), 0.75);
}

TEST(FailureCauses, findThePlantedOneAndNoOther) {
  const Evaluation evaluation =
      evaluationWith(200, [](const EvaluationRecord& record) { return 0.05 * (1 - record.features.local_contrast); });
  const auto causes = failureCauses(evaluation, 0, ErrorKind::Sum);
  ASSERT_EQ(causes.size(), 10U);
  EXPECT_EQ(causes[0].feature->key, "local_contrast");
  EXPECT_LT(causes[0].all.rho, -0.8);
  EXPECT_LT(causes[0].all.low, causes[0].all.rho);
  EXPECT_EQ(causes[0].all.count, 200U);
  EXPECT_LT(causes[0].held_back.high, 0);
  EXPECT_GT(causes[0].held_back.count, 70U);
  EXPECT_LT(causes[0].held_back.count, 130U);
  EXPECT_TRUE(causes[0].confirmed);
  for (std::size_t k = 1; k < causes.size(); ++k) EXPECT_FALSE(causes[k].confirmed) << causes[k].feature->key;
  for (std::size_t k = 6; k < causes.size(); ++k) EXPECT_TRUE(std::isnan(causes[k].all.rho));  // shares: not recorded
  EXPECT_EQ(causes[6].feature->key, "dark_error_share");
}

TEST(FailureCauses, leaveOutImagesWithoutAnErrorAndOtherMethods) {
  Evaluation evaluation = evaluationWith(30, [](const EvaluationRecord& record) { return record.features.mean_luma; });
  evaluation.records[3].phase_nrmse = kNaN;
  evaluation.records[4].features.mean_luma = kNaN;
  evaluation.methods.emplace_back("chain");
  evaluation.records[5].method = 1;
  const auto causes = failureCauses(evaluation, 0, ErrorKind::Phase);
  EXPECT_EQ(causes[0].feature->key, "mean_luma");
  EXPECT_EQ(causes[0].all.count, 27U);
  EXPECT_TRUE(std::isnan(failureCauses(evaluation, 1, ErrorKind::Phase)[0].all.rho));
}

TEST(HeldBackHalf, goesByTheNameAlone) {
  EvaluationRecord a, b;
  a.name = b.name = "photo 12.jpg";
  b.image = 90;
  b.method = 2;
  EXPECT_EQ(isHeldBack(a), isHeldBack(b));
  int held = 0;
  for (int k = 0; k < 2414; ++k) {
    a.name = "";
    a.image = k;
    b.name = std::to_string(k);
    EXPECT_EQ(isHeldBack(a), isHeldBack(b));
    held += isHeldBack(b) ? 1 : 0;
  }
  EXPECT_NEAR(held, 1207, 75);  // three standard deviations
}

TEST(ErrorBudget, isTheMeanOverImages) {
  Evaluation evaluation = evaluationWith(3, [](const EvaluationRecord&) { return 0; });
  for (auto& record : evaluation.records) record.shares = {0.4, 0.2, 0.1, 0.3, 0.25, 0.05, 0.5, 0.75};
  evaluation.records[1].shares.dark = 0.6;
  evaluation.records[2].shares = ErrorShares::none();
  const auto budget = errorBudget(evaluation, 0);
  ASSERT_EQ(budget.size(), 4U);
  EXPECT_EQ(budget[0].place, "weak light");
  EXPECT_DOUBLE_EQ(budget[0].share, 0.5);
  EXPECT_DOUBLE_EQ(budget[0].area, 0.1);
  EXPECT_EQ(budget[0].images, 2U);
  EXPECT_EQ(budget[1].place, "seams of windows");
  EXPECT_DOUBLE_EQ(budget[1].share, 0.25);
  EXPECT_DOUBLE_EQ(budget[1].area, 0.05);
  EXPECT_EQ(budget[3].place, "flat regions");
  EXPECT_DOUBLE_EQ(budget[3].share, 0.5);
  for (auto& record : evaluation.records) record.shares.seam = kNaN;
  EXPECT_TRUE(std::isnan(errorBudget(evaluation, 0)[1].share) && std::isnan(errorBudget(evaluation, 0)[1].area));
}

}  // namespace
}  // namespace ptycho
