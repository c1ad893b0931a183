#include <cmath>

#include <gtest/gtest.h>

#include "core/reconstruct/hermitian_eigen.h"
#include "core/reconstruct/probe_conditions.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

std::complex<double> inner(const ComplexStack& stack, std::size_t a, std::size_t b) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < stack.imageSize(); ++i) {
    sum += std::conj(std::complex<double>(stack.image(a)[i])) * std::complex<double>(stack.image(b)[i]);
  }
  return sum;
}

/// A stage's conditions on an estimate that starts at the truth.
struct Conditions {
  explicit Conditions(const std::string& options, const test::SmallScan& scan = {})
      : acquisition(test::smallScan(scan)), problem(acquisition, 1), estimate(problem.startFrom(acquisition.truth)),
        refinement(makeProbeConditions({problem, parseChain("dm:9" + options).value().front(), {}, 1}, estimate)) {}
  Acquisition acquisition;
  ReconstructionProblem problem;
  Estimate estimate;
  std::unique_ptr<Refinement> refinement;
};

TEST(HermitianEigen, solvesAKnownMatrix) {
  Image<std::complex<double>> matrix(2, 2);
  matrix(0, 0) = 2;
  matrix(1, 1) = 2;
  matrix(0, 1) = {0, 1};
  matrix(1, 0) = {0, -1};
  const HermitianEigen eigen = hermitianEigen(matrix);
  EXPECT_NEAR(eigen.values[0], 3, 1e-12);
  EXPECT_NEAR(eigen.values[1], 1, 1e-12);
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t r = 0; r < 2; ++r) {
      const auto product = matrix(r, 0) * eigen.vectors(k, 0) + matrix(r, 1) * eigen.vectors(k, 1);
      EXPECT_LT(std::abs(product - eigen.values[k] * eigen.vectors(k, r)), 1e-12);
    }
  }
}

TEST(HermitianEigen, givesOrthonormalVectorsOfALargerMatrix) {
  constexpr std::size_t kSize = 6;
  Image<std::complex<double>> matrix(kSize, kSize);
  for (std::size_t a = 0; a < kSize; ++a) {
    matrix(a, a) = static_cast<double>(a * a % 5);
    for (std::size_t b = a + 1; b < kSize; ++b) {
      matrix(a, b) = {std::sin(static_cast<double>(3 * a + b)), std::cos(static_cast<double>(a + 5 * b))};
      matrix(b, a) = std::conj(matrix(a, b));
    }
  }
  const HermitianEigen eigen = hermitianEigen(matrix);
  for (std::size_t a = 0; a < kSize; ++a) {
    EXPECT_GE(eigen.values[a > 0 ? a - 1 : 0], eigen.values[a]);
    for (std::size_t b = 0; b < kSize; ++b) {
      std::complex<double> product = 0;
      std::complex<double> image = 0;
      for (std::size_t i = 0; i < kSize; ++i) product += std::conj(eigen.vectors(a, i)) * eigen.vectors(b, i);
      for (std::size_t i = 0; i < kSize; ++i) image += matrix(b, i) * eigen.vectors(a, i);
      EXPECT_NEAR(std::abs(product), a == b ? 1 : 0, 1e-10);
      EXPECT_LT(std::abs(image - eigen.values[a] * eigen.vectors(a, b)), 1e-9);
    }
  }
}

TEST(ProbeConditions, orthogonaliseModesWithoutChangingAnyIntensity) {
  Conditions of(":probe_from=1:orthogonalise_every=1:probe_power=false:probe_centre=false", {6, 0, true, 3});
  const double power = probePower(of.estimate.probe);
  EXPECT_GT(std::abs(inner(of.estimate.probe, 0, 1)), 0.001 * power);
  const EstimateChange change = of.refinement->update(1, false, of.estimate);
  ASSERT_EQ(change.mixing.rows(), 3U);
  EXPECT_TRUE(change.any());
  EXPECT_LT(diffractionResidual(of.problem, of.estimate), 1e-5);
  EXPECT_NEAR(probePower(of.estimate.probe), power, 1e-5 * power);
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = a + 1; b < 3; ++b) {
      EXPECT_LT(std::abs(inner(of.estimate.probe, a, b)), 1e-5 * power);
      EXPECT_GT(inner(of.estimate.probe, a, a).real(), inner(of.estimate.probe, b, b).real());
    }
  }
}

