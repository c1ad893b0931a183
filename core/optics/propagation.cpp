#include "core/optics/propagation.h"

#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "core/optics/fft.h"

namespace ptycho {

namespace {

/// Frequency of index k of n samples, in cycles per length: k/n below the middle, (k−n)/n from it on.
double frequencyOf(std::size_t k, std::size_t n, double spacing) {
  const auto signedIndex = static_cast<double>(k) - (2 * k >= n ? static_cast<double>(n) : 0.0);
  return signedIndex / (static_cast<double>(n) * spacing);
}

}  // namespace

void propagateAngularSpectrum(ComplexImage& field, double distance_m, double wavelength_m, double pixel_m) {
  const Fft2 fft(field.rows(), field.cols());
  fft.forward(field.data());
  const double inverseWavelength = 1.0 / wavelength_m;
  for (std::size_t r = 0; r < field.rows(); ++r) {
    const double fy = frequencyOf(r, field.rows(), pixel_m);
    for (std::size_t c = 0; c < field.cols(); ++c) {
      const double fx = frequencyOf(c, field.cols(), pixel_m);
      const double axial2 = inverseWavelength * inverseWavelength - fx * fx - fy * fy;
      if (axial2 <= 0) {
        field(r, c) = 0;
        continue;
      }
      // √(1/λ²−f²) − 1/λ without cancellation.
      const double axial = -(fx * fx + fy * fy) / (std::sqrt(axial2) + inverseWavelength);
      const double phase = 2 * std::numbers::pi * distance_m * axial;
      field(r, c) *= Complex(static_cast<float>(std::cos(phase)), static_cast<float>(std::sin(phase)));
    }
  }
  fft.inverse(field.data());
}

double largestDistance(std::size_t side_px, double wavelength_m, double pixel_m) {
  return static_cast<double>(side_px) * pixel_m * pixel_m / wavelength_m;
}

Result<ComplexStack> propagateProbe(const ComplexStack& probe, double distance_m, const Geometry& geometry) {
  const double wavelength = wavelengthOf(geometry);
  const double pixel = objectPixelOf(geometry);
  if (!std::isfinite(distance_m)) return badInput("is not a finite number.", "distance");
  ComplexStack propagated = probe;
  for (std::size_t mode = 0; mode < probe.count(); ++mode) {
    ComplexImage field = probe.copy(mode);
    propagateAngularSpectrum(field, distance_m, wavelength, pixel);
    propagated.assign(mode, field);
  }
  return propagated;
}

Result<ComplexImage> zonePlateProbe(const ProbeSpec& spec, const Geometry& geometry) {
  const double wavelength = wavelengthOf(geometry);
  const double pixel = objectPixelOf(geometry);
  const double diameter = spec.zone_plate_diameter_um * 1e-6;
  const double outerZone = spec.outer_zone_width_nm * 1e-9;
  if (spec.central_stop_um >= spec.zone_plate_diameter_um) {
    return badInput("is not smaller than the zone plate; no light would pass. Make it smaller.", "central_stop_um");
  }
  // f = D·Δr/λ; the pupil edge is at spatial frequency NA/λ = 1/(2Δr).
  const double edgeFrequency = 1 / (2 * outerZone);
  const double stopFrequency = edgeFrequency * spec.central_stop_um / spec.zone_plate_diameter_um;
  const double nyquist = 1 / (2 * pixel);
  if (edgeFrequency > nyquist) {
    return badInput(fmt::format("{:.4g} nm focuses to finer detail than the object pixel of {:.4g} nm can hold; use an outer "
                                "zone of at least {:.4g} nm or a smaller pixel (longer wavelength, nearer or larger detector).",
                                spec.outer_zone_width_nm, pixel * 1e9, pixel * 1e9), "outer_zone_width_nm");
  }
  const auto window = static_cast<std::size_t>(spec.window_px);
  const double focalLength = diameter * outerZone / wavelength;
  const double width = diameter * std::abs(spec.defocus_um) * 1e-6 / focalLength;
  if (width > static_cast<double>(window) * pixel) {
    return badInput(fmt::format("{:.4g} µm widens the beam to {:.4g} µm, more than the window of {:.4g} µm; "
                                "go nearer to the focus or use a larger window.", spec.defocus_um, width * 1e6,
                                static_cast<double>(window) * pixel * 1e6), "defocus_um");
  }
  ComplexImage field(window, window);
  for (std::size_t r = 0; r < window; ++r) {
    for (std::size_t c = 0; c < window; ++c) {
      const double fy = frequencyOf(r, window, pixel);
      const double fx = frequencyOf(c, window, pixel);
      const double f = std::sqrt(fx * fx + fy * fy);
      if (f > edgeFrequency || f < stopFrequency) continue;
      // A checkerboard phase puts the focus into the middle of the window, [w/2, w/2].
      field(r, c) = (r + c) % 2 == 0 ? 1.0F : -1.0F;
    }
  }
  Fft2(window, window).inverse(field.data());
  propagateAngularSpectrum(field, spec.defocus_um * 1e-6, wavelength, pixel);
  float peak = 0;
  for (const auto& value : field) peak = std::max(peak, std::abs(value));
  if (peak > 0) {
    for (auto& value : field) value /= peak;
  }
  return field;
}

}  // namespace ptycho
