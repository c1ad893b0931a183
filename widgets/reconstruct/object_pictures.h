#pragma once

#include <QString>

#include "core/metrics/metrics.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "widgets/kit/raster/shared_limits.h"

namespace ptycho {

/// An object estimate ready to be shown: amplitude and phase, beside the truth when that is known.
struct ObjectPictures {
  ComplexImage object;       ///< as it came
  AlignedPictures pictures;  ///< truth and errors are empty without truth
  RealImage coverage;        ///< Σ|P|²; empty when unknown
  double pixel_m = 0;
  QString other_name;        ///< of the attempt that stands in the place of the truth; empty: the truth itself
  [[nodiscard]] bool hasTruth() const { return !pictures.truth_amplitude.empty(); }
  [[nodiscard]] bool empty() const { return object.empty(); }
};

/// @param truth  empty, or of another shape: taken as unknown
[[nodiscard]] ObjectPictures objectPictures(const ComplexImage& object, const ComplexImage& truth, double pixel_m);

}  // namespace ptycho
