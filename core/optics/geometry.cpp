#include "core/optics/geometry.h"

#include <cmath>

namespace ptycho {

namespace {
// CODATA 2018.
constexpr double kPlanck = 6.62607015e-34;
constexpr double kLight = 299792458.0;
constexpr double kCharge = 1.602176634e-19;
constexpr double kElectronMass = 9.1093837015e-31;
}  // namespace

const FieldList<Geometry>& Geometry::fields() {
  static const FieldList<Geometry> list{
      choiceField("radiation", "Radiation", {"photons", "electrons"}, "What hits the detector", &Geometry::radiation),
      field("energy_keV", "Energy", "keV", 1e-4, 1e4, "Photon energy, or electron energy (acceleration voltage)",
            &Geometry::energy_keV),
      field("distance_m", "Distance", "m", 1e-4, 1e3, "Sample to detector", &Geometry::distance_m),
      field("detector_pixel_um", "Detector pixel", "µm", 1e-2, 1e4, "Side of a detector pixel",
            &Geometry::detector_pixel_um),
      named(choiceField("propagation", "Propagation", {"far-field", "near-field"},
                        "Far field: the detector sees the Fourier transform of the exit wave; near field: a Fresnel "
                        "image",
                        &Geometry::propagation),
            {"Far field", "Near field"}),
      field("magnification", "Magnification", "×", 1e-3, 1e6,
            "Near field: how much larger the detector shows the sample, by a beam that diverges; 1: a parallel beam",
            &Geometry::magnification),
  };
  return list;
}

double wavelengthOf(const Geometry& geometry) {
  const double energy_J = geometry.energy_keV * 1e3 * kCharge;
  if (geometry.radiation == Radiation::Photons) return kPlanck * kLight / energy_J;
  const double rest_J = kElectronMass * kLight * kLight;
  return kPlanck * kLight / std::sqrt(energy_J * (energy_J + 2 * rest_J));
}

double objectPixelOf(const Geometry& geometry) {
  if (geometry.propagation == Propagation::NearField) return geometry.detector_pixel_um * 1e-6 / geometry.magnification;
  return wavelengthOf(geometry) * geometry.distance_m / (geometry.detector_side_px * geometry.detector_pixel_um * 1e-6);
}

double fresnelNumberOf(const Geometry& geometry) {
  const double pixel_m = geometry.detector_pixel_um * 1e-6;
  return pixel_m * pixel_m / (geometry.magnification * wavelengthOf(geometry) * geometry.distance_m);
}

GeometryReport describeGeometry(const Geometry& geometry, double probeRadius_m) {
  GeometryReport report;
  report.wavelength_m = wavelengthOf(geometry);
  report.object_pixel_m = objectPixelOf(geometry);
  report.half_period_m = report.object_pixel_m;
  report.numerical_aperture = report.wavelength_m / (2 * report.object_pixel_m);
  report.depth_of_field_m = report.wavelength_m / (report.numerical_aperture * report.numerical_aperture);
  const bool near = geometry.propagation == Propagation::NearField;
  const double distance_m = geometry.distance_m / (near ? geometry.magnification : 1);
  report.fresnel_number = probeRadius_m * probeRadius_m / (report.wavelength_m * distance_m);
  return report;
}

}  // namespace ptycho
