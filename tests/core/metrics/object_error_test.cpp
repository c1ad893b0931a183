#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

#include "core/metrics/fast_argument.h"
#include "core/metrics/metrics.h"
#include "tests/core/metrics/test_objects.h"

namespace ptycho {
namespace {

constexpr double kPi = std::numbers::pi;

/// The definition word for word: multiply, take the angle, wrap the difference, remove the mean.
ObjectError byTheBook(const ComplexImage& estimate, const ComplexImage& truth) {
  using Wide = std::complex<double>;
  Wide inner = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) inner += std::conj(Wide(estimate[i])) * Wide(truth[i]);
  ObjectError error;
  error.global_phase_rad = std::arg(inner);
  std::vector<double> difference(truth.size());
  double amplitudeError = 0, amplitudeNorm = 0, phaseNorm = 0, phaseError = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const Wide aligned = Wide(estimate[i]) * std::polar(1.0, error.global_phase_rad);
    double delta = (estimate[i] == Complex(0) ? 0.0 : std::arg(aligned)) - std::arg(Wide(truth[i]));
    while (delta > kPi) delta -= 2 * kPi;
    while (delta <= -kPi) delta += 2 * kPi;
    difference[i] = delta;
    error.phase_offset_rad += delta / static_cast<double>(truth.size());
    amplitudeError += std::pow(std::abs(Wide(estimate[i])) - std::abs(Wide(truth[i])), 2);
    amplitudeNorm += std::norm(Wide(truth[i]));
    phaseNorm += std::pow(std::arg(Wide(truth[i])), 2);
  }
  for (const double delta : difference) phaseError += std::pow(delta - error.phase_offset_rad, 2);
  error.amplitude_nrmse = std::sqrt(amplitudeError / amplitudeNorm);
  error.phase_nrmse = std::sqrt(phaseError / phaseNorm);
  return error;
}

void expectSame(const ObjectError& actual, const ObjectError& expected, double relative) {
  EXPECT_NEAR(actual.amplitude_nrmse, expected.amplitude_nrmse, relative * expected.amplitude_nrmse);
  EXPECT_NEAR(actual.phase_nrmse, expected.phase_nrmse, relative * expected.phase_nrmse);
  EXPECT_NEAR(actual.global_phase_rad, expected.global_phase_rad, 1e-9);
  EXPECT_NEAR(actual.phase_offset_rad, expected.phase_offset_rad, 1e-9);
}

TEST(FastArgument, agreesWithTheLibraryInEveryDirection) {
  double worst = 0;
  for (int i = 0; i <= 20000; ++i) {
    const double angle = -kPi + 1e-9 + (2 * kPi - 2e-9) * i / 20000;
    for (const double radius : {1e-20, 0.3, 1e15}) {
      const double x = radius * std::cos(angle);
      const double y = radius * std::sin(angle);
      worst = std::max(worst, std::abs(fastArgument(x, y) - std::atan2(y, x)));
    }
  }
  EXPECT_LT(worst, 5e-12);
  EXPECT_NEAR(fastArgument(1, 1e-7), 1e-7, 1e-16);
}

TEST(FastArgument, keepsTheEndsOfTheRange) {
  EXPECT_DOUBLE_EQ(fastArgument(-1, 0.0), kPi);
  EXPECT_DOUBLE_EQ(fastArgument(-1, -0.0), kPi);
  EXPECT_EQ(fastArgument(0.0, 0.0), 0);
  EXPECT_EQ(fastArgument(0.0, -0.0), 0);
  EXPECT_DOUBLE_EQ(fastArgument(0, 2), kPi / 2);
  EXPECT_DOUBLE_EQ(fastArgument(0, -2), -kPi / 2);
  EXPECT_TRUE(std::isnan(fastArgument(std::numeric_limits<double>::quiet_NaN(), 1)));
  EXPECT_TRUE(std::isnan(fastArgument(1, std::numeric_limits<double>::quiet_NaN())));
  EXPECT_TRUE(std::isnan(fastArgument(std::numeric_limits<double>::infinity(), 1)));
}

TEST(ObjectError, isZeroForTheTruth) {
  const ComplexImage truth = leafObject(61, 83);
  const ObjectError error = objectError(truth, truth);
  EXPECT_EQ(error.amplitude_nrmse, 0);
  EXPECT_LT(error.phase_nrmse, 1e-12);
}

