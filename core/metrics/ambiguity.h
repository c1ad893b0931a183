#pragma once

#include "core/metrics/metrics.h"

namespace ptycho {

/// The period of a regular raster whose steps are whole pixels; 0 = none.
struct RasterPeriod {
  int rows = 0;
  int cols = 0;
};

/// What is left between a reconstruction with unknown probe and the truth after the changes that no diffraction
/// intensity can tell, and what they were.
struct AmbiguityFreeError {
  ObjectError object;       ///< of the aligned object
  double object_error = 0;  ///< ‖Ô − O‖ / ‖O‖, complex
  double probe_error = 0;   ///< ‖P̂ − P‖ / ‖P‖, complex, over all modes
  double scale = 1;         ///< what the object was multiplied by and the probe divided by
  double shift_rows_px = 0, shift_cols_px = 0;  ///< how far object and probe lay towards higher rows, columns
  double ramp_rows_rad_px = 0, ramp_cols_rad_px = 0;  ///< slope of the object's phase ramp; the probe had the opposite
  ComplexImage aligned_object;
  ComplexStack aligned_probe;
};

/// With P̂ and Ô unknown the intensities |F(P·O_j)|² stay what they are under
///   O → c·O, P → P/c;  O → O·e^{−ik·r}, P → P·e^{ik·r};  O → O(r − d), P → P(r − d);  a phase of each on its own
/// (Fannjiang & Chen, Inverse Problems 36, 045005, 2020; Thibault et al., Ultramicroscopy 109, 2009). These are fitted
/// to object and probe together by Gauss–Newton, from the centres of mass of |P|² and the strongest ramp, and undone;
/// the object's sub-pixel shift repeats its border by reflection.
/// On a raster with steps of whole pixels also O → O·f, P → P/f with any f of the raster's period ("raster grid
/// pathology"; Thibault et al. 2009; Burdet et al., Ultramicroscopy 134, 2013): removed too when `raster` is given.
/// Modes of a probe are compared one by one, each with a phase of its own; they must be orthogonal, strongest first.
/// @param region  [H, W], only pixels that are not 0 count for the object; all when null
/// Errors: shapes that differ, an estimate that is zero or not finite.
[[nodiscard]] Result<AmbiguityFreeError> ambiguityFreeError(const ComplexImage& object, const ComplexStack& probe,
                                                            const ComplexImage& truthObject,
                                                            const ComplexStack& truthProbe,
                                                            const MaskImage* region = nullptr,
                                                            const RasterPeriod& raster = {});

/// The same for an object whose probe has no truth to compare with: complex factor, phase ramp and sub-pixel shift of
/// the object alone, so the two must lie on one another to about a detail's size.
/// Errors: shapes that differ, an estimate that is zero or not finite.
[[nodiscard]] Result<ObjectError> alignedObjectError(const ComplexImage& object, const ComplexImage& truth);
/// The object so aligned. @param region  as for ambiguityFreeError()
[[nodiscard]] Result<ComplexImage> alignedObject(const ComplexImage& object, const ComplexImage& truth,
                                                 const MaskImage* region = nullptr);

}  // namespace ptycho
