#include "core/base/random.h"

#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

constexpr std::uint64_t kDraws = 40'000;
constexpr double kSigmas = 4.5;  ///< what a fixed seed may be off by

using Words = std::array<std::uint32_t, 4>;

// Known answers of the Random123 distribution for Philox 4x32-10 (Salmon et al., SC'11): the counter is index and
// stream, low words first, the key the seed.
TEST(Philox, givesTheKnownAnswers) {
  constexpr std::uint64_t kOnes = ~0ull;
  EXPECT_EQ(CounterRandom(0, 0).words(0), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(CounterRandom(kOnes, kOnes).words(kOnes), (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  // Counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0: digits of π.
  EXPECT_EQ(CounterRandom(0x299f31d0a4093822, 0x0370734413198a2e).words(0x85a308d3243f6a88),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(CounterRandom, dependsOnSeedStreamAndIndexAlone) {
  const CounterRandom one(7, 3);
  const CounterRandom same(7, 3);
  const double last = one.uniform(99);
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(one.words(i), same.words(i));
  EXPECT_EQ(one.uniform(99), last);
  std::set<Words> different;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    for (std::uint64_t stream = 0; stream < 5; ++stream) {
      for (std::uint64_t index = 0; index < 5; ++index) different.insert(CounterRandom(seed, stream).words(index));
    }
  }
  EXPECT_EQ(different.size(), 125u);
}

TEST(CounterRandom, drawsUniformNumbers) {
  const CounterRandom random(1, 2);
  double sum = 0, squares = 0, neighbours = 0, before = 0.5;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const double u = random.uniform(i);
    ASSERT_TRUE(u >= 0 && u < 1);
    sum += u;
    squares += (u - 0.5) * (u - 0.5);
    neighbours += (u - 0.5) * (before - 0.5);
    before = u;
  }
  const double n = kDraws;
  EXPECT_NEAR(sum / n, 0.5, kSigmas * std::sqrt(1 / 12.0 / n));
  EXPECT_NEAR(squares / n, 1 / 12.0, kSigmas * std::sqrt(1 / 180.0 / n));
  EXPECT_NEAR(neighbours / n, 0, kSigmas / 12 / std::sqrt(n));
}

TEST(CounterRandom, keepsStreamsApart) {
  double product = 0;
  const CounterRandom one(1, 0);
  const CounterRandom other(1, 1);
  for (std::uint64_t i = 0; i < kDraws; ++i) product += (one.uniform(i) - 0.5) * (other.uniform(i) - 0.5);
  EXPECT_NEAR(product / kDraws, 0, kSigmas / 12 / std::sqrt(kDraws));
}

TEST(CounterRandom, drawsNormalNumbers) {
  const CounterRandom random(5, 0);
  double sum = 0, squares = 0, fourth = 0, beyond = 0;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const double x = random.normal(i);
    ASSERT_TRUE(std::isfinite(x));
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
    beyond += x > 1.2815515655;  // the upper tenth
  }
  const double n = kDraws;
  EXPECT_NEAR(sum / n, 0, kSigmas / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1, kSigmas * std::sqrt(2 / n));
  EXPECT_NEAR(fourth / n, 3, kSigmas * std::sqrt(96 / n));
  EXPECT_NEAR(beyond / n, 0.1, kSigmas * std::sqrt(0.09 / n));
}

class Poisson : public testing::TestWithParam<double> {};

TEST_P(Poisson, hasTheRightMoments) {
  const double mean = GetParam();
  const CounterRandom random(11, 4);
  double sum = 0, squares = 0;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const double k = random.poisson(i, mean);
    ASSERT_TRUE(k >= 0 && k == std::floor(k));
    sum += k;
    squares += (k - mean) * (k - mean);
  }
  const double n = kDraws;
  EXPECT_NEAR(sum / n, mean, kSigmas * std::sqrt(mean / n));
  EXPECT_NEAR(squares / n, mean, kSigmas * std::sqrt((mean + 2 * mean * mean) / n));
}

TEST_P(Poisson, hasTheRightDistribution) {
  const double mean = GetParam();
  const CounterRandom random(12, 9);
  const double spread = std::sqrt(mean);
  for (const double place : {mean - 1.5 * spread, mean - 0.5 * spread, mean + 0.3 * spread, mean + 2 * spread}) {
    const double limit = std::floor(place);
    double expected = 0;
    for (double k = 0; k <= limit; ++k) expected += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1));
    double count = 0;
    for (std::uint64_t i = 0; i < kDraws; ++i) count += random.poisson(i, mean) <= limit;
    EXPECT_NEAR(count / kDraws, expected, kSigmas * std::sqrt(expected * (1 - expected) / kDraws) + 1e-12)
        << "P(k <= " << limit << ")";
  }
}

// Both methods, and either side of the change between them at 30.
INSTANTIATE_TEST_SUITE_P(Means, Poisson, testing::Values(0.1, 5, 29.9, 30, 100, 1e4));

TEST(CounterRandom, drawsNothingFromNothing) {
  EXPECT_EQ(CounterRandom(1, 1).poisson(0, 0), 0);
  EXPECT_EQ(CounterRandom(1, 1).poisson(0, -1), 0);
}

TEST(CounterRandom, drawsEachIntegerBelowAsOften) {
  const CounterRandom random(3, 3);
  std::vector<double> counts(7, 0.0);
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const std::uint64_t k = random.below(i, 7);
    ASSERT_LT(k, 7u);
    ++counts[k];
  }
  const double expected = kDraws / 7.0;
  for (const double count : counts) EXPECT_NEAR(count, expected, kSigmas * std::sqrt(expected));
  EXPECT_EQ(random.below(5, 1), 0u);
  for (std::uint64_t i = 0; i < 1000; ++i) ASSERT_LT(random.below(i, 0xffffffffu), 0xffffffffu);
}

}  // namespace
}  // namespace ptycho
