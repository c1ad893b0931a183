#pragma once

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/geometry.h"
#include "core/optics/probe.h"

namespace ptycho {

/// Angular spectrum propagation in place (Goodman, Introduction to Fourier Optics, §3.10):
///   H(f) = exp(2πi z √(1/λ² − f²)) / exp(2πi z/λ),   evanescent frequencies dropped.
/// @param field  complex64 [rows, cols], pixel_m apart
void propagateAngularSpectrum(ComplexImage& field, double distance_m, double wavelength_m, double pixel_m);

/// Largest |distance| at which the transfer function is sampled without aliasing: N·Δx²/λ (Δx ≫ λ).
[[nodiscard]] double largestDistance(std::size_t side_px, double wavelength_m, double pixel_m);

/// The illumination behind a Fresnel zone plate, see makeProbe.
[[nodiscard]] Result<ComplexImage> zonePlateProbe(const ProbeSpec& spec, const Geometry& geometry);

}  // namespace ptycho
