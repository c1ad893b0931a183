#pragma once

#include "core/base/error.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class Radiation { Photons, Electrons };

/// How waves get from the sample to the detector: far away as their Fourier transform, nearby by Fresnel propagation.
enum class Propagation { FarField, NearField };

/// Where the detector is and what hits it; ties pixels to metres.
struct Geometry {
  Radiation radiation = Radiation::Photons;
  double energy_keV = 8.0;             ///< photon energy, or electron beam energy (acceleration voltage in kV)
  double distance_m = 2.0;             ///< sample to detector, z
  double detector_pixel_um = 75;       ///< p
  int detector_side_px = 128;          ///< N, follows the probe's window
  Propagation propagation = Propagation::FarField;
  double magnification = 1;            ///< M, near field: a detector pixel is p/M at the sample; 1: a parallel beam

  static const FieldList<Geometry>& fields();
  bool operator==(const Geometry&) const = default;
};

/// Numbers that follow from the geometry.
struct GeometryReport {
  double wavelength_m = 0;        ///< photons hc/E; electrons relativistic de Broglie
  double object_pixel_m = 0;      ///< Δx = λz/(N·p); near field: p/M
  double half_period_m = 0;       ///< resolution limit of the detector's edge, or of the near field's pixel: Δx
  double numerical_aperture = 0;  ///< N·p/(2z), near field: λ/(2Δx), what the pixel resolves
  double depth_of_field_m = 0;    ///< λ/NA²
  double fresnel_number = 0;      ///< a²/(λz) with a = half the probe's size given; near field: of z/M
};
/// @param probeRadius_m  a of the Fresnel number
[[nodiscard]] GeometryReport describeGeometry(const Geometry& geometry, double probeRadius_m);

[[nodiscard]] double wavelengthOf(const Geometry& geometry);
/// Δx: λz/(N·p) in the far field, p/M in the near one.
[[nodiscard]] double objectPixelOf(const Geometry& geometry);
/// Fresnel number of one pixel of the near field, F = Δx²/(λ·z/M) = p²/(M·λz). A beam that comes from a point z₁ before
/// the sample makes the image that a parallel beam would make M = (z₁ + z)/z₁ times nearer, M times as large (Fresnel
/// scaling theorem: Paganin, Coherent X-Ray Optics, 2006, §4.2; near-field ptychography: Stockmar et al., Sci. Rep. 3,
/// 1927, 2013).
[[nodiscard]] double fresnelNumberOf(const Geometry& geometry);

}  // namespace ptycho
