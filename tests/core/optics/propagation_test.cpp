#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/optics/propagation.h"

namespace ptycho {
namespace {

ComplexImage gaussian(double waist_px) {
  ComplexImage field(128, 128);
  for (int r = 0; r < 128; ++r) {
    for (int c = 0; c < 128; ++c) {
      const double r2 = (r - 64) * (r - 64) + (c - 64) * (c - 64);
      field(r, c) = static_cast<float>(std::exp(-r2 / (waist_px * waist_px)));
    }
  }
  return field;
}

double energy(const ComplexImage& field) {
  double sum = 0;
  for (const auto& value : field) sum += static_cast<double>(std::norm(value));
  return sum;
}

TEST(Propagation, keepsEnergyAndComesBack) {
  const ComplexImage start = gaussian(10);
  ComplexImage field = start;
  propagateAngularSpectrum(field, 1e-4, 1e-10, 2e-8);
  EXPECT_NEAR(energy(field) / energy(start), 1, 1e-5);
  propagateAngularSpectrum(field, -1e-4, 1e-10, 2e-8);
  for (std::size_t i = 0; i < field.size(); ++i) ASSERT_LT(std::abs(field[i] - start[i]), 1e-4);
}

TEST(Propagation, widensAGaussianBeamAsKnown) {
  // w(z) = w0·√(1 + (zλ/(πw0²))²); the peak amplitude falls as w0/w(z).
  const double wavelength = 1e-10;
  const double pixel = 2e-8;
  const double waist_px = 8;
  const double waist = waist_px * pixel;
  const double rayleigh = std::numbers::pi * waist * waist / wavelength;
  ComplexImage field = gaussian(waist_px);
  propagateAngularSpectrum(field, rayleigh, wavelength, pixel);
  EXPECT_NEAR(std::abs(field(64, 64)), 1 / std::sqrt(2.0), 1e-3);
}

TEST(Propagation, knowsTheAliasingLimit) { EXPECT_DOUBLE_EQ(largestDistance(100, 1e-10, 1e-8), 100 * 1e-16 / 1e-10); }

}  // namespace
}  // namespace ptycho
