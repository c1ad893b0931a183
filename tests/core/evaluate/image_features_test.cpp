#include "core/evaluate/image_features.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

TEST(ImageFeatures, ofAUniformPicture) {
  const ImageFeatures features = imageFeatures(RealImage(48, 64, 0.25F));
  EXPECT_DOUBLE_EQ(features.mean_luma, 0.25);
  EXPECT_EQ(features.local_contrast, 0);
  EXPECT_EQ(features.gradient_energy, 0);
  EXPECT_EQ(features.uniform_share, 1);
  EXPECT_EQ(features.limit_share, 0);
  EXPECT_TRUE(std::isnan(features.high_frequency_share));  // no power at all
}

TEST(ImageFeatures, ofACheckerboard) {
  RealImage board(64, 64);
  for (std::size_t r = 0; r < 64; ++r) {
    for (std::size_t c = 0; c < 64; ++c) board(r, c) = (r + c) % 2 == 0 ? 0.75F : 0.25F;
  }
  const ImageFeatures features = imageFeatures(board);
  EXPECT_DOUBLE_EQ(features.mean_luma, 0.5);
  EXPECT_DOUBLE_EQ(features.local_contrast, 0.25);    // ±0.25 round the mean of every window
  EXPECT_DOUBLE_EQ(features.gradient_energy, 0.5);    // 0.5² down and 0.5² across
  EXPECT_EQ(features.uniform_share, 0);
  EXPECT_GT(features.high_frequency_share, 0.999);    // all of it at the Nyquist frequency
}

/// Half the picture is flat, half black and white stripes of 8 px: windows of 8 px see either stripe as uniform.
TEST(ImageFeatures, countWindowsAndPixels) {
  RealImage picture(64, 64, 0.5F);
  for (std::size_t r = 32; r < 64; ++r) {
    for (std::size_t c = 0; c < 64; ++c) picture(r, c) = (c / 4) % 2 == 0 ? 0.0F : 1.0F;
  }
  const ImageFeatures features = imageFeatures(picture);
  EXPECT_DOUBLE_EQ(features.uniform_share, 0.5);
  EXPECT_DOUBLE_EQ(features.limit_share, 0.5);
  EXPECT_DOUBLE_EQ(features.local_contrast, 0.25);  // 0 above, 0.5 below
}

TEST(ImageFeatures, tellLowFromHighFrequencies) {
  const auto waves = [](double cycles_px) {
    RealImage picture(128, 128);
    for (std::size_t i = 0; i < picture.size(); ++i) {
      const double turns = cycles_px * static_cast<double>(i % 128);
      picture[i] = static_cast<float>(0.5 + 0.3 * std::cos(2 * std::numbers::pi * turns));
    }
    return imageFeatures(picture).high_frequency_share;
  };
  EXPECT_LT(waves(0.0625), 1e-3);
  EXPECT_GT(waves(0.25), 0.99);
}

TEST(ImageFeatures, ofPicturesTooSmallForWindowsAreNoNumbers) {
  const ImageFeatures features = imageFeatures(RealImage(1, 5, 0.99F));
  EXPECT_NEAR(features.mean_luma, 0.99, 1e-6);
  EXPECT_EQ(features.limit_share, 1);
  EXPECT_TRUE(std::isnan(features.local_contrast));
  EXPECT_TRUE(std::isnan(features.uniform_share));
  EXPECT_TRUE(std::isnan(features.gradient_energy));
}

TEST(ImageFeatures, takeTheLumaBackFromTheAmplitude) {
  ComplexImage object(1, 2);
  object[0] = std::polar(0.5F, -0.4F);
  object[1] = std::polar(0.875F, 0.2F);
  const RealImage luma = amplitudeLuma(object, 0.5, 1);
  EXPECT_NEAR(luma[0], 0, 1e-6);
  EXPECT_NEAR(luma[1], 0.75, 1e-6);
  EXPECT_EQ(amplitudeLuma(object, 1, 1)[1], 0);
}

}  // namespace
}  // namespace ptycho
