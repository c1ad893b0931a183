#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/scan.h"

namespace ptycho {
namespace {

ScanSpec specOf(ScanPattern pattern, double step) {
  ScanSpec spec;
  spec.pattern = pattern;
  spec.step_px = step;
  return spec;
}

TEST(Scan, rasterIsRowMajorWithTheReferenceObjectSides) {
  for (const auto& [step, side] : {std::pair{20, 228}, {40, 328}, {60, 428}}) {
    const Scan scan = makeScan(specOf(ScanPattern::Raster, step), 128).value();
    EXPECT_EQ(scan.object_rows, side);
    EXPECT_EQ(scan.object_cols, side);
    ASSERT_EQ(scan.positions.size(), 36U);
    EXPECT_EQ(scan.positions[1], (Position{0, static_cast<double>(step)}));
    EXPECT_EQ(scan.positions[6], (Position{static_cast<double>(step), 0}));
  }
}

TEST(Scan, snakeTurnsAround) {
  const Scan scan = makeScan(specOf(ScanPattern::Snake, 10), 32).value();
  EXPECT_EQ(scan.positions[5], (Position{0, 50}));
  EXPECT_EQ(scan.positions[6], (Position{10, 50}));
  EXPECT_EQ(scan.positions[11], (Position{10, 0}));
}

TEST(Scan, fermatTurnsByTheGoldenAngle) {
  ScanSpec spec = specOf(ScanPattern::Fermat, 20);
  spec.positions = 50;
  spec.integer_positions = false;
  const Scan scan = makeScan(spec, 64).value();
  const Position centre = scan.positions[0];
  const auto radius = [&](std::size_t k) {
    return std::hypot(scan.positions[k].row - centre.row, scan.positions[k].col - centre.col);
  };
  EXPECT_NEAR(radius(4) / radius(1), 2, 1e-9);
  EXPECT_NEAR(radius(1), 20 / std::sqrt(M_PI), 1e-9);
}

TEST(Scan, concentricHasTheNumberAsked) {
  ScanSpec spec = specOf(ScanPattern::Concentric, 15);
  spec.positions = 40;
  EXPECT_EQ(makeScan(spec, 64)->positions.size(), 40U);
}

TEST(Scan, everyWindowLiesInsideTheObject) {
  for (const auto pattern : {ScanPattern::Raster, ScanPattern::Snake, ScanPattern::Fermat, ScanPattern::Concentric}) {
    for (const bool whole : {true, false}) {
      ScanSpec spec = specOf(pattern, 17.3);
      spec.jitter_px = 4;
      spec.integer_positions = whole;
      const Scan scan = makeScan(spec, 40).value();
      EXPECT_EQ(scan.hasIntegerPositions(), whole);
      for (const auto& p : scan.positions) {
        EXPECT_GE(p.row, 0);
        EXPECT_GE(p.col, 0);
        EXPECT_LE(std::ceil(p.row) + 40, scan.object_rows);
        EXPECT_LE(std::ceil(p.col) + 40, scan.object_cols);
      }
    }
  }
}

TEST(Scan, jitterIsSeededAndBounded) {
  ScanSpec spec = specOf(ScanPattern::Raster, 20);
  spec.jitter_px = 3;
  spec.integer_positions = false;
  const auto first = makeScan(spec, 64)->positions;
  EXPECT_EQ(first, makeScan(spec, 64)->positions);
  spec.seed = 2;
  EXPECT_NE(first, makeScan(spec, 64)->positions);
}

TEST(Scan, refusesAStepLargerThanTheWindow) {
  const auto refused = makeScan(specOf(ScanPattern::Raster, 129), 128);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "step_px");
  EXPECT_NE(refused.error().message.find("128"), std::string::npos);
}

TEST(Scan, refusesPositionsOutsideTheObject) {
  EXPECT_NE(scanFromPositions({{0, 0}, {-1, 3}}, 16).error().where.find("positions[1]"), std::string::npos);
  EXPECT_FALSE(scanFromPositions({{0, std::nan("")}}, 16));
  EXPECT_FALSE(scanFromPositions({{70000, 0}}, 16));
  EXPECT_FALSE(scanFromPositions({}, 16));
}

}  // namespace
}  // namespace ptycho
