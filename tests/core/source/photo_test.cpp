#include "core/source/photo.h"

#include <chrono>

#include <gtest/gtest.h>

#include "tests/core/base/temporary_folder.h"
#include "tests/core/source/photo_files.h"

namespace ptycho {
namespace {

int ramp(std::uint32_t row, std::uint32_t col, int channel) {
  return static_cast<int>(20 * row + 3 * col + 60 * static_cast<std::uint32_t>(channel)) % 256;
}

PngPicture flat(int channels, std::vector<int> values, int bits = 8) {
  return {8, 8, bits, channels, [values](std::uint32_t, std::uint32_t, int channel) {
            return values[static_cast<std::size_t>(channel)];
          }};
}

class Photo : public testing::Test {
 protected:
  Result<RealImage> load(const std::string& bytes, const PhotoLimits& limits = {}) {
    return loadPhotoLuma(m_folder.write("photo.png", bytes), limits);
  }
  /// The bytes are refused with this code, and the sentence names the file and contains `word`.
  void expectRefused(const std::string& bytes, ErrorCode code, const std::string& word,
                     const PhotoLimits& limits = {}) {
    const auto luma = load(bytes, limits);
    ASSERT_FALSE(luma) << "accepted where \"" << word << "\" was expected";
    EXPECT_EQ(luma.error().code, code) << luma.error().text();
    EXPECT_EQ(luma.error().where, (m_folder.path() / "photo.png").string());
    EXPECT_NE(luma.error().message.find(word), std::string::npos) << luma.error().message;
  }
  TemporaryFolder m_folder;
};

TEST_F(Photo, keepsEightBitGreyExactly) {
  const auto luma = load(pngBytes({11, 9, 8, 1, ramp}));
  ASSERT_TRUE(luma) << luma.error().text();
  ASSERT_EQ(luma->rows(), 9u);
  ASSERT_EQ(luma->cols(), 11u);
  for (std::uint32_t r = 0; r < 9; ++r) {
    for (std::uint32_t c = 0; c < 11; ++c) EXPECT_NEAR((*luma)(r, c), ramp(r, c, 0) / 255.0, 1e-7);
  }
}

TEST_F(Photo, keepsSixteenBits) {
  // All within one step of eight bits.
  const auto luma = load(pngBytes({8, 8, 16, 1, [](std::uint32_t row, std::uint32_t col, int) {
                                     return static_cast<int>(30000 + 8 * row + col);
                                   }}));
  ASSERT_TRUE(luma) << luma.error().text();
  for (std::size_t i = 0; i < 64; ++i) EXPECT_NEAR((*luma)[i], (30000.0 + static_cast<double>(i)) / 65535, 1e-6);
}

TEST_F(Photo, weighsColoursAsBt601) {
  const std::pair<std::vector<int>, double> cases[] = {
      {{255, 0, 0}, 0.299},
      {{0, 255, 0}, 0.587},
      {{0, 0, 255}, 0.114},
      {{255, 255, 255}, 1.0},
      {{10, 20, 30}, 18.15 / 255}};
  for (const auto& [colour, expected] : cases) {
    for (const int bits : {8, 16}) {
      std::vector<int> values = colour;
      if (bits == 16) {
        for (int& value : values) value *= 257;
      }
      const auto luma = load(pngBytes(flat(3, values, bits)));
      ASSERT_TRUE(luma) << luma.error().text();
      EXPECT_NEAR((*luma)(3, 3), expected, 1e-6);
    }
  }
}

TEST_F(Photo, ignoresAlpha) {
  const auto grey = load(pngBytes(flat(2, {100, 3})));
  ASSERT_TRUE(grey);
  EXPECT_NEAR((*grey)(0, 0), 100 / 255.0, 1e-6);
  const auto colour = load(pngBytes(flat(4, {255, 0, 0, 0})));
  ASSERT_TRUE(colour);
  EXPECT_NEAR((*colour)(0, 0), 0.299, 1e-6);
}

TEST_F(Photo, readsGreyJpeg) {
  const auto luma = load(jpegBytes(2, {{10, 200, 128, 255}}));  // whatever the name says
  ASSERT_TRUE(luma) << luma.error().text();
  ASSERT_EQ(luma->rows(), 16u);
  EXPECT_NEAR((*luma)(3, 4), 10 / 255.0, 1e-6);
  EXPECT_NEAR((*luma)(0, 15), 200 / 255.0, 1e-6);
  EXPECT_NEAR((*luma)(15, 0), 128 / 255.0, 1e-6);
  EXPECT_NEAR((*luma)(12, 9), 255 / 255.0, 1e-6);
}

TEST_F(Photo, readsColourJpeg) {
  // Y, Cb and Cr of greys and of colours inside the RGB cube: the luma is Y.
  const auto luma = load(jpegBytes(2, {{100, 50, 180, 90}, {128, 150, 110, 128}, {128, 120, 150, 140}}));
  ASSERT_TRUE(luma) << luma.error().text();
  EXPECT_NEAR((*luma)(0, 0), 100 / 255.0, 1.5 / 255);
  EXPECT_NEAR((*luma)(0, 8), 50 / 255.0, 1.5 / 255);
  EXPECT_NEAR((*luma)(8, 0), 180 / 255.0, 1.5 / 255);
  EXPECT_NEAR((*luma)(8, 8), 90 / 255.0, 1.5 / 255);
}

TEST_F(Photo, refusesEveryCutOffPng) {
  const std::string whole = pngBytes({8, 8, 8, 1, ramp});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_FALSE(load(whole.substr(0, length))) << length << " bytes";
  }
  expectRefused(whole.substr(0, whole.size() - 5), ErrorCode::BadInput, "cut off");
}

TEST_F(Photo, refusesEveryCutOffJpeg) {
  const std::string whole = jpegBytes(2, {{10, 200, 128, 255}});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_FALSE(load(whole.substr(0, length))) << length << " bytes";
  }
  expectRefused(whole.substr(0, whole.size() - 1), ErrorCode::BadInput, "cut off");
}

