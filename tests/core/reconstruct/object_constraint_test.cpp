#include <cmath>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/reconstruct/object_constraint.h"
#include "core/reconstruct/total_variation.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

/// A step of `height` at the middle column, with noise.
ComplexImage stepPicture(float height, float noise) {
  ComplexImage picture(24, 32);
  const CounterRandom random(5, 0);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    picture[i] = Complex(0.5F, -0.3F) + (i % 32 < 16 ? Complex{} : Complex(height, -height)) +
                 noise * Complex(static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1)));
  }
  return picture;
}

double roughness(const ComplexImage& picture, std::size_t from, std::size_t to) {
  double sum = 0, power = 0;
  std::complex<double> mean = 0;
  for (std::size_t r = 0; r < picture.rows(); ++r) {
    for (std::size_t c = from; c < to; ++c) {
      mean += std::complex<double>(picture(r, c));
      power += static_cast<double>(std::norm(picture(r, c)));
      sum += 1;
    }
  }
  return std::sqrt(std::max(0.0, power / sum - std::norm(mean / sum)));
}

TEST(TotalVariation, leavesAConstantAlone) {
  ComplexImage picture(9, 11, Complex(0.7F, -0.4F));
  const ComplexImage before = picture;
  TotalVariation().apply(picture, 0.3);
  for (std::size_t i = 0; i < picture.size(); ++i) EXPECT_LT(std::abs(picture[i] - before[i]), 1e-6);
}

TEST(TotalVariation, lowersAStepByTheKnownAmount) {
  // In one dimension each of two plateaus of n pixels moves by λ/n towards the other.
  ComplexImage picture(1, 8);
  for (std::size_t c = 4; c < 8; ++c) picture[c] = 1.0F;
  TotalVariation().apply(picture, 0.2, 300);
  for (std::size_t c = 0; c < 8; ++c) EXPECT_NEAR(picture[c].real(), c < 4 ? 0.05 : 0.95, 1e-3);
}

TEST(TotalVariation, shrinksNoiseAndKeepsAnEdge) {
  const ComplexImage noisy = stepPicture(0.4F, 0.03F);
  ComplexImage picture = noisy;
  TotalVariation().apply(picture, 0.06);
  EXPECT_LT(roughness(picture, 0, 14), 0.35 * roughness(noisy, 0, 14));
  for (std::size_t r = 4; r < 20; ++r) EXPECT_GT(picture(r, 17).real() - picture(r, 14).real(), 0.3);
}

TEST(Smoothness, leavesAConstantAloneAndShrinksNoise) {
  ComplexImage constant(7, 7, Complex(0.7F, -0.4F));
  ComplexImage rows;
  smoothObject(constant, 0.25, rows);
  for (const Complex value : constant) EXPECT_LT(std::abs(value - Complex(0.7F, -0.4F)), 1e-6);
  const ComplexImage noisy = stepPicture(0, 0.1F);
  ComplexImage picture = noisy;
  smoothObject(picture, 0.2, rows);
  EXPECT_LT(roughness(picture, 0, 32), 0.6 * roughness(noisy, 0, 32));
}

TEST(Smoothness, spreadsAPixelOverItsNeighbours) {
  ComplexImage picture(3, 3);
  picture(1, 1) = Complex(1, 2);
  ComplexImage rows;
  smoothObject(picture, 0.1, rows);
  EXPECT_LT(std::abs(picture(1, 1) - Complex(0.6F, 1.2F)), 1e-6);
  for (const auto& [r, c] : {std::pair{0, 1}, {1, 0}, {1, 2}, {2, 1}}) {
    EXPECT_LT(std::abs(picture(static_cast<std::size_t>(r), static_cast<std::size_t>(c)) - Complex(0.1F, 0.2F)), 1e-6);
  }
  EXPECT_EQ(picture(0, 0), Complex{});
}

TEST(ObjectConstraint, actsFromStartToStopAndEverySoOften) {
  const StageSpec stage =
      parseChain("dm:20:tv=0.1:smooth=0.1:constraint_start=3:constraint_stop=9:constraint_every=2").value().front();
  const MaskImage support;
  ObjectConstraint constraint(stage, {}, support);
  const ComplexImage noisy = stepPicture(0, 0.1F);
  for (int iteration = 1; iteration <= 12; ++iteration) {
    const bool expected = iteration >= 3 && iteration <= 9 && iteration % 2 == 1;
    ComplexImage picture = noisy;
    constraint.begin(iteration);
    EXPECT_EQ(constraint.picturewise(), expected) << iteration;
    constraint.constrainWhole(picture);
    EXPECT_EQ(picture != noisy, expected) << iteration;
  }
}

TEST(ObjectConstraint, bringsAReconstructionOfFlatLeavesNearerToTheTruth) {
  const Acquisition acquisition = test::smallScan();
  const auto error = [&](const char* text) { return test::run(acquisition, test::chain(text)).amplitude_nrmse; };
  EXPECT_LT(error("dm:100:tv=0.01"), 0.7 * error("dm:100"));
  EXPECT_LT(error("awf:100:tv=0.003"), 0.95 * error("awf:100"));
  EXPECT_LT(error("awf:100:smooth=0.01"), 0.95 * error("awf:100"));
}

}  // namespace
}  // namespace ptycho
