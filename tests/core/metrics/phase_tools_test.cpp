#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/metrics/phase_tools.h"

namespace ptycho {
namespace {

constexpr double kPi = std::numbers::pi;

/// φ(r, c) = f(r, c) with an amplitude that varies.
template <class Phase>
ComplexImage object(std::size_t rows, std::size_t cols, const Phase& phase) {
  ComplexImage out(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      const double amplitude = 0.6 + 0.3 * std::cos(0.2 * static_cast<double>(r + 2 * c));
      out(r, c) = Complex(std::polar(amplitude, phase(static_cast<double>(r), static_cast<double>(c))));
    }
  }
  return out;
}

RealImage phaseOf(const ComplexImage& values) {
  RealImage out(values.rows(), values.cols());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = std::arg(values[i]);
  return out;
}

/// Lit is a block in the middle; around it the phase is nonsense.
MaskImage block(std::size_t rows, std::size_t cols, std::size_t margin) {
  MaskImage lit(rows, cols, 0);
  for (std::size_t r = margin; r + margin < rows; ++r) {
    for (std::size_t c = margin; c + margin < cols; ++c) lit(r, c) = 1;
  }
  return lit;
}

RealImage vortex(std::size_t side) {
  RealImage phase(side, side);
  const double centre = 0.5 * static_cast<double>(side - 1);
  for (std::size_t r = 0; r < side; ++r) {
    for (std::size_t c = 0; c < side; ++c) {
      phase(r, c) = static_cast<float>(
          std::atan2(static_cast<double>(r) - centre, static_cast<double>(c) - centre));
    }
  }
  return phase;
}

}  // namespace

TEST(PhaseTools, wellLitIsATenthOfTheMaximumOn) {
  RealImage coverage(1, 4);
  coverage[0] = 10;
  coverage[1] = 1;
  coverage[2] = 0.99F;
  coverage[3] = std::numeric_limits<float>::quiet_NaN();
  const MaskImage lit = wellLit(coverage);
  EXPECT_EQ(lit[0], 1);
  EXPECT_EQ(lit[1], 1);
  EXPECT_EQ(lit[2], 0);
  EXPECT_EQ(lit[3], 0);
  EXPECT_TRUE(wellLit({}).empty());
}

TEST(PhaseTools, aKnownRampIsRemovedThroughItsWraps) {
  const double down = 0.7, across = -1.3;  // more than ten turns over the picture
  const ComplexImage ramp = object(64, 81, [&](double r, double c) { return 0.4 + down * r + across * c; });
  const PhaseSlope slope = fitPhaseSlope(ramp, {});
  EXPECT_NEAR(slope.down, down, 1e-6);
  EXPECT_NEAR(slope.across, across, 1e-6);
  const RealImage flat = phaseOf(withoutSlope(ramp, slope));
  const double middle = wrappedMedian(flat, {});
  for (const float value : flat) EXPECT_NEAR(std::remainder(value - middle, 2 * kPi), 0, 1e-4);
}

TEST(PhaseTools, onlyTheLitAreaIsFitted) {
  const MaskImage lit = block(60, 60, 12);
  ComplexImage mixed = object(60, 60, [](double r, double c) { return 0.05 * r + 0.3 * c; });
  const ComplexImage other = object(60, 60, [](double r, double c) { return -1.1 * r + std::sin(9 * c * r); });
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    if (lit[i] == 0) mixed[i] = other[i] * 50.0F;
  }
  const PhaseSlope slope = fitPhaseSlope(mixed, lit);
  EXPECT_NEAR(slope.down, 0.05, 1e-6);
  EXPECT_NEAR(slope.across, 0.3, 1e-6);
  EXPECT_GT(std::abs(fitPhaseSlope(mixed, {}).across - 0.3), 1e-3);
}

