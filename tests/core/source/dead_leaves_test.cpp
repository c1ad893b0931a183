#include "core/source/dead_leaves.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/source/power_spectrum.h"

namespace ptycho {
namespace {

TEST(DeadLeaves, hasThePowerSpectrumOfNaturalImages) {
  constexpr std::size_t kSide = 256;
  std::vector<double> mean(kSide / 2, 0.0);
  for (std::int64_t index = 0; index < 8; ++index) {
    const std::vector<double> power = radialPower(deadLeaves(1, index, kSide, kSide));
    std::transform(mean.begin(), mean.end(), power.begin(), mean.begin(), std::plus<>());
  }
  // From the size of the picture down to 4 px.
  EXPECT_NEAR(logLogSlope(mean, 4, 64), -2, 0.3);
}

TEST(PowerSpectrum, measuresWhiteNoiseAsFlat) {
  std::vector<double> mean(64, 0.0);
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const CounterRandom random(seed, 0);
    RealImage noise(128, 128);
    for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<float>(random.uniform(i));
    const std::vector<double> power = radialPower(noise);
    std::transform(mean.begin(), mean.end(), power.begin(), mean.begin(), std::plus<>());
  }
  EXPECT_NEAR(logLogSlope(mean, 4, 60), 0, 0.1);
}

TEST(DeadLeaves, hasFlatPlacesAndSharpEdges) {
  // Differences of neighbours: far more large ones than a Gaussian texture of the same power would have.
  double second = 0, fourth = 0, count = 0;
  for (std::int64_t index = 0; index < 4; ++index) {
    const RealImage picture = deadLeaves(2, index, 200, 200);
    for (std::size_t r = 0; r < 200; ++r) {
      for (std::size_t c = 1; c < 200; ++c) {
        const double step = picture(r, c) - picture(r, c - 1);
        second += step * step;
        fourth += step * step * step * step;
        count += 1;
      }
    }
  }
  EXPECT_GT(fourth * count / (second * second), 6);  // 3 for a Gaussian
}

TEST(DeadLeaves, usesAllTones) {
  for (std::int64_t index = 0; index < 4; ++index) {
    const RealImage picture = deadLeaves(9, index, 228, 228);
    std::vector<int> tenths(10, 0);
    for (const float value : picture) {
      ASSERT_TRUE(value >= 0 && value <= 1);
      ++tenths[std::min<std::size_t>(9, static_cast<std::size_t>(value * 10))];
    }
    for (const int count : tenths) EXPECT_GT(count, static_cast<int>(picture.size()) / 500);
  }
}

TEST(DeadLeaves, repeatsTheSameBits) { EXPECT_EQ(deadLeaves(4, 7, 90, 120), deadLeaves(4, 7, 90, 120)); }

TEST(DeadLeaves, differsBySeedAndIndex) {
  const auto correlation = [](const RealImage& a, const RealImage& b) {
    const double n = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / std::sqrt(aa * bb);
  };
  const RealImage one = deadLeaves(1, 0, 128, 128);
  EXPECT_LT(std::abs(correlation(one, deadLeaves(1, 1, 128, 128))), 0.5);
  EXPECT_LT(std::abs(correlation(one, deadLeaves(2, 0, 128, 128))), 0.5);
  EXPECT_LT(std::abs(correlation(one, deadLeaves(1, -1, 128, 128))), 0.5);
}

TEST(DeadLeaves, fillsEveryShape) {
  for (const auto& [rows, cols] : {std::pair(1, 1), std::pair(8, 8), std::pair(3, 200), std::pair(150, 2)}) {
    const RealImage picture = deadLeaves(1, 0, rows, cols);
    ASSERT_EQ(picture.rows(), static_cast<std::size_t>(rows));
    ASSERT_EQ(picture.cols(), static_cast<std::size_t>(cols));
    for (const float value : picture) ASSERT_TRUE(value >= 0 && value <= 1);
  }
  EXPECT_TRUE(deadLeaves(1, 0, 0, 5).empty());
}

}  // namespace
}  // namespace ptycho
