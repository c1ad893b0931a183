#include <gtest/gtest.h>

#include "core/optics/geometry.h"

namespace ptycho {
namespace {

TEST(Geometry, knowsPhotonWavelengths) {
  Geometry geometry;
  geometry.energy_keV = 12.39841984;  // 1 Å by definition of the constants
  EXPECT_NEAR(wavelengthOf(geometry), 1e-10, 1e-17);
}

TEST(Geometry, knowsElectronWavelengths) {
  Geometry geometry;
  geometry.radiation = Radiation::Electrons;
  geometry.energy_keV = 200;
  EXPECT_NEAR(wavelengthOf(geometry) * 1e12, 2.5079, 1e-3);
  geometry.energy_keV = 80;
  EXPECT_NEAR(wavelengthOf(geometry) * 1e12, 4.1757, 1e-3);
}

TEST(Geometry, derivesPixelApertureAndDepth) {
  Geometry geometry;
  geometry.energy_keV = 12.39841984;
  geometry.distance_m = 2;
  geometry.detector_pixel_um = 50;
  geometry.detector_side_px = 100;
  const GeometryReport report = describeGeometry(geometry, 2e-6);
  EXPECT_NEAR(report.object_pixel_m, 1e-10 * 2 / (100 * 50e-6), 1e-15);
  EXPECT_NEAR(report.numerical_aperture, 100 * 50e-6 / 4, 1e-12);
  EXPECT_NEAR(report.depth_of_field_m, 1e-10 / (0.00125 * 0.00125), 1e-9);
  EXPECT_NEAR(report.fresnel_number, 4e-12 / (1e-10 * 2), 1e-6);
}

}  // namespace
}  // namespace ptycho
