#pragma once

#include "core/metrics/metrics.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "widgets/kit/raster/display_style.h"

namespace ptycho {

/// An object estimate ready to be shown: amplitude and phase, beside the truth when that is known.
struct ObjectPictures {
  ComplexImage object;       ///< as it came
  AlignedPictures pictures;  ///< truth and errors are empty without truth
  RealImage coverage;        ///< Σ|P|²; empty when unknown
  double pixel_m = 0;
  [[nodiscard]] bool hasTruth() const { return !pictures.truth_amplitude.empty(); }
  [[nodiscard]] bool empty() const { return object.empty(); }
};

/// @param truth  empty, or of another shape: taken as unknown
[[nodiscard]] ObjectPictures objectPictures(const ComplexImage& object, const ComplexImage& truth, double pixel_m);

/// One range for truth and estimate: all of the truth, and of the estimate what is not an outlier.
[[nodiscard]] DisplayLimits sharedLimits(const RealImage& truth, const RealImage& estimate);
/// Symmetric about 0, holding 99.5 % of the errors.
[[nodiscard]] DisplayLimits errorLimits(const RealImage& error);
/// The value below which this share (0 … 1) of the finite pixels lies; 0 when there are none.
[[nodiscard]] double quantile(const RealImage& image, double share);

}  // namespace ptycho
