#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/optics/fourier_shift.h"

namespace ptycho {
namespace {

constexpr std::size_t kRows = 16;
constexpr std::size_t kCols = 15;

struct Ramps {
  std::vector<Complex> row = std::vector<Complex>(kRows);
  std::vector<Complex> col = std::vector<Complex>(kCols);
  Ramps(double down, double across) {
    fillShiftRamp(down, kRows, row.data());
    fillShiftRamp(across, kCols, col.data());
  }
};

Complex wave(double r, double c) {
  const double phase = 2 * std::numbers::pi * (3 * r / kRows - 2 * c / kCols);
  return {static_cast<float>(std::cos(phase)), static_cast<float>(std::sin(phase))};
}

TEST(FourierShift, movesAPlaneWaveByTheFraction) {
  const Fft2 fft(kRows, kCols);
  const Ramps ramps(0.3, 0.85);
  ComplexImage values(kRows, kCols);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = wave(static_cast<double>(i / kCols), static_cast<double>(i % kCols));
  }
  fourierShift(fft, ramps.row.data(), ramps.col.data(), ShiftDirection::Forward, values.data());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Complex expected = wave(static_cast<double>(i / kCols) + 0.3, static_cast<double>(i % kCols) + 0.85);
    EXPECT_NEAR(std::abs(values[i] - expected), 0, 2e-6) << i;
  }
}

TEST(FourierShift, adjointTakesItBack) {
  const Fft2 fft(kRows, kCols);
  const Ramps ramps(0.45, 0.1);
  const CounterRandom random(4, 1);
  ComplexImage values(kRows, kCols);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = {static_cast<float>(random.uniform(2 * i)), static_cast<float>(random.uniform(2 * i + 1))};
  }
  ComplexImage shifted = values;
  fourierShift(fft, ramps.row.data(), ramps.col.data(), ShiftDirection::Forward, shifted.data());
  EXPECT_GT(std::abs(shifted[7] - values[7]), 1e-3);
  fourierShift(fft, ramps.row.data(), ramps.col.data(), ShiftDirection::Adjoint, shifted.data());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(std::abs(shifted[i] - values[i]), 0, 2e-6) << i;
}

}  // namespace
}  // namespace ptycho
