#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/geometry.h"
#include "core/optics/probe.h"

namespace ptycho {
namespace {

double energyOf(const ComplexStack& probe) {
  double sum = 0;
  for (const auto& value : probe) sum += static_cast<double>(std::norm(value));
  return sum;
}

TEST(Probe, gaussianFollowsItsFormula) {
  const ComplexStack probe = makeProbe(ProbeSpec{}, Geometry{}).value();
  const ComplexImage p = probe.copy(0);
  ASSERT_EQ(p.rows(), 128U);
  EXPECT_EQ(p(64, 64), Complex(1, 0));
  const double r2 = 10 * 10 + 20 * 20;
  const std::complex<double> expected = std::polar(std::exp(-r2 / 1800), r2 / 512);
  EXPECT_NEAR(p(74, 84).real(), expected.real(), 1e-6);
  EXPECT_NEAR(p(74, 84).imag(), expected.imag(), 1e-6);
}

TEST(Probe, reportMatchesTheReferenceTable) {
  const ProbeSpec spec;
  const ProbeReport report = describeProbe(makeProbe(spec, Geometry{}).value(), spec);
  EXPECT_NEAR(report.amplitude_fwhm_px, 70.64, 0.01);
  EXPECT_NEAR(report.intensity_fwhm_px, 49.95, 0.01);
  EXPECT_NEAR(report.r90_px, 45.1, 0.1);
  EXPECT_NEAR(report.edge_amplitude, 0.103, 0.001);
  EXPECT_NEAR(report.energy_outside, 1 - 0.9949, 1e-4);
}

TEST(Probe, widthsFromTheArrayAgreeWithTheFormula) {
  const ProbeSpec spec;
  ProbeSpec unknown;
  unknown.kind = ProbeKind::File;
  const ProbeReport report = describeProbe(makeProbe(spec, Geometry{}).value(), unknown);
  EXPECT_NEAR(report.amplitude_fwhm_px, 70.64, 0.15);
  EXPECT_NEAR(report.intensity_fwhm_px, 49.95, 0.15);
}

TEST(Probe, diskHasItsDiameterAtHalfHeight) {
  ProbeSpec spec;
  spec.kind = ProbeKind::Disk;
  spec.diameter_px = 60;
  spec.curvature_rad_px2 = 0;
  const ComplexImage p = makeProbe(spec, Geometry{}).value().copy(0);
  EXPECT_NEAR(std::abs(p(64, 94)), 0.5, 1e-3);
  EXPECT_GT(std::abs(p(64, 64)), 0.999);
  EXPECT_LT(std::abs(p(64, 110)), 1e-3);
}

TEST(Probe, scalesToPhotons) {
  ProbeSpec spec;
  spec.photons = 1e6;
  EXPECT_NEAR(energyOf(makeProbe(spec, Geometry{}).value()) / 1e6, 1, 1e-5);
}

TEST(Probe, zonePlateIsCentredAndFillsMoreOutOfFocus) {
  Geometry geometry;
  ProbeSpec spec;
  spec.kind = ProbeKind::ZonePlate;
  spec.outer_zone_width_nm = 60;
  spec.defocus_um = 0;
  const auto focused = makeProbe(spec, geometry);
  ASSERT_TRUE(focused) << focused.error().text();
  EXPECT_NEAR(std::abs(focused->copy(0)(64, 64)), 1, 1e-5);
  spec.defocus_um = 300;
  const auto defocused = makeProbe(spec, geometry);
  ASSERT_TRUE(defocused) << defocused.error().text();
  EXPECT_GT(describeProbe(*defocused, spec).r90_px, describeProbe(*focused, spec).r90_px);
}

TEST(Probe, zonePlateRefusesWhatTheGridCannotHold) {
  ProbeSpec spec;
  spec.kind = ProbeKind::ZonePlate;
  spec.outer_zone_width_nm = 5;
  const auto refused = makeProbe(spec, Geometry{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "outer_zone_width_nm");
  spec.outer_zone_width_nm = 60;
  spec.central_stop_um = 200;
  EXPECT_EQ(makeProbe(spec, Geometry{}).error().where, "central_stop_um");
}

TEST(Probe, fileKindAsksForTheFile) {
  ProbeSpec spec;
  spec.kind = ProbeKind::File;
  EXPECT_NE(makeProbe(spec, Geometry{}).error().message.find("probe_file"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
