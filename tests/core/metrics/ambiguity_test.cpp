#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/metrics/ambiguity.h"

namespace ptycho {
namespace {

constexpr std::size_t kSide = 64;
constexpr std::size_t kWindow = 32;

/// Smooth blobs on a constant: what a sub-pixel shift moves without ringing.
ComplexImage blobs() {
  ComplexImage object(kSide, kSide);
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < kSide; ++c) {
      double sum = 0;
      for (const auto& [y, x, s] : {std::array{20.0, 25.0, 4.0}, {40.0, 30.0, 5.0}, {30.0, 45.0, 3.5}}) {
        const double dy = static_cast<double>(r) - y;
        const double dx = static_cast<double>(c) - x;
        sum += std::exp(-(dy * dy + dx * dx) / (2 * s * s));
      }
      object(r, c) = Complex(std::polar(0.6 + 0.3 * sum, -0.8 * sum));
    }
  }
  return object;
}

ComplexStack beam() {
  ComplexStack probe(1, kWindow, kWindow);
  for (std::size_t i = 0; i < probe.size(); ++i) {
    const double y = static_cast<double>(i / kWindow) - 16;
    const double x = static_cast<double>(i % kWindow) - 16;
    probe.data()[i] = Complex(std::polar(std::exp(-(y * y + x * x) / 32), 0.02 * (y * y + x * x)));
  }
  return probe;
}

ComplexImage ramped(ComplexImage picture, double down, double across, Complex factor) {
  for (std::size_t r = 0; r < picture.rows(); ++r) {
    for (std::size_t c = 0; c < picture.cols(); ++c) {
      picture(r, c) *= factor * Complex(std::polar(1.0, down * static_cast<double>(r) + across * static_cast<double>(c)));
    }
  }
  return picture;
}

TEST(AmbiguityFreeError, isZeroForTheTruth) {
  const auto error = ambiguityFreeError(blobs(), beam(), blobs(), beam()).value();
  EXPECT_LT(error.object_error, 1e-6);
  EXPECT_LT(error.probe_error, 1e-6);
  EXPECT_NEAR(error.scale, 1, 1e-6);
}

TEST(AlignedObjectError, removesFactorRampAndSubpixelShift) {
  for (const double shift : {0.0, 0.37, -0.8}) {
    const ComplexImage object = ramped(shiftObject(blobs(), shift, -0.5 * shift), 0.02, -0.05, {0.3F, 1.7F});
    EXPECT_GT(objectError(object, blobs()).amplitude_nrmse, 0.5);
    const ObjectError error = alignedObjectError(object, blobs()).value();
    EXPECT_LT(error.amplitude_nrmse, 2e-3);
    EXPECT_LT(error.phase_nrmse, 1e-2);
  }
}

TEST(AlignedObjectError, keepsAnErrorOfAnotherKind) {
  ComplexImage object = blobs();
  for (std::size_t c = 0; c < kSide; ++c) object(kSide / 2, c) = 0;
  EXPECT_GT(alignedObjectError(object, blobs()).value().amplitude_nrmse, 0.1);
}

TEST(AlignedObject, isFoundFromTheRegionAlone) {
  ComplexImage object = ramped(shiftObject(blobs(), 0.4, -0.3), 0.02, -0.05, {0.3F, 1.7F});
  MaskImage region(kSide, kSide, 1);
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < 6; ++c) {
      region(r, c) = 0;
      object(r, c) = Complex(50.0F * static_cast<float>((7 * r + 3 * c) % 5), -20);  // never lit: anything
    }
  }
  const ComplexImage within = alignedObject(object, blobs(), &region).value();
  MaskImage inner(kSide, kSide, 1);  // the shift takes a little of the border with it
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < 12; ++c) inner(r, c) = 0;
  }
  EXPECT_GT(objectError(alignedObject(object, blobs()).value(), blobs(), &inner).amplitude_nrmse, 0.1);
  EXPECT_LT(objectError(within, blobs(), &inner).amplitude_nrmse, 0.05);
}

TEST(AlignedObjectError, refusesWhatCannotBeCompared) {
  EXPECT_FALSE(alignedObjectError(ComplexImage(kSide, kSide), blobs()));
  EXPECT_FALSE(alignedObjectError(ComplexImage(kSide, kSide - 1, Complex(1, 0)), blobs()));
}