TEST(ObjectError, agreesWithTheDefinition) {
  const ComplexImage truth = leafObject(97, 64);
  for (const double deviation : {1e-4, 0.05, 0.6}) {
    const ComplexImage estimate = scaled(noisy(truth, deviation, 4), 1.1, 2.3);
    expectSame(objectError(estimate, truth), byTheBook(estimate, truth), 1e-7);
  }
}

TEST(ObjectError, knowsAHandComputedCase) {
  // Phases 0 and −1 against estimates 0.1 and −1.1: the inner product is real, δ = ±0.1, c = 0.
  ComplexImage truth(1, 2), estimate(1, 2);
  truth[0] = Complex(1, 0);
  truth[1] = Complex(std::polar(2.0, -1.0));
  estimate[0] = Complex(std::polar(2.0, 0.1));
  estimate[1] = Complex(std::polar(1.0, -1.1));
  const ObjectError error = objectError(estimate, truth);
  EXPECT_NEAR(error.global_phase_rad, 0, 1e-7);
  EXPECT_NEAR(error.phase_offset_rad, 0, 1e-7);
  EXPECT_NEAR(error.amplitude_nrmse, std::sqrt(2.0 / 5.0), 1e-7);
  EXPECT_NEAR(error.phase_nrmse, std::sqrt(2 * 0.1 * 0.1 / 1.0), 1e-7);
}

TEST(ObjectError, ignoresAConstantPhase) {
  const ComplexImage truth = leafObject(64, 64);
  const ComplexImage estimate = noisy(truth, 0.03, 5);
  const ObjectError plain = objectError(estimate, truth);
  for (const double phase : {-3.1, -1.0, 0.4, 3.14159}) {
    const ObjectError turned = objectError(scaled(estimate, 1, phase), truth);
    EXPECT_NEAR(turned.amplitude_nrmse, plain.amplitude_nrmse, 1e-6 * plain.amplitude_nrmse);
    EXPECT_NEAR(turned.phase_nrmse, plain.phase_nrmse, 1e-6 * plain.phase_nrmse);
    EXPECT_NEAR(std::remainder(turned.global_phase_rad + phase - plain.global_phase_rad, 2 * kPi), 0, 1e-6);
  }
}

TEST(ObjectError, ignoresWherePhasesWrap) {
  // The same picture with its phase moved so that it straddles ±π: the differences stay what they were.
  const ComplexImage truth = leafObject(64, 64);
  const ComplexImage estimate = noisy(truth, 0.03, 6);
  const ObjectError plain = objectError(estimate, truth);
  const ObjectError moved = objectError(scaled(estimate, 1, -kPi + 0.5), scaled(truth, 1, -kPi + 0.5));
  EXPECT_NEAR(moved.amplitude_nrmse, plain.amplitude_nrmse, 1e-6);
  // Only the norm of the truth's own phase is another.
  double norm = 0, movedNorm = 0;
  for (const Complex& value : truth) norm += std::pow(std::arg(value), 2);
  for (const Complex& value : scaled(truth, 1, -kPi + 0.5)) movedNorm += std::pow(std::arg(value), 2);
  EXPECT_NEAR(moved.phase_nrmse * std::sqrt(movedNorm), plain.phase_nrmse * std::sqrt(norm), 1e-4);
}

TEST(ObjectError, countsAGlobalFactorInTheAmplitudeOnly) {
  const ComplexImage truth = leafObject(64, 64);
  const ComplexImage estimate = noisy(truth, 0.03, 7);
  const ObjectError plain = objectError(estimate, truth);
  const ObjectError doubled = objectError(scaled(estimate, 2, 0), truth);
  EXPECT_NEAR(doubled.phase_nrmse, plain.phase_nrmse, 1e-7);
  EXPECT_NEAR(objectError(scaled(truth, 2, 0), truth).amplitude_nrmse, 1, 1e-6);
}

