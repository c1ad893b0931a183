#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/optics/forward_model.h"
#include "core/reconstruct/likelihood_pass.h"
#include "core/reconstruct/line_minimum.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

constexpr float kBackground = 0.05F;

struct Case {
  NoiseModel noise;
  test::SmallScan scan;
  bool background = false;
};

Acquisition prepared(const Case& test) {
  Acquisition acquisition = test::smallScan(test.scan);
  if (test.background) acquisition.background = RealImage(32, 32, kBackground);
  // Exact models have a vanishing gradient at pixels of few counts; a little offset makes all of them matter.
  for (std::size_t i = 0; i < acquisition.patterns.size(); ++i) acquisition.patterns.data()[i] += 2 * kBackground;
  return acquisition;
}

/// The loss of the header in double, straightforwardly; δ is the engine's floor.
double loss(const Acquisition& acquisition, const Estimate& estimate, const Case& test) {
  const RealStack model =
      farFieldIntensities(estimate.object, estimate.probe, acquisition.scan, SubpixelMethod::Fourier, 1);
  const double b = test.background ? static_cast<double>(kBackground) : 0;
  double magnitudes = 0;
  for (std::size_t i = 0; i < model.size(); ++i) magnitudes += std::sqrt(acquisition.patterns.data()[i] - b);
  const double mean = magnitudes / static_cast<double>(model.size());
  double sum = 0;
  for (std::size_t i = 0; i < model.size(); ++i) {
    const double counts = acquisition.patterns.data()[i];
    const double p = model.data()[i];
    if (test.noise == NoiseModel::Gaussian) {
      sum += std::pow(std::sqrt(p) - std::sqrt(counts - b), 2);
    } else {
      const double level = p + b + 1e-4 * mean * mean;
      sum += level - counts - counts * std::log(level / counts);
    }
  }
  return sum;
}

void fill(Complex* values, std::size_t count, std::uint64_t seed, float size) {
  const CounterRandom random(seed, 7);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = size * Complex(static_cast<float>(random.uniform(2 * i)) - 0.5F,
                               static_cast<float>(random.uniform(2 * i + 1)) - 0.5F);
  }
}

Estimate moved(const Estimate& from, const LikelihoodVector& direction, double t, bool object, bool probe) {
  Estimate to = from;
  const auto step = static_cast<float>(t);
  if (object) for (std::size_t i = 0; i < to.object.size(); ++i) to.object[i] += step * direction.object[i];
  if (probe) for (std::size_t i = 0; i < to.probe.size(); ++i) to.probe.data()[i] += step * direction.probe.data()[i];
  return to;
}

double product(const Complex* a, const Complex* b, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>((std::conj(a[i]) * b[i]).real());
  return sum;
}

class LikelihoodGradient : public testing::TestWithParam<Case> {
 protected:
  LikelihoodGradient() {
    const auto rows = static_cast<std::size_t>(acquisition.scan.object_rows);
    estimate = problem.startFrom(ComplexImage(rows, rows, std::polar(0.8F, -0.3F)));
    fill(estimate.object.data(), estimate.object.size(), 3, 0.2F);
    for (auto& value : estimate.object) value += std::polar(0.8F, -0.3F);
    fill(direction.object.data(), direction.object.size(), 1, 1);
    fill(direction.probe.data(), direction.probe.size(), 2, 1);
  }
  Acquisition acquisition = prepared(GetParam());
  ReconstructionProblem problem{acquisition, 2};
  Estimate estimate = problem.startFrom(acquisition.truth);
  LikelihoodVector direction{estimate};
  LikelihoodVector gradient{estimate};
  LikelihoodPass pass{problem, GetParam().noise, estimate};
};

TEST_P(LikelihoodGradient, matchesFiniteDifferences) {
  const double value = pass.gradient(estimate, true, gradient);
  EXPECT_NEAR(value, loss(acquisition, estimate, GetParam()), 1e-4 * value);
  constexpr double h = 1e-3;
  for (const bool ofProbe : {false, true}) {
    const auto at = [&](double t) {
      return loss(acquisition, moved(estimate, direction, t, !ofProbe, ofProbe), GetParam());
    };
    // Along the gradient itself, where rounding matters least.
    direction = gradient;
    Complex* d = ofProbe ? direction.probe.data() : direction.object.data();
    const std::size_t count = ofProbe ? direction.probe.size() : direction.object.size();
    const double norm = std::sqrt(product(d, d, count));
    for (std::size_t i = 0; i < count; ++i) d[i] /= static_cast<float>(norm);
    const double exact = 2 * product(ofProbe ? gradient.probe.data() : gradient.object.data(), d, count);
    const double slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    EXPECT_NEAR(slope, exact, 1e-3 * std::abs(exact)) << (ofProbe ? "probe" : "object");
    // And in any direction: every component counts.
    fill(d, count, 11, 0.2F);
    const double other = 2 * product(ofProbe ? gradient.probe.data() : gradient.object.data(), d, count);
    const double measured = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    const double size = 2 * std::sqrt(product(ofProbe ? gradient.probe.data() : gradient.object.data(),
                                              ofProbe ? gradient.probe.data() : gradient.object.data(), count) *
                                      product(d, d, count));
    EXPECT_NEAR(measured, other, 1e-3 * size) << (ofProbe ? "probe" : "object");
  }
}

