#include "core/analyse/rank_tests.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(RankCorrelationInterval, isThatOfBonettAndWright) {
  const std::vector<double> a{1, 2, 3, 4, 5};
  const RankCorrelation correlation = correlateRanks(a, std::vector<double>{2, 1, 4, 3, 5});
  EXPECT_DOUBLE_EQ(correlation.rho, 0.8);
  EXPECT_NEAR(correlation.low, std::tanh(std::atanh(0.8) - 1.959963984540054 * std::sqrt(1.32 / 2)), 1e-12);
  EXPECT_NEAR(correlation.low, -0.457124, 1e-6);
  EXPECT_NEAR(correlation.high, 0.990843, 1e-6);
  EXPECT_EQ(correlation.count, 5U);
  EXPECT_FALSE(correlation.isDistinguishable());
}

TEST(RankCorrelationInterval, isAPointForAPerfectOrder) {
  const std::vector<double> a{1, 2, 3, 4};
  const RankCorrelation rising = correlateRanks(a, std::vector<double>{1, 10, 100, 1000});
  EXPECT_EQ(rising.low, 1);
  EXPECT_EQ(rising.high, 1);
  EXPECT_TRUE(rising.isDistinguishable());
  EXPECT_EQ(correlateRanks(a, std::vector<double>{4, 3, 2, 1}).high, -1);
}

TEST(RankCorrelationInterval, needsFourPairsOfNumbersThatDiffer) {
  const std::vector<double> a{1, 2, 3, 4, 5};
  const RankCorrelation three = correlateRanks(a, std::vector<double>{1, 2, kNaN, 3, kNaN});
  EXPECT_TRUE(std::isnan(three.rho) && std::isnan(three.low) && std::isnan(three.high));
  EXPECT_FALSE(three.isDistinguishable());
  const RankCorrelation four = correlateRanks(a, std::vector<double>{1, 2, kNaN, 3, 4});
  EXPECT_EQ(four.count, 4U);
  EXPECT_DOUBLE_EQ(four.rho, 1);
  const RankCorrelation constant = correlateRanks(a, std::vector<double>{7, 7, 7, 7, 7});
  EXPECT_TRUE(std::isnan(constant.rho) && std::isnan(constant.low));
}

TEST(MannWhitney, hasKnownValues) {
  std::vector<double> values(10);
  std::iota(values.begin(), values.end(), 0);
  const RankedValues ranked(values);
  // z = (25 − 12.5 − 0.5)/√(25/12·11) = 2.5067
  EXPECT_NEAR(ranked.chanceOfHigherRanks(std::vector<std::size_t>{5, 6, 7, 8, 9}), 0.006092890, 1e-8);
  EXPECT_GT(ranked.chanceOfHigherRanks(std::vector<std::size_t>{0, 1, 2, 3, 4}), 0.99);
  const RankedValues tied(std::vector<double>{1, 1, 2, 2, 2, 3});
  // U = 4 + 4 + 6 − 6 = 8, Σ(t³ − t) = 6 + 24, σ² = 9/12·(7 − 1) = 4.5
  EXPECT_NEAR(tied.chanceOfHigherRanks(std::vector<std::size_t>{3, 4, 5}),
              0.5 * std::erfc((8 - 4.5 - 0.5) / std::sqrt(9.0)), 1e-12);
}

TEST(MannWhitney, knowsNothingOfNobodyEverybodyOrEqualValues) {
  const RankedValues ranked(std::vector<double>{1, 2, 3});
  EXPECT_EQ(ranked.chanceOfHigherRanks({}), 1);
  EXPECT_EQ(ranked.chanceOfHigherRanks(std::vector<std::size_t>{0, 1, 2}), 1);
  EXPECT_EQ(RankedValues(std::vector<double>{4, 4, 4}).chanceOfHigherRanks(std::vector<std::size_t>{1}), 1);
  EXPECT_EQ(RankedValues(std::vector<double>{}).chanceOfHigherRanks({}), 1);
}

/// The 15 tests of Benjamini & Hochberg (1995), of which four are found at 0.05; in another order.
TEST(BenjaminiHochberg, givesTheAuthorsExample) {
  const std::vector<double> p{1.0,    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298,
                              0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590};
  const std::vector<double> expected{1.0,          0.0015,      0.003,  0.0095, 0.035625, 0.0603,
                                     0.0638571429, 0.0638571429, 0.0645, 0.0765, 0.486,    0.5811818182,
                                     0.714875,     0.7532307692, 0.8132142857};
  const std::vector<double> adjusted = benjaminiHochberg(p);
  for (std::size_t k = 0; k < p.size(); ++k) EXPECT_NEAR(adjusted[k], expected[k], 1e-9) << k;
  EXPECT_TRUE(benjaminiHochberg({}).empty());
}

TEST(MedianInterval, takesTheValuesOfTheSignTest) {
  std::vector<double> values(10);
  std::iota(values.begin(), values.end(), 1);  // 97.9 % between the second and the ninth
  const MedianInterval ten = medianInterval(values);
  EXPECT_EQ(ten.median, 5.5);
  EXPECT_EQ(ten.low, 2);
  EXPECT_EQ(ten.high, 9);
  const MedianInterval five = medianInterval(std::span(values).first(5));  // 93.75 % at most
  EXPECT_EQ(five.median, 3);
  EXPECT_TRUE(std::isnan(five.low) && std::isnan(five.high));
  EXPECT_TRUE(std::isnan(medianInterval({}).median));
  values.resize(2414);
  std::iota(values.begin(), values.end(), 1);
  EXPECT_NEAR(medianInterval(values).low, 1207.5 - 1.96 * std::sqrt(2414.0) / 2, 1.5);  // the normal approximation
}

}  // namespace
}  // namespace ptycho