TEST(ProbeConditions, orthogonaliseWhenAskedAndAtTheEnd) {
  Conditions of(":probe_from=2:orthogonalise_every=3", {6, 0, true, 2});
  EXPECT_FALSE(of.refinement->update(1, false, of.estimate).any());
  EXPECT_TRUE(of.refinement->update(2, false, of.estimate).mixing.empty());
  EXPECT_FALSE(of.refinement->update(3, false, of.estimate).mixing.empty());
  EXPECT_TRUE(of.refinement->update(4, false, of.estimate).mixing.empty());
  EXPECT_FALSE(of.refinement->update(5, true, of.estimate).mixing.empty());
}

TEST(ProbeConditions, leaveTheVaryingModeOutOfTheMixture) {
  Conditions of(":probe_from=1:orthogonalise_every=1", {6, 0, true, 3});
  of.estimate.variation.modes = ComplexStack(1, 32, 32, Complex(1.0F / 32));
  of.estimate.variation.coefficients = Image<Complex>(of.problem.patterns(), 1, Complex(0.1F));
  const double before = diffractionResidual(of.problem, of.estimate);
  const EstimateChange change = of.refinement->update(1, false, of.estimate);
  EXPECT_EQ(change.mixing(0, 0), Complex(1));
  EXPECT_EQ(change.mixing(0, 1), Complex(0));
  EXPECT_NEAR(diffractionResidual(of.problem, of.estimate), before, 1e-5);
}

TEST(ProbeConditions, keepThePowerAndTheResidual) {
  Conditions of(":probe_from=1");
  const double power = probePower(of.estimate.probe);
  for (auto& value : of.estimate.probe) value *= 3.0F;
  for (auto& value : of.estimate.object) value *= 1.0F / 3.0F;
  const EstimateChange change = of.refinement->update(1, false, of.estimate);
  EXPECT_NEAR(change.probe_factor, 1.0 / 3, 1e-6);
  EXPECT_NEAR(probePower(of.estimate.probe), power, 1e-6 * power);
  EXPECT_LT(diffractionResidual(of.problem, of.estimate), 1e-5);
}

TEST(ProbeConditions, bringAProbeBackToTheMiddleTogetherWithTheObject) {
  Conditions of(":probe_from=1");
  const Estimate truth = of.estimate;
  rollEstimate(of.estimate, 3, -2);
  const EstimateChange change = of.refinement->update(1, false, of.estimate);
  EXPECT_EQ(change.roll_rows, -3);
  EXPECT_EQ(change.roll_cols, 2);
  EXPECT_EQ(of.estimate.probe, truth.probe);
  for (std::size_t r = 0; r + 3 < truth.object.rows(); ++r) {
    for (std::size_t c = 2; c < truth.object.cols(); ++c) EXPECT_EQ(of.estimate.object(r, c), truth.object(r, c));
  }
  // What came in at a border repeats it.
  EXPECT_EQ(of.estimate.object(truth.object.rows() - 1, 9), of.estimate.object(truth.object.rows() - 4, 9));
  EXPECT_FALSE(of.refinement->update(2, false, of.estimate).any());
}

TEST(ProbeConditions, cutTheProbeOffBeyondItsSupport) {
  Conditions of(":probe_from=1:probe_support_px=10");
  EXPECT_TRUE(of.refinement->update(1, false, of.estimate).probe);
  for (std::size_t r = 0; r < 32; ++r) {
    for (std::size_t c = 0; c < 32; ++c) {
      const double radius = std::hypot(static_cast<double>(r) - 16, static_cast<double>(c) - 16);
      EXPECT_EQ(of.estimate.probe.image(0)[r * 32 + c] != Complex{}, radius <= 10);
    }
  }
}

}  // namespace
}  // namespace ptycho
