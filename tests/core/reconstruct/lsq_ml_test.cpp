#include <cmath>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/lsq_ml_step.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

ComplexStack randomWaves(std::size_t modes, std::size_t side, std::uint64_t stream) {
  const CounterRandom random(11, stream);
  ComplexStack waves(modes, side, side);
  for (std::size_t i = 0; i < waves.size(); ++i) {
    waves.data()[i] = {static_cast<float>(random.normal(2 * i)), static_cast<float>(random.normal(2 * i + 1))};
  }
  return waves;
}

double inner(const ComplexStack& a, const ComplexStack& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += (std::conj(std::complex<double>(a.data()[i])) * std::complex<double>(b.data()[i])).real();
  }
  return sum;
}

TEST(LsqMlSteps, minimiseTheLinearisedError) {
  const ComplexStack a = randomWaves(1, 8, 1);
  ComplexStack b = randomWaves(1, 8, 2);
  ComplexStack change = randomWaves(1, 8, 3);
  for (std::size_t i = 0; i < a.size(); ++i) {
    b.data()[i] += 0.6F * a.data()[i];
    change.data()[i] += 0.8F * a.data()[i] + 1.3F * b.data()[i];
  }
  const auto error = [&](double object, double probe) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      sum += std::norm(std::complex<double>(change.data()[i]) - object * std::complex<double>(a.data()[i]) -
                       probe * std::complex<double>(b.data()[i]));
    }
    return sum;
  };
  const StepLengths both =
      leastSquaresSteps({inner(a, a), inner(b, b), inner(a, b), inner(a, change), inner(b, change)});
  const double least = error(both.object, both.probe);
  for (const auto& [o, p] : {std::pair{0.02, 0.0}, {-0.02, 0.0}, {0.0, 0.02}, {0.0, -0.02}, {0.02, -0.02}}) {
    EXPECT_GT(error(both.object + o, both.probe + p), least);
  }
  const StepLengths one = leastSquaresSteps({inner(a, a), 0, 0, inner(a, change), 0});
  EXPECT_EQ(one.probe, 0);
  EXPECT_GT(error(one.object + 0.02, 0), error(one.object, 0));
  EXPECT_GT(error(one.object - 0.02, 0), error(one.object, 0));
}

TEST(LsqMlSteps, stayWhereThereIsNothingToLearnFrom) {
  EXPECT_EQ(leastSquaresSteps({}).object, 0);
  EXPECT_EQ(leastSquaresSteps({1, 0, 0, -3, 0}).object, 0);
  EXPECT_EQ(leastSquaresSteps({1, 0, 0, 300, 0}).object, kLongestStep);
  const StepLengths parallel = leastSquaresSteps({1, 1, 1, 1, 1});
  EXPECT_NEAR(parallel.object + parallel.probe, 1, 1e-3);
}

/// A problem with two modes, masked pixels and a background.
class PoissonStep : public testing::Test {
 protected:
  static Acquisition scan() {
    Acquisition acquisition = test::smallScan({6, 0, true, 2});
    acquisition.mask = MaskImage(32, 32, 1);
    for (const std::size_t i : {0U, 5U, 200U}) acquisition.mask[i] = 0;
    return acquisition;
  }

  /// L of the header comment, in double.
  [[nodiscard]] double likelihood(ComplexStack waves) const {
    for (std::size_t m = 0; m < waves.count(); ++m) problem.fft().forward(waves.image(m));
    double total = 0;
    for (std::size_t i = 0; i < side * side; ++i) {
      if (acquisition.mask[i] != 0) total += static_cast<double>(acquisition.patterns.image(kPattern)[i]);
    }
    const double c = 0.01 * total / static_cast<double>(side * side);
    double sum = 0;
    for (std::size_t i = 0; i < side * side; ++i) {
      if (acquisition.mask[i] == 0) continue;
      double model = kBackground + c;
      for (std::size_t m = 0; m < waves.count(); ++m) model += std::norm(std::complex<double>(waves.image(m)[i]));
      sum += model - (static_cast<double>(acquisition.patterns.image(kPattern)[i]) + c) * std::log(model);
    }
    return sum;
  }

  [[nodiscard]] ComplexStack change(const ComplexStack& waves) const {
    Workspace work(problem);
    RealImage factor(side, side);
    ComplexStack changed(waves.count(), side, side);
    const auto fill = [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
      std::copy_n(waves.image(m) + row * side, lines * side, out);
    };
    exitWaveChange(problem, NoiseModel::Poisson, kPattern, fill, changed, work, factor);
    return changed;
  }

  static constexpr std::size_t kPattern = 7;
  static constexpr double kBackground = 0.02;
  static constexpr std::size_t side = 32;
  Acquisition acquisition = scan();
  ReconstructionProblem problem{acquisition, acquisition.patterns, {1, 0, 0, kBackground, {}}};
};

TEST(LsqMl, leavesTheTruthAloneUnderABackgroundThatIsNotTheSameEverywhere) {
  for (const char* noise : {"gaussian", "poisson"}) {
    Acquisition acquisition = test::smallScan();
    acquisition.background = RealImage(32, 32);
    for (std::size_t i = 0; i < acquisition.background.size(); ++i) {
      acquisition.background[i] = i % 32 < 16 ? 0.02F : 0.6F;
    }
    for (std::size_t j = 0; j < acquisition.patternCount(); ++j) {
      for (std::size_t i = 0; i < acquisition.background.size(); ++i) {
        acquisition.patterns.image(j)[i] += acquisition.background[i];
      }
    }
    const ReconstructionProblem problem(acquisition, 1);
    Estimate estimate = problem.startFrom(acquisition.truth);
    const StageSpec stage = test::chain(std::string("lsqml:1:noise=") + noise).stages.front();
    EXPECT_LT(makeEngine({problem, stage, RangeSpec{}}, estimate)->iterate(estimate), 1e-4) << noise;
  }
}

TEST_F(PoissonStep, goesDownTheFiniteDifferenceGradient) {
  const ComplexStack waves = randomWaves(2, side, 4);
  const ComplexStack step = change(waves);
  std::vector<double> ratios;
  for (const std::size_t i : {40U, 333U, 517U, 1024U + 77U, 1024U + 800U}) {
    for (const Complex direction : {Complex(1, 0), Complex(0, 1)}) {
      const float h = 0.02F;
      ComplexStack plus = waves;
      ComplexStack minus = waves;
      plus.data()[i] += h * direction;
      minus.data()[i] -= h * direction;
      const double slope = (likelihood(plus) - likelihood(minus)) / (2 * static_cast<double>(h));
      const double moved = static_cast<double>((std::conj(direction) * step.data()[i]).real());
      if (std::abs(slope) > 0.3) ratios.push_back(-moved / slope);
    }
  }
  ASSERT_GE(ratios.size(), 5U);
  for (const double ratio : ratios) EXPECT_NEAR(ratio, ratios.front(), 0.02 * ratios.front());
  EXPECT_GT(ratios.front(), 0);
}

TEST_F(PoissonStep, isAsLongAsTheLineAllows) {
  const ComplexStack waves = randomWaves(2, side, 5);
  const ComplexStack step = change(waves);
  const auto at = [&](float length) {
    ComplexStack moved = waves;
    for (std::size_t i = 0; i < moved.size(); ++i) moved.data()[i] += length * step.data()[i];
    return likelihood(moved);
  };
  EXPECT_LT(at(1), at(0));
  EXPECT_LT(at(1), at(0.7F));
  EXPECT_LT(at(1), at(1.4F));
}

}  // namespace
}  // namespace ptycho
