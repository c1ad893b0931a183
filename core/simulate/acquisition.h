#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/geometry.h"
#include "core/optics/scan.h"
#include "core/simulate/pattern_source.h"

namespace ptycho {

/// A scan as measured or simulated: what a reconstruction starts from.
struct Acquisition {
  std::string name;
  RealStack patterns;      ///< intensities I_j = M_j² [n, w, w], zero frequency at [0,0]
  std::shared_ptr<PatternSource> source;  ///< where the patterns are when they are not in memory (`patterns` is empty)
  MaskImage mask;          ///< [w, w], 1 = valid; empty = all valid
  RealImage background;    ///< intensity beside the diffracted one [w, w]; empty = none
  ComplexStack probe;      ///< known or guessed probe [modes, w, w]
  Scan scan;               ///< positions [n], object size
  ComplexImage truth;      ///< the object, when known; else empty [object_rows, object_cols]
  ComplexImage estimate;   ///< an imported file's object, to start from; else empty [object_rows, object_cols]
  std::optional<Geometry> geometry;  ///< metres, when known
  Propagation propagation = Propagation::FarField;  ///< near fields need a geometry that says so, see transferFor()
  std::string spec_json;   ///< the specification that made it, when simulated
  std::string import_json; ///< where it comes from and what was assumed, when imported (core/measured/import_report.h)

  [[nodiscard]] std::size_t patternCount() const { return source ? source->count() : patterns.count(); }
  [[nodiscard]] std::size_t patternRows() const { return source ? source->rows() : patterns.rows(); }
  [[nodiscard]] std::size_t patternCols() const { return source ? source->cols() : patterns.cols(); }
};

/// For whatever takes patterns for Fourier transforms: near-field patterns are Unsupported, and it says what to do.
[[nodiscard]] Result<void> checkFarField(const Acquisition& acquisition);

/// The transfer function of DetectorTransform and RoundTrip for the acquisition's windows; empty: far field. A near
/// field whose Fresnel number is not known, or whose window is too small for it, is Unsupported, and it says what to do.
[[nodiscard]] Result<ComplexImage> transferFor(const Acquisition& acquisition);

}  // namespace ptycho
