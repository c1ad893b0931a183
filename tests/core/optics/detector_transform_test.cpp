#include "core/optics/detector_transform.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/optics/forward_model.h"
#include "core/optics/propagation.h"
#include "core/optics/round_trip.h"
#include "tests/core/optics/random_field.h"

namespace ptycho {
namespace {

using test::randomField;

ComplexImage gaussian(std::size_t side, double waist_px, std::size_t row, std::size_t col) {
  ComplexImage field(side, side);
  for (std::size_t r = 0; r < side; ++r) {
    for (std::size_t c = 0; c < side; ++c) {
      const double down = static_cast<double>(r) - static_cast<double>(row);
      const double across = static_cast<double>(c) - static_cast<double>(col);
      field(r, c) = static_cast<float>(std::exp(-(down * down + across * across) / (waist_px * waist_px)));
    }
  }
  return field;
}

std::complex<double> inner(const ComplexImage& a, const ComplexImage& b) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::conj(std::complex<double>(a[i])) * std::complex<double>(b[i]);
  return sum;
}

double distance(const ComplexImage& a, const ComplexImage& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(std::norm(a[i] - b[i]));
  return std::sqrt(sum / inner(a, a).real());
}

Geometry nearGeometry(double magnification) {
  Geometry geometry;
  geometry.propagation = Propagation::NearField;
  geometry.magnification = magnification;
  geometry.distance_m = 0.5;
  geometry.detector_pixel_um = 5;
  return geometry;
}

TEST(DetectorTransform, ofTheFarFieldIsTheTransformItself) {
  const ComplexImage start = randomField(48, 1);
  ComplexImage here = start;
  ComplexImage there = start;
  DetectorTransform(48, 48).forward(here.data());
  Fft2(48, 48).forward(there.data());
  EXPECT_EQ(here, there);
  DetectorTransform(48, 48).inverseUnscaled(here.data());
  Fft2(48, 48).inverseUnscaled(there.data());
  EXPECT_EQ(here, there);
}

TEST(DetectorTransform, ofTheNearFieldIsUnitaryAndItsInverseTheAdjoint) {
  for (const std::size_t side : {31U, 48U}) {
    const DetectorTransform detector(side, side, fresnelTransfer(side, 0.07));
    const ComplexImage x = randomField(side, 1);
    const ComplexImage y = randomField(side, 2);
    ComplexImage forward = x;
    detector.forward(forward.data());
    ComplexImage back = y;
    detector.inverse(back.data());
    EXPECT_NEAR(inner(forward, forward).real() / inner(x, x).real(), 1, 1e-5);
    EXPECT_LT(std::abs(inner(y, forward) - inner(back, x)), 1e-5 * inner(x, x).real());
    detector.inverse(forward.data());
    EXPECT_LT(distance(x, forward), 1e-5);
    forward = x;
    detector.forwardUnscaled(forward.data());
    detector.inverseUnscaled(forward.data());
    for (auto& value : forward) value *= detector.scale() * detector.scale();
    EXPECT_LT(distance(x, forward), 1e-5);
  }
}

TEST(DetectorTransform, putsTheWindowsMiddleAtTheCorner) {
  // Next to no way to go: what is left of H is the shift.
  for (const std::size_t side : {33U, 64U}) {
    ComplexImage field = gaussian(side, 3, side / 2 + 4, side / 2 - 2);
    DetectorTransform(side, side, fresnelTransfer(side, 1e7)).forward(field.data());
    EXPECT_NEAR(std::abs(field(4, side - 2)), 1, 1e-4);
    EXPECT_NEAR(std::abs(field(side / 2, side / 2)), 0, 1e-4);
  }
}

TEST(DetectorTransform, widensAGaussianBeamAsKnown) {
  // w(z) = w₀√(1 + (λz/(πw₀²))²) with λz = 1/F in pixels; phases from the axis outwards are those of a diverging wave.
  const double waist = 5;
  const double fresnel = 1 / (std::numbers::pi * waist * waist);  // the Rayleigh length
  ComplexImage field = gaussian(96, waist, 48, 48);
  DetectorTransform(96, 96, fresnelTransfer(96, fresnel)).forward(field.data());
  EXPECT_NEAR(std::abs(field(0, 0)), 1 / std::sqrt(2.0), 1e-3);
  EXPECT_NEAR(std::abs(field(7, 0)) / std::abs(field(0, 0)), std::exp(-49 / (2 * waist * waist)), 1e-3);
  // R = 2·z_R: the phase at r is πr²/(λR).
  EXPECT_NEAR(std::arg(field(7, 0) * std::conj(field(0, 0))), 49.0 / (2 * waist * waist), 1e-3);
}

TEST(DetectorTransform, isTheAngularSpectrumOfAParallelBeamNearTheAxis) {
  const Geometry geometry = nearGeometry(1);
  ComplexImage field = randomField(64, 5);
  ComplexImage other = field;
  DetectorTransform(64, 64, transferOf(geometry, 64).value()).forward(field.data());
  propagateAngularSpectrum(other, geometry.distance_m, wavelengthOf(geometry), objectPixelOf(geometry));
  double largest = 0;
  for (std::size_t r = 0; r < 64; ++r) {
    for (std::size_t c = 0; c < 64; ++c) {
      largest = std::max<double>(largest, std::abs(field(r, c) - other((r + 32) % 64, (c + 32) % 64)));
    }
  }
  EXPECT_LT(largest, 1e-3);
}

TEST(DetectorTransform, ofADivergingBeamIsThatOfAParallelOneNearer) {
  const Geometry magnified = nearGeometry(20);
  Geometry parallel = nearGeometry(1);
  parallel.distance_m /= 20;
  parallel.detector_pixel_um /= 20;
  EXPECT_DOUBLE_EQ(objectPixelOf(magnified), objectPixelOf(parallel));
  EXPECT_NEAR(fresnelNumberOf(magnified) / fresnelNumberOf(parallel), 1, 1e-12);
  // 8 keV over 25 mm, pixels of 250 nm: F = Δx²/(λz).
  EXPECT_NEAR(fresnelNumberOf(magnified), 0.25e-6 * 0.25e-6 / (1.5498e-10 * 0.025), 1e-5);
}

TEST(DetectorTransform, refusesDistancesThatTheWindowCannotSample) {
  Geometry geometry = nearGeometry(40);
  EXPECT_TRUE(transferOf(geometry, 256));
  const auto refused = transferOf(geometry, 64);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("Fresnel number"), std::string::npos);
  geometry.propagation = Propagation::FarField;
  EXPECT_TRUE(transferOf(geometry, 64)->empty());
}