TEST(ObjectError, looksOnlyAtTheRegion) {
  const ComplexImage truth = leafObject(40, 50);
  ComplexImage estimate = noisy(truth, 0.05, 8);
  MaskImage region(40, 50, 0);
  for (std::size_t r = 5; r < 25; ++r) {
    for (std::size_t c = 10; c < 45; ++c) region(r, c) = 1;
  }
  const ObjectError inside = objectError(estimate, truth, &region);
  expectSame(inside, byTheBook(cropped(estimate, 5, 10, 20, 35), cropped(truth, 5, 10, 20, 35)), 1e-7);
  for (std::size_t i = 0; i < region.size(); ++i) {
    if (!region[i]) estimate[i] = Complex(99, -99);
  }
  EXPECT_EQ(objectError(estimate, truth, &region).phase_nrmse, inside.phase_nrmse);
  const MaskImage nothing(40, 50, 0);
  EXPECT_TRUE(std::isnan(objectError(estimate, truth, &nothing).amplitude_nrmse));
}

TEST(ObjectError, givesZerosPhaseZero) {
  const ComplexImage truth = leafObject(32, 32);
  ComplexImage estimate = noisy(truth, 0.02, 9);
  for (std::size_t i = 0; i < estimate.size(); i += 7) estimate[i] = 0;
  expectSame(objectError(estimate, truth), byTheBook(estimate, truth), 1e-7);
}

TEST(ObjectError, letsNotFiniteValuesShow) {
  const ComplexImage truth = leafObject(32, 32);
  ComplexImage estimate = truth;
  estimate(20, 11) = Complex(std::numeric_limits<float>::quiet_NaN(), 0);
  const ObjectError error = objectError(estimate, truth);
  EXPECT_TRUE(std::isnan(error.amplitude_nrmse));
  EXPECT_TRUE(std::isnan(error.phase_nrmse));
}

TEST(ObjectError, refusesOtherShapes) {
  EXPECT_THROW((void)objectError(ComplexImage(4, 5), ComplexImage(5, 4)), std::invalid_argument);
}

TEST(TruthComparison, repeatsTheSameBits) {
  const ComplexImage truth = leafObject(101, 77);
  const ComplexImage estimate = noisy(truth, 0.1, 10);
  const TruthComparison comparison(truth);
  const ObjectError first = comparison.compare(estimate);
  EXPECT_EQ(first.phase_nrmse, comparison.compare(estimate).phase_nrmse);
  EXPECT_EQ(first.phase_nrmse, objectError(estimate, truth).phase_nrmse);
  EXPECT_EQ(first.amplitude_nrmse, objectError(estimate, truth).amplitude_nrmse);
}

TEST(AlignToTruth, showsWhatTheErrorCounts) {
  const ComplexImage truth = leafObject(48, 56);
  const AlignedPictures pictures = alignToTruth(scaled(noisy(truth, 0.04, 11), 1, -2), truth);
  double phaseError = 0, phaseNorm = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    phaseError += std::pow(pictures.phase_error[i], 2);
    phaseNorm += std::pow(pictures.truth_phase[i], 2);
    ASSERT_NEAR(pictures.phase[i] - pictures.truth_phase[i], pictures.phase_error[i], 1e-6);
    ASSERT_NEAR(pictures.amplitude[i] - pictures.truth_amplitude[i], pictures.amplitude_error[i], 1e-6);
  }
  EXPECT_NEAR(std::sqrt(phaseError / phaseNorm), pictures.error.phase_nrmse, 1e-6);
  EXPECT_NEAR(nrmse(pictures.amplitude, pictures.truth_amplitude), pictures.error.amplitude_nrmse, 1e-6);
}

TEST(FlatBaseline, isTheSpreadOfTheTruth) {
  const ComplexImage truth = leafObject(64, 64);
  const ObjectError flat = flatBaseline(truth, 0.75, -kPi / 6);
  expectSame(flat, byTheBook(ComplexImage(64, 64, Complex(std::polar(0.75, -kPi / 6))), truth), 1e-6);
  // c takes the mean away: what is left is the standard deviation of the truth's phase over its norm.
  double mean = 0, squares = 0;
  for (const Complex& value : truth) {
    mean += std::arg(value);
    squares += std::pow(std::arg(value), 2);
  }
  mean /= static_cast<double>(truth.size());
  const double spread = squares - static_cast<double>(truth.size()) * mean * mean;
  EXPECT_NEAR(flat.phase_nrmse, std::sqrt(spread / squares), 1e-6);
}

}  // namespace
}  // namespace ptycho
