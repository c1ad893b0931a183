#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/optics/forward_model.h"
#include "core/optics/geometry.h"
#include "core/optics/probe.h"

namespace ptycho {
namespace {

ComplexImage randomObject(std::size_t rows, std::size_t cols, std::uint64_t seed = 3) {
  const CounterRandom random(seed, 2);
  ComplexImage object(rows, cols);
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] = std::polar(static_cast<float>(0.5 + 0.5 * random.uniform(2 * i)),
                           static_cast<float>(-std::numbers::pi / 3 * random.uniform(2 * i + 1)));
  }
  return object;
}

ComplexStack referenceProbe(int window = 64) {
  ProbeSpec spec;
  spec.window_px = window;
  spec.sigma_px = window / 4.0;
  return makeProbe(spec, Geometry{}).value();
}

Scan scanOf(std::vector<Position> positions, int window) { return scanFromPositions(std::move(positions), window).value(); }

std::complex<double> inner(const auto& a, const auto& b) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::conj(std::complex<double>(a.data()[i])) * std::complex<double>(b.data()[i]);
  }
  return sum;
}

TEST(ForwardModel, keepsEnergy) {
  const ComplexStack probe = referenceProbe();
  const Scan scan = scanOf({{0, 0}, {10, 23}, {31, 7}}, 64);
  const ComplexImage object = randomObject(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
  const RealStack intensities = farFieldIntensities(object, probe, scan, SubpixelMethod::Fourier, 1);
  for (std::size_t j = 0; j < 3; ++j) {
    double measured = 0;
    double expected = 0;
    for (std::size_t r = 0; r < 64; ++r) {
      for (std::size_t c = 0; c < 64; ++c) {
        measured += intensities.image(j)[r * 64 + c];
        const auto& p = scan.positions[j];
        const auto row = static_cast<std::size_t>(p.row) + r;
        const auto col = static_cast<std::size_t>(p.col) + c;
        expected += static_cast<double>(std::norm(probe.image(0)[r * 64 + c] * object(row, col)));
      }
    }
    EXPECT_NEAR(measured / expected, 1, 1e-5);
  }
}

class Adjoint : public testing::TestWithParam<std::tuple<SubpixelMethod, double>> {};

TEST_P(Adjoint, matchesForward) {
  const auto [method, fraction] = GetParam();
  const ComplexImage probe = referenceProbe(32).copy(0);
  const Scan scan = scanOf({{fraction, 0}, {7, 11 + fraction}, {15 + fraction, 3 + 2 * fraction}}, 32);
  const ComplexImage x = randomObject(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
  ComplexStack y(3, 32, 32);
  const ComplexImage values = randomObject(96, 32, 9);
  std::copy(values.begin(), values.end(), y.data());
  const auto forward = inner(applyForward(x, probe, scan, method), y);
  const auto backward = inner(x, applyAdjoint(y, probe, scan, method));
  EXPECT_LT(std::abs(forward - backward) / std::abs(forward), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Positions, Adjoint,
                         testing::Combine(testing::Values(SubpixelMethod::Fourier, SubpixelMethod::Bilinear),
                                          testing::Values(0.0, 0.37)));

TEST(ForwardModel, fourierShiftOfAPlaneWaveIsItsPhase) {
  // exp(2πi·3c/32) shifted by 0.25 px is multiplied by exp(2πi·3·0.25/32).
  ComplexImage object(32, 64);
  for (std::size_t r = 0; r < 32; ++r) {
    for (std::size_t c = 0; c < 64; ++c) object(r, c) = std::polar(1.0F, static_cast<float>(2 * std::numbers::pi * 3 * c / 32));
  }
  ComplexImage patch(32, 32);
  gatherPatch(object, {0, 0.25}, SubpixelMethod::Fourier, patch);
  const Complex factor = std::polar(1.0F, static_cast<float>(2 * std::numbers::pi * 3 * 0.25 / 32));
  for (std::size_t c = 0; c < 32; ++c) EXPECT_LT(std::abs(patch(5, c) - object(5, c) * factor), 1e-5);
}

TEST(ForwardModel, isTheSameForAnyThreadCount) {
  const ComplexStack probe = referenceProbe();
  std::vector<Position> positions;
  for (int k = 0; k < 9; ++k) positions.push_back({k * 3.0, k * 2.5});
  const Scan scan = scanOf(positions, 64);
  const ComplexImage object = randomObject(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
  EXPECT_EQ(farFieldIntensities(object, probe, scan, SubpixelMethod::Fourier, 1),
            farFieldIntensities(object, probe, scan, SubpixelMethod::Fourier, 3));
}

TEST(ForwardModel, addsTheIntensitiesOfModes) {
  const ComplexImage single = referenceProbe(32).copy(0);
  ComplexStack modes(2, 32, 32);
  modes.assign(0, single);
  modes.assign(1, single);
  const ComplexImage object = randomObject(32, 32);
  const RealImage one = farFieldIntensity(object, ComplexStack(single), {0, 0});
  const RealImage two = farFieldIntensity(object, modes, {0, 0});
  for (std::size_t i = 0; i < one.size(); ++i) ASSERT_NEAR(two[i], 2 * one[i], 1e-4F * (1 + one[i]));
}

TEST(ZeroFrequency, goesToTheMiddleAndBack) {
  for (const std::size_t side : {8, 9}) {
    RealImage pattern(side, side);
    for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = static_cast<float>(i);
    const RealImage centred = centreZeroFrequency(pattern);
    EXPECT_EQ(centred(side / 2, side / 2), pattern(0, 0));
    EXPECT_EQ(cornerZeroFrequency(centred), pattern);
  }
}

}  // namespace
}  // namespace ptycho
