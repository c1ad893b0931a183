#include "core/measured/probe_start.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/probe.h"
#include "tests/core/measured/measured_scan.h"

namespace ptycho {
namespace {

double powerOf(const ComplexStack& probe) {
  double power = 0;
  for (const Complex value : probe) power += std::norm(value);
  return power;
}

double powerOf(const RealStack& patterns, std::size_t k) {
  double power = 0;
  for (std::size_t i = 0; i < patterns.imageSize(); ++i) power += patterns.image(k)[i];
  return power;
}

ComplexImage bump(std::size_t side, double sigma) {
  ComplexImage image(side, side);
  for (std::size_t r = 0; r < side; ++r) {
    for (std::size_t c = 0; c < side; ++c) {
      const double y = static_cast<double>(r) - static_cast<double>(side / 2);
      const double x = static_cast<double>(c) - static_cast<double>(side / 2);
      image(r, c) = std::polar(static_cast<float>(std::exp(-(x * x + y * y) / (2 * sigma * sigma))),
                               static_cast<float>(0.02 * x * x));
    }
  }
  return image;
}

TEST(ProbeStart, fromTheMeanPatternHasItsMagnitudesAndPowerAndLiesInTheMiddle) {
  const Acquisition truth = simulatedScan();
  const Acquisition scan = prepared(asStored(truth)).acquisition;
  ASSERT_EQ(scan.probe.count(), 1U);
  double brightest = 0;
  for (std::size_t k = 0; k < 25; ++k) brightest = std::max(brightest, powerOf(truth.patterns, k));
  EXPECT_LE(powerOf(scan.probe), brightest * 1.001);
  EXPECT_GE(powerOf(scan.probe), brightest * 0.8);
  std::size_t peak = 0;
  for (std::size_t i = 0; i < scan.probe.imageSize(); ++i) {
    if (std::abs(scan.probe.image(0)[i]) > std::abs(scan.probe.image(0)[peak])) peak = i;
  }
  EXPECT_EQ(peak, 16U * 32 + 16);
}

TEST(ProbeStart, takesTheFilesProbe) {
  const Acquisition truth = simulatedScan();
  RawScan raw = asStored(truth);
  raw.probe = truth.probe;
  ImportSpec spec;
  spec.probe_power = false;
  EXPECT_EQ(prepared(raw, spec).acquisition.probe, truth.probe);
  spec.probe_power = true;
  const Acquisition scan = prepared(raw, spec).acquisition;
  EXPECT_NEAR(std::arg(scan.probe.image(0)[500]), std::arg(truth.probe.image(0)[500]), 1e-4);
}

TEST(ProbeStart, resamplesTheFilesProbeToTheScansPixel) {
  RawScan raw = asStored(simulatedScan());
  raw.probe = ComplexStack(bump(32, 6));
  ImportSpec spec;
  spec.crop_px = 16;  // twice the pixel: half as many of them
  spec.probe_power = false;
  const ComplexImage half = prepared(raw, spec).acquisition.probe.copy(0);
  const double ratio = std::abs(half(8, 8)) / std::abs(half(8, 11));
  EXPECT_NEAR(ratio, std::exp(9 / (2 * 9.0)), 0.02);
  EXPECT_GT(std::abs(half(8, 8)), std::abs(half(7, 8)));
}

TEST(ProbeStart, keepsPowerAndMiddleInFourierResampling) {
  for (const std::size_t side : {24U, 25U, 64U, 65U}) {
    const ComplexImage mode = bump(33, 5);
    const ComplexImage other = resampledToSide(mode, side);
    double before = 0;
    double after = 0;
    std::size_t peak = 0;
    for (const Complex value : mode) before += std::norm(value);
    for (std::size_t i = 0; i < other.size(); ++i) {
      after += std::norm(other[i]);
      if (std::abs(other[i]) > std::abs(other[peak])) peak = i;
    }
    EXPECT_NEAR(after / before, 1, 2e-3) << side;
    EXPECT_EQ(peak, side / 2 * side + side / 2);
  }
  EXPECT_EQ(croppedOrPadded(croppedOrPadded(bump(32, 3), 48), 32), bump(32, 3));
}

TEST(ProbeStart, makesApertures) {
  RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.probe = ProbeChoice::Aperture;
  const ComplexImage disk = prepared(raw, spec).acquisition.probe.copy(0);
  EXPECT_GT(std::abs(disk(16, 16)), 10 * std::abs(disk(16, 30)));
  EXPECT_NEAR(std::abs(disk(16, 20)) / std::abs(disk(16, 12)), 1, 1e-5);
  spec.aperture_um = 1000;
  EXPECT_NE(refusal(raw, spec).find("aperture_um"), std::string::npos);
  raw.energy.reset();
  raw.positions.assign(25, {1, 1});
  for (std::size_t k = 0; k < 25; ++k) {
    raw.positions[k] = {static_cast<double>(k % 5) * 6, static_cast<double>(k / 5) * 6};
  }
  EXPECT_NE(refusal(raw, spec).find("object_pixel_nm"), std::string::npos);
}

TEST(ProbeStart, propagatesTheGuessByTheDefocus) {
  const RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  const Acquisition sharp = prepared(raw, spec).acquisition;
  spec.defocus_um = 3000;
  const ComplexStack blurred = prepared(raw, spec).acquisition.probe;
  const ComplexStack expected = propagateProbe(sharp.probe, 3e-3, *sharp.geometry).value();
  double largest = 0;
  double moved = 0;
  for (std::size_t i = 0; i < blurred.size(); ++i) {
    largest = std::max<double>(largest, std::abs(blurred.data()[i] - expected.data()[i]));
    moved = std::max<double>(moved, std::abs(blurred.data()[i] - sharp.probe.data()[i]));
  }
  EXPECT_LT(largest, 1e-4 * moved);
}

TEST(ProbeStart, refusesProbesThatAreNone) {
  RawScan raw = asStored(simulatedScan());
  ImportSpec spec;
  spec.probe = ProbeChoice::File;
  EXPECT_NE(refusal(raw, spec).find("mean-pattern"), std::string::npos);
  raw.probe = ComplexStack(1, 32, 32);
  EXPECT_NE(refusal(raw, spec).find("mean-pattern"), std::string::npos);
  raw.probe.image(0)[3] = Complex(NAN, 0);
  EXPECT_NE(refusal(raw, spec).find("finite"), std::string::npos);
  // Each mode is within floats, their sum is not.
  raw.probe = ComplexStack(3, 32, 32, Complex(1.5e19F, 0));
  spec.probe_power = false;
  EXPECT_NE(refusal(raw, spec).find("power"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