TEST_P(LikelihoodGradient, slopesAlongALineMatchFiniteDifferences) {
  (void)pass.gradient(estimate, true, gradient);
  const std::array<double, 3> steps{0.0, 0.1, 0.3};
  for (const bool withProbe : {false, true}) {
    std::array<double, 3> slopes{};
    fill(direction.object.data(), direction.object.size(), 1, 1);
    pass.slopes(estimate, direction, withProbe, steps, slopes);
    double largest = 0;
    for (const double s : slopes) largest = std::max(largest, std::abs(s));
    for (std::size_t k = 0; k < steps.size(); ++k) {
      constexpr double h = 2e-3;
      const double measured = (loss(acquisition, moved(estimate, direction, steps[k] + h, true, withProbe),
          GetParam()) -
                               loss(acquisition, moved(estimate, direction, steps[k] - h, true, withProbe),
                                   GetParam())) /
                              (2 * h);
      EXPECT_NEAR(slopes[k], measured, 2e-3 * largest) << steps[k];
    }
  }
}

TEST_P(LikelihoodGradient, isTheSameWhereFieldsAreNotKept) {
  LikelihoodPass frugal(problem, GetParam().noise, estimate, 0);
  const std::array<double, 3> steps{0.0, 0.1, 0.3};
  LikelihoodVector again(estimate);
  for (const bool withProbe : {false, true}) {
    const double kept = pass.gradient(estimate, withProbe, gradient);
    EXPECT_EQ(frugal.gradient(estimate, withProbe, again), kept);
    EXPECT_EQ(again.object, gradient.object);
    std::array<double, 3> slopes{};
    std::array<double, 3> others{};
    pass.slopes(estimate, direction, withProbe, steps, slopes);
    frugal.slopes(estimate, direction, withProbe, steps, others);
    EXPECT_EQ(slopes, others);
    EXPECT_EQ(pass.loss(estimate), kept);
    EXPECT_EQ(frugal.loss(estimate), kept);
    EXPECT_EQ(pass.gradient(estimate, withProbe, again), kept);  // with the fields of loss()
    EXPECT_EQ(again.object, gradient.object);
  }
  EXPECT_EQ(again.probe, gradient.probe);
}

INSTANTIATE_TEST_SUITE_P(
    Scans, LikelihoodGradient,
    testing::Values(Case{NoiseModel::Gaussian, {}, false}, Case{NoiseModel::Poisson, {}, false},
                    Case{NoiseModel::Gaussian, {6, 2, false, 1}, false}, Case{NoiseModel::Poisson, {6, 2, false, 1},
                        true},
                    Case{NoiseModel::Gaussian, {6, 0, true, 2}, true}, Case{NoiseModel::Poisson, {6, 0, true, 2},
                        true}));

TEST(Likelihood, staysFiniteWithoutCountsAndWithoutLight) {
  Acquisition acquisition = test::smallScan();
  for (std::size_t i = 0; i < acquisition.patterns.size(); i += 2) acquisition.patterns.data()[i] = 0;
  const ReconstructionProblem problem(acquisition, 1);
  const auto rows = static_cast<std::size_t>(acquisition.scan.object_rows);
  const Estimate dark = problem.startFrom(ComplexImage(rows, rows));
  LikelihoodVector gradient(dark);
  LikelihoodPass pass(problem, NoiseModel::Poisson, dark);
  EXPECT_TRUE(std::isfinite(pass.gradient(dark, true, gradient)));
  for (const auto& value : gradient.object) ASSERT_TRUE(std::isfinite(std::abs(value)));
}

TEST(LineMinimum, isWhereTheSlopeChangesSign) {
  // d/dt of a quartic: the interpolation is exact.
  const auto slope = [](double t) { return (t - 1.3) * (t * t + t + 2); };
  const std::array<double, 5> steps{0, 0.5, 1, 2, 4};
  std::array<double, 5> slopes{};
  for (std::size_t k = 0; k < steps.size(); ++k) slopes[k] = slope(steps[k]);
  EXPECT_NEAR(lineMinimum(steps, slopes), 1.3, 1e-9);
  const std::array<double, 5> falling{-5, -4, -3, -2, -1};
  EXPECT_EQ(lineMinimum(steps, falling), 4);
}

}  // namespace
}  // namespace ptycho