TEST(RoundTrip, goesThroughTheNearFieldAsDetectorTransformDoes) {
  for (const std::size_t side : {16U, 21U, 64U}) {
    ComplexImage transfer = fresnelTransfer(side, 0.11);
    for (std::size_t i = 0; i < side; ++i) transfer(1, i) *= Complex(0, 1);  // not symmetric: exchanged axes would show
    const DetectorTransform detector(side, side, transfer);
    const RoundTrip trip(side, FftPlanning::Estimated, transfer);
    const ComplexImage start = randomField(side, 9);
    ComplexImage expected = start;
    detector.forwardUnscaled(expected.data());
    ComplexImage seen(side, side);
    ComplexImage result(side, side);
    RoundTripBuffer buffer(side);
    const auto fill = [&](std::size_t row, std::size_t lines, Complex* rows) {
      std::copy_n(start.row(row), lines * side, rows);
    };
    const auto take = [&](std::size_t row, std::size_t lines, const Complex* rows) {
      std::copy_n(rows, lines * side, result.row(row));
    };
    trip.run(buffer, fill, [&](std::size_t column, std::size_t lines, Complex* columns) {
      for (std::size_t k = 0; k < lines; ++k) {
        for (std::size_t r = 0; r < side; ++r) {
          seen(r, column + k) = columns[k * side + r];
          columns[k * side + r] *= static_cast<float>(r + 1);
        }
      }
    }, take);
    EXPECT_LT(distance(expected, seen), 1e-5);
    for (std::size_t r = 0; r < side; ++r) {
      for (std::size_t c = 0; c < side; ++c) expected(r, c) *= static_cast<float>(r + 1);
    }
    ComplexImage back = expected;
    detector.inverseUnscaled(back.data());
    EXPECT_LT(distance(back, result), 1e-5);
    trip.inverse(buffer, [&](std::size_t column, std::size_t lines, Complex* columns) {
      for (std::size_t k = 0; k < lines; ++k) {
        for (std::size_t r = 0; r < side; ++r) columns[k * side + r] = expected(r, column + k);
      }
    }, take);
    EXPECT_LT(distance(back, result), 1e-5);
  }
  EXPECT_THROW(RoundTrip(16, FftPlanning::Estimated, fresnelTransfer(8, 0.5)), std::invalid_argument);
}

}  // namespace
}  // namespace ptycho
