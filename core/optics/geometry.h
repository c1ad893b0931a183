#pragma once

#include "core/base/error.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class Radiation { Photons, Electrons };

/// Where the detector is and what hits it; ties pixels to metres.
struct Geometry {
  Radiation radiation = Radiation::Photons;
  double energy_keV = 8.0;             ///< photon energy, or electron beam energy (acceleration voltage in kV)
  double distance_m = 2.0;             ///< sample to detector, z
  double detector_pixel_um = 75;       ///< p
  int detector_side_px = 128;          ///< N, follows the probe's window

  static const FieldList<Geometry>& fields();
  bool operator==(const Geometry&) const = default;
};

/// Numbers that follow from the geometry.
struct GeometryReport {
  double wavelength_m = 0;        ///< photons hc/E; electrons relativistic de Broglie
  double object_pixel_m = 0;      ///< Δx = λz/(N·p)
  double half_period_m = 0;       ///< resolution limit of the detector's edge: Δx
  double numerical_aperture = 0;  ///< N·p/(2z)
  double depth_of_field_m = 0;    ///< λ/NA²
  double fresnel_number = 0;      ///< a²/(λz) with a = half the probe's size given
};
/// @param probeRadius_m  a of the Fresnel number
[[nodiscard]] GeometryReport describeGeometry(const Geometry& geometry, double probeRadius_m);

[[nodiscard]] double wavelengthOf(const Geometry& geometry);
[[nodiscard]] double objectPixelOf(const Geometry& geometry);

}  // namespace ptycho