TEST(PhaseTools, anObjectsOwnStructureLeavesTheSlopeAlone) {
  const ComplexImage bumps = object(96, 96, [](double r, double c) {
    return 0.02 * r - 0.25 * c + 0.5 * std::cos(2 * kPi * r / 16) * std::cos(2 * kPi * c / 24);
  });
  const PhaseSlope slope = fitPhaseSlope(bumps, {});
  EXPECT_NEAR(slope.down, 0.02, 1e-3);
  EXPECT_NEAR(slope.across, -0.25, 1e-3);
}

TEST(PhaseTools, medianOfTheLitAreaBecomesZero) {
  const MaskImage lit = block(30, 30, 5);
  RealImage phase = phaseOf(object(30, 30, [](double r, double c) { return 3.0 + 0.02 * r - 0.01 * c; }));
  phase[0] = std::numeric_limits<float>::quiet_NaN();
  const double offset = wrappedMedian(phase, lit);
  const RealImage shifted = shiftedPhase(phase, offset, true);
  EXPECT_NEAR(plainMedian(shifted, lit), 0, 1e-6);
  EXPECT_NEAR(std::remainder(offset - (3.0 + 0.01 * 14.5), 2 * kPi), 0, 0.02);
  EXPECT_TRUE(std::isnan(shifted[0]));
}

TEST(PhaseTools, aRampOfSeveralTurnsIsUnwrappedExactly) {
  const auto truth = [](double r, double c) { return 0.45 * r - 0.8 * c; };
  const RealImage wrapped = phaseOf(object(50, 70, truth));
  const UnwrappedPhase out = unwrapPhase(wrapped, {});
  EXPECT_EQ(out.residues, 0U);
  const double constant = out.phase(0, 0) - truth(0, 0);
  EXPECT_NEAR(std::remainder(constant, 2 * kPi), 0, 1e-5);
  for (std::size_t r = 0; r < 50; ++r) {
    for (std::size_t c = 0; c < 70; ++c) {
      EXPECT_NEAR(out.phase(r, c) - truth(static_cast<double>(r), static_cast<double>(c)), constant, 2e-5);
    }
  }
  EXPECT_LE(std::abs(plainMedian(out.phase, {})), kPi + 1e-6);
}

TEST(PhaseTools, aVortexIsOneResidue) {
  EXPECT_EQ(countResidues(vortex(20), {}), 1U);
  EXPECT_EQ(unwrapPhase(vortex(20), {}).residues, 1U);
  MaskImage dark(20, 20, 1);
  dark(9, 9) = 0;  // one corner of the loop around the middle
  EXPECT_EQ(countResidues(vortex(20), dark), 0U);
}

TEST(PhaseTools, pixelsWithoutAValueAreGoneAround) {
  RealImage wrapped = phaseOf(object(40, 40, [](double r, double c) { return 0.6 * r + 0.1 * c; }));
  for (std::size_t c = 0; c < 30; ++c) wrapped(20, c) = std::numeric_limits<float>::quiet_NaN();
  const UnwrappedPhase out = unwrapPhase(wrapped, {});
  EXPECT_TRUE(std::isnan(out.phase(20, 3)));
  EXPECT_NEAR(out.phase(39, 0) - out.phase(0, 0), 0.6 * 39, 1e-4);
}

TEST(PhaseTools, oddInputIsTakenWithGrace) {
  EXPECT_EQ(fitPhaseSlope({}, {}).down, 0);
  EXPECT_EQ(fitPhaseSlope(ComplexImage(8, 8), {}).across, 0);  // nothing but zeros
  EXPECT_EQ(unwrapPhase({}, {}).residues, 0U);
  EXPECT_EQ(wrappedMedian(RealImage(2, 2, 1), MaskImage(2, 2, 0)), 0);
  const PhaseSlope row = fitPhaseSlope(object(1, 16, [](double, double c) { return 0.2 * c; }), {});
  EXPECT_NEAR(row.across, 0.2, 1e-6);
  EXPECT_THROW((void)fitPhaseSlope(ComplexImage(4, 4), MaskImage(3, 4)), std::invalid_argument);
}

}  // namespace ptycho