TEST_F(Photo, refusesEveryFlippedByteOfAPng) {
  const std::string whole = pngBytes({8, 8, 8, 1, ramp});
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    ASSERT_FALSE(load(damaged)) << "byte " << i;
  }
}

TEST_F(Photo, survivesEveryFlippedByteOfAJpeg) {
  const std::string whole = jpegBytes(2, {{10, 200, 128, 255}, {128, 150, 110, 128}, {128, 120, 150, 140}});
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const int mask : {0x01, 0x10, 0xff}) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ mask);
      if (const auto luma = load(damaged)) {
        for (const float value : *luma) ASSERT_TRUE(value >= 0 && value <= 1);
      }
    }
  }
}

TEST_F(Photo, refusesCodeTablesThatTheDecoderCannotHold) {
  std::string bytes = jpegBytes(1, {{10}});
  const std::size_t counts = bytes.find("\xff\xc4") + 5;
  bytes[counts] = '\xff';
  bytes[counts + 7] = '\xff';
  expectRefused(bytes, ErrorCode::BadInput, "code table");
}

TEST_F(Photo, namesWhatIsWrong) {
  expectRefused("", ErrorCode::BadInput, "empty");
  expectRefused("GIF89a and some more", ErrorCode::Unsupported, "neither a JPEG nor a PNG");
  expectRefused(pngBytes({7, 30, 8, 1, ramp}), ErrorCode::BadInput, "7 × 30 px");
  expectRefused(pngBytes({30, 7, 8, 1, ramp}), ErrorCode::BadInput, "at least 8 px");
  const auto missing = loadPhotoLuma(m_folder.path() / "nowhere.jpg");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_EQ(missing.error().where, (m_folder.path() / "nowhere.jpg").string());
  const auto folder = loadPhotoLuma(m_folder.path());
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().message.find("folder"), std::string::npos);
}

TEST_F(Photo, obeysItsLimits) {
  PhotoLimits limits;
  limits.side_px = 20;
  expectRefused(pngBytes({21, 8, 8, 1, ramp}), ErrorCode::BadInput, "20 px", limits);
  EXPECT_TRUE(load(pngBytes({20, 8, 8, 1, ramp}), limits));
  limits.pixels = 100;
  expectRefused(pngBytes({11, 10, 8, 1, ramp}), ErrorCode::BadInput, "100 pixels", limits);
  EXPECT_TRUE(load(pngBytes({10, 10, 8, 1, ramp}), limits));
  limits.file_bytes = 50;
  expectRefused(pngBytes({10, 10, 8, 1, ramp}), ErrorCode::BadInput, "50", limits);
}

TEST_F(Photo, refusesBombsBeforeTheyUnpack) {
  const auto start = std::chrono::steady_clock::now();
  expectRefused(pngBomb(8, 256u << 20), ErrorCode::BadInput, "cannot be decoded");
  expectRefused(pngBomb(16'385, 8), ErrorCode::BadInput, "16384");
  expectRefused(pngBomb(16'000, 8), ErrorCode::BadInput, "pixels in all");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace ptycho
