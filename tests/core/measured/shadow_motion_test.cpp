#include "core/measured/shadow_motion.h"

#include <cmath>

#include <gtest/gtest.h>

namespace ptycho {
namespace {

constexpr std::size_t kSide = 32;
constexpr std::size_t kGrid = 5;
constexpr double kStep_px = 20;

/// A picture that does not repeat, at a place of its own.
float texture(double row, double col) {
  return static_cast<float>(std::sin(0.9 * row + 0.3 * std::sin(0.7 * col)) +
                            std::cos(1.1 * col + 0.4 * std::cos(0.5 * row)));
}

struct Shadows {
  RealStack windows{kGrid * kGrid, kSide, kSide};
  RealImage mean{kSide, kSide, 10};
  std::vector<Position> positions;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
};

/// Patterns in which the picture lies `shift(k, position)` px further down and to the right.
template <class ShiftOf>
Shadows shadowsOf(const ShiftOf& shift) {
  Shadows made;
  for (std::size_t k = 0; k < kGrid * kGrid; ++k) {
    const Position at{kStep_px * static_cast<double>(k / kGrid), kStep_px * static_cast<double>(k % kGrid)};
    made.positions.push_back(at);
    const Position by = shift(k, at);
    for (std::size_t r = 0; r < kSide; ++r) {
      for (std::size_t c = 0; c < kSide; ++c) {
        made.windows.image(k)[r * kSide + c] =
            10 + texture(static_cast<double>(r) - by.row, static_cast<double>(c) - by.col);
      }
    }
    if (k % kGrid > 0) made.pairs.emplace_back(k - 1, k);
    if (k >= kGrid) made.pairs.emplace_back(k - kGrid, k);
  }
  return made;
}

TEST(ShadowMotion, findsHowFarShadowsMoveWithTheScan) {
  const auto made = shadowsOf([](std::size_t, const Position& at) { return Position{0.2 * at.row, 0.2 * at.col}; });
  const auto motion = shadowMotion(made.windows, made.mean, made.positions, made.pairs);
  ASSERT_TRUE(motion);
  EXPECT_NEAR(motion->magnification, 0.2, 0.02);
  EXPECT_EQ(likenessOf(*motion).first, ScanLikeness::Same);
}

TEST(ShadowMotion, doesNotTakeRestAndAFewStraysForAMotion) {
  // Nearly at rest, but every sixth pattern shows the picture somewhere else: the rest fits any small motion.
  const auto made = shadowsOf([](std::size_t k, const Position& at) {
    return k % 6 == 5 ? Position{0.01 * at.row + 9, 0.01 * at.col} : Position{0.01 * at.row, 0.01 * at.col};
  });
  EXPECT_FALSE(shadowMotion(made.windows, made.mean, made.positions, made.pairs));
}

}  // namespace
}  // namespace ptycho
