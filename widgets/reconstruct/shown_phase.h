#pragma once

#include <QString>

#include "core/base/image.h"

namespace ptycho {

/// What is to be done to the phase before it is shown. The result itself is never changed.
struct PhaseTools {
  bool offset = false;  ///< median 0 over the well-lit area
  bool ramp = false;    ///< without the linear ramp of the well-lit area
  bool unwrap = false;
  [[nodiscard]] bool any() const { return offset || ramp || unwrap; }
  bool operator==(const PhaseTools&) const = default;
};

/// An object as it is shown, and the words for its picture's title that say what was done.
struct ShownPhase {
  ComplexImage object;  ///< ramp and offset taken off as well
  RealImage phase;
  RealImage litPhase;  ///< NaN outside the well-lit area: what the limits follow
  QString note;        ///< " · ramp removed · unwrapped (0 residues)"; empty when nothing was done
  QString objectNote;  ///< the same without unwrapping, which changes no complex number
  bool unwrapped = false;
};

/// @param coverage  Σ|P|² of the object; empty or of another shape: every pixel counts, and the note says so
[[nodiscard]] ShownPhase shownPhase(const ComplexImage& object, const RealImage& coverage, const PhaseTools& tools);

}  // namespace ptycho
