#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "core/optics/fft.h"
#include "tests/core/optics/random_field.h"

namespace ptycho {
namespace {

using test::randomField;

double energy(const ComplexImage& field) {
  double sum = 0;
  for (const auto& value : field) sum += static_cast<double>(std::norm(value));
  return sum;
}

TEST(Fft2, matchesTheDefinition) {
  const ComplexImage field = randomField(5, 6, 7);
  ComplexImage transformed = field;
  Fft2(5, 6).forward(transformed.data());
  for (int u = 0; u < 5; ++u) {
    for (int v = 0; v < 6; ++v) {
      std::complex<double> sum = 0;
      for (int r = 0; r < 5; ++r) {
        for (int c = 0; c < 6; ++c) {
          const double angle = -2 * std::numbers::pi * (u * r / 5.0 + v * c / 6.0);
          sum += std::complex<double>(field(r, c)) * std::polar(1.0, angle);
        }
      }
      sum /= std::sqrt(30.0);
      EXPECT_NEAR(transformed(u, v).real(), sum.real(), 1e-5);
      EXPECT_NEAR(transformed(u, v).imag(), sum.imag(), 1e-5);
    }
  }
}

TEST(Fft2, keepsEnergyAndInverts) {
  for (const std::size_t side : {16, 31, 128}) {
    const ComplexImage field = randomField(side, side + 2, 7);
    const Fft2 fft(side, side + 2);
    ComplexImage transformed = field;
    fft.forward(transformed.data());
    EXPECT_NEAR(energy(transformed) / energy(field), 1, 1e-6);
    fft.inverse(transformed.data());
    for (std::size_t i = 0; i < field.size(); ++i) ASSERT_LT(std::abs(transformed[i] - field[i]), 1e-5);
  }
}

TEST(Fft2, goesByBlocksAsByAPlanOfTheWhole) {
  for (const std::size_t side : {160, 201, 256}) {
    const ComplexImage field = randomField(side, 7);
    const Fft2 blocks(side, side);
    const Fft2 whole(side, side, FftPlanning::Measured);
    ComplexImage a = field;
    ComplexImage b = field;
    blocks.forward(a.data());
    whole.forward(b.data());
    for (std::size_t i = 0; i < field.size(); ++i) ASSERT_LT(std::abs(a[i] - b[i]), 2e-5) << side;
    blocks.inverse(a.data());
    for (std::size_t i = 0; i < field.size(); ++i) ASSERT_LT(std::abs(a[i] - field[i]), 2e-5) << side;
  }
}

TEST(Fft2, treatsUnalignedDataAlike) {
  const ComplexImage field = randomField(33, 7);
  ComplexStack stack(2, 33, 33);
  std::copy(field.begin(), field.end(), stack.image(1));  // 33·33·8 bytes further: not 16-byte aligned
  ComplexImage aligned = field;
  const Fft2 fft(33, 33);
  fft.forward(aligned.data());
  fft.forward(stack.image(1));
  for (std::size_t i = 0; i < field.size(); ++i) ASSERT_LT(std::abs(aligned[i] - stack.image(1)[i]), 1e-5);
}

}  // namespace
}  // namespace ptycho
