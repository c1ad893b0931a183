#include "core/evaluate/evaluation_summary.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Two methods; the amplitude errors of the first are given, those of the second all 1.
Evaluation evaluationOf(const std::vector<double>& errors) {
  Evaluation evaluation;
  evaluation.methods = {"chain", "network"};
  for (std::size_t k = 0; k < errors.size(); ++k) {
    for (int method = 0; method < 2; ++method) {
      EvaluationRecord record;
      record.image = static_cast<std::int64_t>(10 + k);
      record.method = method;
      record.amplitude_nrmse = method == 0 ? errors[k] : 1;
      record.amplitude_ssim = 1 - record.amplitude_nrmse;
      evaluation.records.push_back(record);
    }
  }
  evaluation.images = static_cast<std::int64_t>(errors.size());
  return evaluation;
}

ColumnSummary summaryOf(const std::vector<double>& errors, const char* key = "amplitude_nrmse", int method = 0) {
  return summarise(evaluationOf(errors), method, evaluationColumn(key));
}

TEST(ColumnSummary, hasMeanSampleDeviationMedianAndWorst) {
  const ColumnSummary summary = summaryOf({0.1, 0.4, 0.2, 0.3});
  EXPECT_EQ(summary.count, 4U);
  EXPECT_NEAR(summary.mean, 0.25, 1e-15);
  EXPECT_NEAR(summary.deviation, std::sqrt(0.05 / 3), 1e-15);
  EXPECT_NEAR(summary.median, 0.25, 1e-15);
  EXPECT_EQ(summary.worst, 0.4);
  EXPECT_EQ(summary.worst_image, 11);
  EXPECT_EQ(summaryText(summary), "0.2500 ± 0.1291");
  EXPECT_NEAR(summaryOf({0.1, 0.4, 0.2, 0.3}, "amplitude_ssim").worst, 0.6, 1e-15);
  EXPECT_EQ(summaryOf({0.1, 0.4}, "amplitude_nrmse", 1).mean, 1);
}

TEST(ColumnSummary, countsWhatItCannotAverage) {
  const ColumnSummary summary = summaryOf({0.1, kNaN, 0.3, kInfinity});
  EXPECT_EQ(summary.count, 2U);
  EXPECT_EQ(summary.not_finite, 2U);
  EXPECT_NEAR(summary.mean, 0.2, 1e-15);
  EXPECT_EQ(summaryText(summary), "0.2000 ± 0.1414 (2 of 4)");
  const ColumnSummary nothing = summaryOf({kNaN});
  EXPECT_TRUE(std::isnan(nothing.mean));
  EXPECT_EQ(nothing.worst_image, -1);
  EXPECT_EQ(summaryText(nothing), "–");
  const ColumnSummary one = summaryOf({0.5});
  EXPECT_TRUE(std::isnan(one.deviation));
  EXPECT_EQ(summaryText(one), "0.5000");
}

TEST(ColumnSummary, asJsonNamesMethodsAndColumns) {
  const Json json = summaryJson(evaluationOf({0.1, kNaN}));
  EXPECT_EQ(json["chain"]["amplitude_nrmse"]["count"], 1);
  EXPECT_EQ(json["chain"]["amplitude_nrmse"]["not_finite"], 1);
  EXPECT_EQ(json["chain"]["amplitude_nrmse"]["std"], "nan");
  EXPECT_EQ(json["network"]["amplitude_nrmse"]["mean"], 1.0);
}

TEST(RankCorrelation, hasKnownValues) {
  const std::vector<double> a{1, 2, 3, 4, 5};
  EXPECT_DOUBLE_EQ(rankCorrelation(a, std::vector<double>{1, 10, 100, 1e3, 1e4}), 1);
  EXPECT_DOUBLE_EQ(rankCorrelation(a, std::vector<double>{5, 4, 3, 2, 1}), -1);
  EXPECT_DOUBLE_EQ(rankCorrelation(a, std::vector<double>{2, 1, 4, 3, 5}), 0.8);         // 1 − 6·4/(5·24)
  EXPECT_NEAR(rankCorrelation(a, std::vector<double>{1, 1, 2, 2, 2}), 0.8660254, 1e-7);  // ties share ranks
  EXPECT_DOUBLE_EQ(rankCorrelation(a, std::vector<double>{1, 2, kNaN, 3, 4}), 1);
  EXPECT_TRUE(std::isnan(rankCorrelation(a, std::vector<double>{7, 7, 7, 7, 7})));
  EXPECT_TRUE(std::isnan(rankCorrelation(std::vector<double>{1, 2}, std::vector<double>{1, 2})));
}

TEST(FeatureInfluences, tellWhatGoesWithTheError) {
  Evaluation evaluation = evaluationOf({0.1, 0.2, 0.3, 0.4});
  for (auto& record : evaluation.records) {
    record.features.mean_luma = -static_cast<double>(record.image);
    record.phase_nrmse = record.amplitude_nrmse;
  }
  const auto influences = featureInfluences(evaluation, 0);
  ASSERT_EQ(influences.size(), 6U);
  EXPECT_EQ(influences[0].feature->key, "mean_luma");
  EXPECT_DOUBLE_EQ(influences[0].amplitude, -1);
  EXPECT_DOUBLE_EQ(influences[0].phase, -1);
  EXPECT_TRUE(std::isnan(influences[1].amplitude));
}

}  // namespace
}  // namespace ptycho
