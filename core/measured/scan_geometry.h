#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"
#include "core/optics/geometry.h"

namespace ptycho {

/// Metres of a scan: what file and user say, brought together.
struct ScanGeometry {
  std::optional<Geometry> geometry;     ///< after crop and bin; objectPixelOf() gives object_pixel_m
  double object_pixel_m = 0;            ///< after crop and bin; 0: unknown
  double stored_object_pixel_m = 0;     ///< of the file's probe, before crop and bin; 0: unknown
  std::vector<Convention> conventions;  ///< energy_keV, distance_m, detector_pixel_um, object_pixel_nm, where known
  std::vector<std::string> notes;
};

/// How a stored frame becomes a window.
struct FrameSides {
  int stored_px = 0;  ///< shorter side as stored
  int crop_px = 0;    ///< side kept, in stored pixels
  int window_px = 0;  ///< crop_px / bin
};

/// Far field: Δx = λz/(N·p), N = crop_px; binning keeps N·p. Near field: the detector's pixel after binning (a
/// parallel beam), unless something else is asked or stated; their ratio is the geometry's magnification, and a file's
/// probe has the scan's pixels unless the file says otherwise. An object pixel that energy, distance and detector pixel
/// do not give (asked, or all that the file knows) is kept: the distance is solved for; what is missing is assumed, and
/// said.
/// @param decided  without "auto" (decidedSpec)
/// Errors name file and field with the value and the remedy: energy, distance or pixels that cannot be.
[[nodiscard]] Result<ScanGeometry> scanGeometry(const RawScan& raw, const ImportSpec& decided, const FrameSides& sides);

/// Energy of a wavelength: photons hc/λ; electrons √((hc/λ)² + (mc²)²) − mc².
[[nodiscard]] double energyOfWavelength(double wavelength_m, Radiation radiation);

}  // namespace ptycho
