#pragma once

#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/base/spec_field.h"

namespace ptycho {

enum class ProbeKind { Gaussian, Disk, ZonePlate, File };

/// What illumination is wanted. Lengths in pixels refer to the object's pixel.
struct ProbeSpec {
  ProbeKind kind = ProbeKind::Gaussian;
  int window_px = 128;                 ///< side w of the (square) window
  double sigma_px = 30;                ///< Gaussian: amplitude is exp(−r²/2σ²)
  double curvature_rad_px2 = 1.0 / 512;  ///< Gaussian and disk: phase exp(iκr²)
  double diameter_px = 60;             ///< disk: diameter of the amplitude's half height
  double edge_px = 2;                  ///< disk: width of the soft edge
  double zone_plate_diameter_um = 180;
  double outer_zone_width_nm = 50;
  double central_stop_um = 60;
  double defocus_um = 500;             ///< zone plate: sample downstream of the focus (> 0)
  double photons = 0;                  ///< scales Σ|P|²; 0 leaves the peak amplitude at 1
  std::string file;                    ///< File: HDF5 path ("probe.h5:/probe"); loaded by the caller

  static const FieldList<ProbeSpec>& fields();
  bool operator==(const ProbeSpec&) const = default;
};

struct Geometry;

/// The probe P [modes, w, w]; the centre r = 0 is exactly pixel [w/2, w/2]: r² = (y−w/2)² + (x−w/2)².
///   gaussian:  P = exp(−r²/(2σ²)) · exp(iκr²)
///   disk:      P = ½(1 − tanh((r − d/2)/e)) · exp(iκr²)
///   zoneplate: annular pupil (diameter, central stop) at NA = λ/(2·outer zone width), focused on the
///              sample grid and propagated by the defocus with the angular spectrum method
/// @param geometry  wavelength and object pixel size, used by the zone plate only
/// @return error for ProbeKind::File (load the array and use scaleProbe), or fields that contradict each other
[[nodiscard]] Result<ComplexStack> makeProbe(const ProbeSpec& spec, const Geometry& geometry);

/// Scales all modes together so that Σ|P|² = photons (0: unchanged).
void scaleProbe(ComplexStack& probe, double photons);

/// |P|² summed over the modes [w, w].
[[nodiscard]] RealImage probeIntensity(const ComplexStack& probe);

/// What the setup panel and a report say about a probe.
struct ProbeReport {
  double amplitude_fwhm_px = 0;    ///< Gaussian: exact; else from the area A at half height: 2√(A/π)
  double intensity_fwhm_px = 0;
  double r90_px = 0;               ///< radius about the centre of mass that holds 90 % of the intensity
  double edge_amplitude = 0;       ///< amplitude at the window's edge / peak (Gaussian: exact at w/2; else the border's largest)
  double energy_outside = 0;       ///< share of the energy outside the window (Gaussian: exact; others: NaN)
  double curvature_step_rad = 0;   ///< largest phase step between neighbours where |P| > 10 % of the peak; π is Nyquist
};
[[nodiscard]] ProbeReport describeProbe(const ComplexStack& probe, const ProbeSpec& spec);

/// Angular spectrum propagation over `distance_m` (Goodman, Introduction to Fourier Optics, §3.10), all modes.
/// @return largest |distance| without aliasing of the transfer function is N·Δx²/λ
[[nodiscard]] Result<ComplexStack> propagateProbe(const ComplexStack& probe, double distance_m, const Geometry& geometry);

}  // namespace ptycho
