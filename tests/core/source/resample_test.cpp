#include <chrono>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/source/photo.h"

namespace ptycho {
namespace {

RealImage picture(std::size_t rows, std::size_t cols, const auto& value) {
  RealImage image(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) image(r, c) = static_cast<float>(value(r, c));
  }
  return image;
}

RealImage randomPicture(std::size_t rows, std::size_t cols) {
  const CounterRandom random(5, 0);
  return picture(rows, cols, [&](std::size_t r, std::size_t c) { return random.uniform(r * cols + c); });
}

TEST(ResizeImage, keepsAConstant) {
  for (const auto& [rows, cols] : {std::pair(7, 200), std::pair(40, 9), std::pair(1, 1), std::pair(333, 127)}) {
    const RealImage resized = resizeImage(RealImage(50, 60, 0.37f), rows, cols);
    ASSERT_EQ(resized.rows(), static_cast<std::size_t>(rows));
    for (const float value : resized) EXPECT_NEAR(value, 0.37f, 1e-6f);
  }
}

TEST(ResizeImage, keepsTheSameSize) {
  const RealImage image = randomPicture(23, 31);
  const RealImage same = resizeImage(image, 23, 31);
  for (std::size_t i = 0; i < image.size(); ++i) EXPECT_NEAR(same[i], image[i], 1e-6f);
}

TEST(ResizeImage, doesNotAlias) {
  // Stripes of 2.5 px, finer than the result can hold: without a filter they come back as broad ones.
  const RealImage stripes = picture(60, 400, [](std::size_t, std::size_t c) {
    return 0.5 + 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(c) / 2.5);
  });
  const RealImage small = resizeImage(stripes, 30, 100);
  for (std::size_t r = 0; r < 30; ++r) {
    for (std::size_t c = 3; c < 97; ++c) EXPECT_NEAR(small(r, c), 0.5f, 0.02f);
  }
}

TEST(ResizeImage, keepsWhatTheResultCanHold) {
  const auto wave = [](double centre) { return 0.5 + 0.4 * std::cos(2 * std::numbers::pi * centre * 5); };
  for (const std::size_t to : {64u, 150u, 480u}) {
    const RealImage image =
        picture(40, 160, [&](std::size_t, std::size_t c) { return wave((static_cast<double>(c) + 0.5) / 160); });
    const RealImage resized = resizeImage(image, 40, to);
    for (std::size_t c = to / 10; c < to - to / 10; ++c) {
      EXPECT_NEAR(resized(20, c), wave((static_cast<double>(c) + 0.5) / static_cast<double>(to)), 0.01);
    }
  }
}

TEST(ResizeImage, isSymmetric) {
  const RealImage image = randomPicture(37, 41);
  const auto flipped = [](const RealImage& in) {
    return picture(in.rows(), in.cols(),
                   [&in](std::size_t r, std::size_t c) { return in(in.rows() - 1 - r, in.cols() - 1 - c); });
  };
  const RealImage one = flipped(resizeImage(image, 12, 77));
  const RealImage other = resizeImage(flipped(image), 12, 77);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_NEAR(one[i], other[i], 1e-5f);
}

TEST(ResizeImage, staysInRange) {
  // Lanczos overshoots at an edge.
  const RealImage edge = picture(16, 16, [](std::size_t, std::size_t c) { return c < 8 ? 0.0 : 1.0; });
  for (const float value : resizeImage(edge, 64, 64)) EXPECT_TRUE(value >= 0 && value <= 1);
}

TEST(CoverAndCrop, takesTheCentreOfTheResizedPicture) {
  const RealImage image = randomPicture(40, 100);
  const RealImage crop = coverAndCrop(image, 30, 30);
  const RealImage resized = resizeImage(image, 30, 75);
  for (std::size_t r = 0; r < 30; ++r) {
    for (std::size_t c = 0; c < 30; ++c) EXPECT_NEAR(crop(r, c), resized(r, c + 22), 1e-6f);
  }
}

TEST(CoverAndCrop, coversEveryShape) {
  const RealImage image(20, 33, 0.25f);
  for (const auto& [rows, cols] : {std::pair(64, 64), std::pair(10, 90), std::pair(90, 10), std::pair(1, 7)}) {
    const RealImage crop = coverAndCrop(image, rows, cols);
    ASSERT_EQ(crop.rows(), static_cast<std::size_t>(rows));
    ASSERT_EQ(crop.cols(), static_cast<std::size_t>(cols));
    for (const float value : crop) EXPECT_NEAR(value, 0.25f, 1e-6f);
  }
}

TEST(CoverAndCrop, computesOnlyTheCropOfALongPhoto) {
  // In full this would be 800 × 1,638,400 values.
  const auto start = std::chrono::steady_clock::now();
  const RealImage crop = coverAndCrop(randomPicture(8, 16'384), 800, 800);
  EXPECT_EQ(crop.size(), 640'000u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace ptycho
