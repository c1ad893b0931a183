#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/reconstruct/position_drift.h"

namespace ptycho {
namespace {

std::vector<Position> grid(int side, double step) {
  std::vector<Position> positions;
  for (int r = 0; r < side; ++r) {
    for (int c = 0; c < side; ++c) positions.push_back({10 + r * step, 20 + c * step});
  }
  return positions;
}

TEST(PositionDrift, commonShiftIsNoDisplacement) {
  const auto given = grid(3, 5);
  auto refined = given;
  for (auto& p : refined) p = {p.row + 0.7, p.col - 0.4};
  const PositionDrift drift = positionDrift(given, refined, 3);
  EXPECT_NEAR(drift.mean.row, 0.7, 1e-12);
  EXPECT_NEAR(drift.mean.col, -0.4, 1e-12);
  EXPECT_NEAR(drift.rms_px, 0, 1e-12);
  EXPECT_NEAR(drift.largest_px, 0, 1e-12);
  EXPECT_EQ(drift.at_bound, 0);
}

TEST(PositionDrift, oneMovedPatternIsSeen) {
  const auto given = grid(3, 5);
  auto refined = given;
  refined[4] = {given[4].row + 1.8, given[4].col};
  const PositionDrift drift = positionDrift(given, refined, 1.8);
  EXPECT_NEAR(drift.largest_px, 1.6, 1e-12);
  EXPECT_NEAR(drift.rms_px, std::sqrt((1.6 * 1.6 + 8 * 0.2 * 0.2) / 9), 1e-12);
  EXPECT_NEAR(drift.patterns[4].displacement.row, 1.6, 1e-12);
  EXPECT_TRUE(drift.patterns[4].at_bound);
  EXPECT_EQ(drift.at_bound, 1);
}

TEST(PositionDrift, affinePartIsFound) {
  const auto given = grid(5, 7);
  const double angle = 0.02, scaleRow = 1.01, scaleCol = 0.98, shear = 0.015;
  std::vector<Position> refined;
  for (const auto& p : given) {
    const double row = scaleRow * p.row + shear * scaleCol * p.col;
    const double col = scaleCol * p.col;
    refined.push_back({std::cos(angle) * row - std::sin(angle) * col + 3,
                       std::sin(angle) * row + std::cos(angle) * col});
  }
  const AffineDrift exact = positionDrift(given, refined).affine;
  EXPECT_TRUE(exact.determined);
  EXPECT_NEAR(exact.rotation_rad, angle, 1e-9);
  EXPECT_NEAR(exact.scale_row, scaleRow, 1e-9);
  EXPECT_NEAR(exact.scale_col, scaleCol, 1e-9);
  EXPECT_NEAR(exact.shear, shear, 1e-9);
  EXPECT_NEAR(exact.residual_rms_px, 0, 1e-9);
  refined[12].row += 0.5;  // in the middle: a residual without a trend
  EXPECT_NEAR(positionDrift(given, refined).affine.residual_rms_px, 0.5 * std::sqrt(24.0) / 25, 1e-9);
}

TEST(PositionDrift, positionsOnALineDetermineNoMatrix) {
  const std::vector<Position> given{{0, 0}, {1, 2}, {2, 4}};
  const std::vector<Position> refined{{0, 0.1}, {1, 2}, {2, 4}};
  const AffineDrift affine = positionDrift(given, refined).affine;
  EXPECT_FALSE(affine.determined);
  EXPECT_EQ(affine.scale_row, 1);
  EXPECT_EQ(affine.rotation_rad, 0);
  EXPECT_GT(affine.residual_rms_px, 0.04);
}

TEST(PositionDrift, refusesListsOfDifferentLength) {
  EXPECT_THROW((void)positionDrift(grid(2, 5), grid(3, 5)), std::invalid_argument);
  EXPECT_TRUE(positionDrift({}, {}).patterns.empty());
}

}  // namespace
}  // namespace ptycho