TEST(AmbiguityFreeError, removesScalePhasesRampAndSubpixelShift) {
  for (const double shift : {0.0, 0.37, -1.4}) {
    const ComplexImage object = ramped(shiftObject(blobs(), shift, -0.5 * shift), 0.02, -0.05, {0.3F, 1.7F});
    const ComplexStack probe(ramped(shiftObject(beam().copy(0), shift, -0.5 * shift), -0.02, 0.05,
                                    Complex(std::polar(1 / std::hypot(0.3, 1.7), 2.0))));
    const auto error = ambiguityFreeError(object, probe, blobs(), beam()).value();
    EXPECT_LT(error.object_error, 2e-3);
    EXPECT_LT(error.object.amplitude_nrmse, 2e-3);
    EXPECT_LT(error.probe_error, 2e-3);
    EXPECT_NEAR(error.shift_rows_px, shift, 5e-3);
    EXPECT_NEAR(error.shift_cols_px, -0.5 * shift, 5e-3);
    EXPECT_NEAR(error.ramp_rows_rad_px, 0.02, 1e-4);
    EXPECT_NEAR(error.ramp_cols_rad_px, -0.05, 1e-4);
    EXPECT_NEAR(error.scale, 1 / std::hypot(0.3, 1.7), 1e-3);
  }
}

TEST(AmbiguityFreeError, keepsWhatIsNoAmbiguity) {
  // A ramp on the object alone, or a probe with another power, is an error.
  const auto ramp = ambiguityFreeError(ramped(blobs(), 0.05, 0, 1), beam(), blobs(), beam()).value();
  EXPECT_GT(ramp.object_error + ramp.probe_error, 0.1);
  ComplexStack strong = beam();
  for (auto& value : strong) value *= 1.2F;
  EXPECT_NEAR(ambiguityFreeError(blobs(), strong, blobs(), beam()).value().probe_error, 0.2, 1e-4);
  ComplexImage spoilt = blobs();
  for (std::size_t r = 10; r < 20; ++r) spoilt(r, 12) *= 1.5F;
  EXPECT_GT(ambiguityFreeError(spoilt, beam(), blobs(), beam()).value().object.amplitude_nrmse, 0.01);
}

TEST(AmbiguityFreeError, removesAPatternOfTheRastersPeriodWhenAsked) {
  ComplexImage object = blobs();
  ComplexStack probe = beam();
  const auto pattern = [](std::size_t r, std::size_t c) {
    return std::polar(1 + 0.1F * static_cast<float>(r % 8 > 3), 0.1F * static_cast<float>(c % 8));
  };
  for (std::size_t r = 0; r < kSide; ++r) {
    for (std::size_t c = 0; c < kSide; ++c) object(r, c) *= pattern(r, c);
  }
  for (std::size_t i = 0; i < probe.size(); ++i) probe.data()[i] /= pattern(i / kWindow, i % kWindow);
  const auto left = ambiguityFreeError(object, probe, blobs(), beam()).value();
  EXPECT_GT(left.object_error, 0.05);
  const auto removed = ambiguityFreeError(object, probe, blobs(), beam(), nullptr, {8, 8}).value();
  EXPECT_LT(removed.object_error, 0.4 * left.object_error);
  EXPECT_LT(removed.probe_error, 0.6 * left.probe_error);
}

TEST(AmbiguityFreeError, countsOnlyTheRegion) {
  ComplexImage object = blobs();
  for (std::size_t c = 0; c < kSide; ++c) object(2, c) = 5;
  MaskImage region(kSide, kSide, 1);
  for (std::size_t c = 0; c < kSide; ++c) region(2, c) = 0;
  EXPECT_LT(ambiguityFreeError(object, beam(), blobs(), beam(), &region).value().object_error, 1e-4);
  EXPECT_GT(ambiguityFreeError(object, beam(), blobs(), beam()).value().object_error, 0.1);
}

TEST(AmbiguityFreeError, refusesWhatCannotBeCompared) {
  EXPECT_FALSE(ambiguityFreeError(ComplexImage(8, 8), beam(), blobs(), beam()));
  EXPECT_FALSE(ambiguityFreeError(ComplexImage(kSide, kSide), beam(), blobs(), beam()));
  EXPECT_FALSE(ambiguityFreeError(blobs(), ComplexStack(2, kWindow, kWindow, Complex(1)), blobs(), beam()));
  ComplexImage nan = blobs();
  nan[7] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(ambiguityFreeError(nan, beam(), blobs(), beam()));
}

}  // namespace
}  // namespace ptycho
