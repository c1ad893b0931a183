#include "core/analyse/method_comparison.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/analyse/planted_failures.h"

namespace ptycho {
namespace {

/// Twelve images; in the second evaluation error k is that of the first plus 0.01·(k − 4), in another order.
struct Pair {
  Evaluation a = testing::evaluationWith(12, [](const EvaluationRecord&) { return 0; });
  Evaluation b = a;

  Pair() {
    for (std::size_t k = 0; k < b.records.size(); ++k) {
      b.records[k].amplitude_nrmse += 0.01 * (static_cast<double>(k) - 4);
      b.records[k].image += 100;
    }
    std::swap(b.records[0], b.records[11]);
  }
};

TEST(MethodComparison, matchesImagesByNameAndSortsByChange) {
  const Pair pair;
  const MethodComparison c = compareMethods(pair.a, 0, pair.b, 0, ErrorKind::Amplitude, 0.005);
  ASSERT_EQ(c.images.size(), 12U);
  EXPECT_EQ(c.images.front().a, 0U);
  EXPECT_EQ(c.images.front().b, 11U);
  EXPECT_NEAR(c.images.front().change, -0.04, 1e-12);
  EXPECT_NEAR(c.images.back().change, 0.07, 1e-12);
  EXPECT_EQ(c.improved, 4U);
  EXPECT_EQ(c.regressed, 7U);
  EXPECT_NEAR(c.median_change, 0.015, 1e-12);
  EXPECT_NEAR(c.low, -0.02, 1e-12);  // the third and the tenth of twelve: 96.1 %
  EXPECT_NEAR(c.high, 0.05, 1e-12);
  EXPECT_TRUE(c.only_a.empty() && c.only_b.empty());
}

TEST(MethodComparison, isSymmetric) {
  const Pair pair;
  const MethodComparison there = compareMethods(pair.a, 0, pair.b, 0, ErrorKind::Sum, 0.005);
  const MethodComparison back = compareMethods(pair.b, 0, pair.a, 0, ErrorKind::Sum, 0.005);
  EXPECT_EQ(there.improved, back.regressed);
  EXPECT_EQ(there.regressed, back.improved);
  EXPECT_DOUBLE_EQ(there.median_change, -back.median_change);
  EXPECT_DOUBLE_EQ(there.low, -back.high);
  EXPECT_DOUBLE_EQ(there.high, -back.low);
  EXPECT_EQ(there.images.front().a, back.images.back().b);
}

TEST(MethodComparison, tellsAnotherPictureOfTheSameName) {
  Pair pair;
  pair.b.records[3].features.local_contrast *= 1.01;
  pair.b.records[5].name = "new.jpg";
  const MethodComparison c = compareMethods(pair.a, 0, pair.b, 0, ErrorKind::Sum, 0);
  EXPECT_EQ(c.images.size(), 10U);
  EXPECT_EQ(c.only_a, (std::vector<std::size_t>{3, 5}));
  EXPECT_EQ(c.only_b, (std::vector<std::size_t>{3, 5}));
}

TEST(MethodComparison, countsImagesWithoutAnErrorOnOneSide) {
  Pair pair;
  pair.a.records[2].phase_nrmse = std::numeric_limits<double>::quiet_NaN();
  for (auto* records : {&pair.a.records, &pair.b.records}) {
    for (auto& record : *records) record.features.gradient_energy = std::numeric_limits<double>::quiet_NaN();
  }
  const MethodComparison c = compareMethods(pair.a, 0, pair.b, 0, ErrorKind::Phase, 0);
  EXPECT_EQ(c.images.size(), 11U);
  EXPECT_EQ(c.not_finite, 1U);
  EXPECT_EQ(c.median_change, 0);
}

TEST(MethodComparison, takesTwoMethodsOfOneEvaluation) {
  Evaluation both = testing::evaluationWith(8, [](const EvaluationRecord&) { return 0; });
  both.methods = {"chain", "network"};
  const auto first = both.records;
  for (auto record : first) {
    record.method = 1;
    record.amplitude_nrmse /= 2;
    both.records.push_back(record);
  }
  const MethodComparison c = compareMethods(both, 0, both, 1, ErrorKind::Amplitude, 0);
  EXPECT_EQ(c.images.size(), 8U);
  EXPECT_EQ(c.improved, 8U);
  EXPECT_LT(c.high, 0);
  const MethodComparison none = compareMethods(both, 0, both, 5, ErrorKind::Amplitude, 0);
  EXPECT_EQ(none.only_a.size(), 8U);
  EXPECT_TRUE(std::isnan(none.median_change));
}

}  // namespace
}  // namespace ptycho
