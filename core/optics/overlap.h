#pragma once

#include <cstddef>
#include <vector>

#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

/// Everything the program says about how a scan overlaps. Linear overlaps are 1 − step/D with D named, and are
/// never clamped: negative means a gap. "step" is the median nearest-neighbour distance, infinite when a position has no
/// other within its window (then the linear overlaps are −∞).
struct OverlapReport {
  double step_px = 0;
  double linear_half_window = 0;      ///< D = w/2 (64 px), the figure of the reference study
  double linear_amplitude_fwhm = 0;   ///< D = amplitude FWHM
  double linear_intensity_fwhm = 0;   ///< D = intensity FWHM
  double linear_window = 0;           ///< D = w
  /// ∫I₁I₂/∫I² with the true |P|², per position: the largest over its neighbours (see positionOverlap).
  double normalised_minimum = 0;
  double normalised_median = 0;
  double normalised_maximum = 0;
  std::size_t weakest_position = 0;
  std::vector<double> position_overlap;
  double areal_redundancy = 0;         ///< n·a/A, areas by participation ratio (Σf)²/Σf²: a of |P|², A of the coverage
  double equivalent_linear_overlap = 0;  ///< 1 − √(A/n) / (2√(a/π)), as ptychodus defines it
  double windows_mean = 0;             ///< windows over a pixel of the object, mean over the object
  int windows_maximum = 0;
  double measurements_per_unknown = 0;        ///< n·w² / (2·object pixels under a window)
  double measurements_per_unknown_probe = 0;  ///< … with the probe unknown too: + 2·w²·modes unknowns
  double fundamental_sampling = 0;     ///< w/step                (> 1 needed)
  double probe_sampling = 0;           ///< w/(2·R90)             (> 1: the probe fits the window)
  double linear_oversampling = 0;      ///< 2·R90/step
  double areal_oversampling = 0;       ///< π·R90²/step²
  double unlit_share_1 = 0;            ///< share of object pixels with Σ|P|² < 1 % of its maximum
  double unlit_share_10 = 0;           ///< … < 10 %
  double centre_cell_uniformity = 0;   ///< min/max of Σ|P|² inside the central cell of the scan
  bool exactly_periodic = false;       ///< raster-grid pathology threatens when the probe is refined too
};

/// Coverage map Σ_j |P(r−r_j)|² over the object [object_rows, object_cols]; sub-pixel positions bilinearly.
[[nodiscard]] RealImage coverageMap(const Scan& scan, const RealImage& probeIntensity);

/// How many probes effectively see a pixel: (Σ_j I_j(r))² / Σ_j I_j(r)², 0 where nothing is lit.
[[nodiscard]] RealImage redundancyMap(const Scan& scan, const RealImage& probeIntensity);

/// @param probe  [modes, w, w]
[[nodiscard]] OverlapReport describeOverlap(const Scan& scan, const ComplexStack& probe);

/// ∫I(r)I(r−d)/∫I² for a displacement d in px (bilinear for fractions); 1 at d = 0.
[[nodiscard]] double normalisedOverlap(const RealImage& probeIntensity, double dRow, double dCol);

}  // namespace ptycho
