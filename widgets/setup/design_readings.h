#pragma once

#include "widgets/setup/evaluate_design.h"
#include "widgets/setup/reading.h"

namespace ptycho {

/// What the counting of unknowns assumes.
struct UnknownAssumptions {
  bool probe = false;      ///< the probe is refined too: + 2·w² per mode
  int modes = 1;           ///< modes of the refined probe
  bool positions = false;  ///< positions are refined too: + 2 each
};

/// What the dose takes from outside the spec.
struct BeamAssumptions {
  double attenuation_cm2_g = 10.4;  ///< mass energy absorption coefficient of the sample; water at 8 keV about 10
  double exposure_s = 0.1;
  double overhead_s = 0.02;       ///< per position
  double rate_limit_per_s = 1e6;  ///< what a pixel counts without losses
};

/// Groups of numbers as the panels show them, in order. All are cheap; the heavy part is in DesignResults.
[[nodiscard]] ReadingGroup overlapReadings(const DesignResults& design);
[[nodiscard]] ReadingGroup coverageReadings(const DesignResults& design);
[[nodiscard]] ReadingGroup samplingReadings(const DesignResults& design);
[[nodiscard]] ReadingGroup unknownReadings(const DesignResults& design, const UnknownAssumptions& assumptions);
[[nodiscard]] ReadingGroup probeReadings(const DesignResults& design);
[[nodiscard]] ReadingGroup geometryReadings(const DesignResults& design);
/// @param sample  null while it is being made: what needs it is then not known
[[nodiscard]] ReadingGroup doseReadings(const DesignResults& design, const DesignSample* sample,
                                        const BeamAssumptions& beam);

/// Dose of all positions together, N · Σ_j|P(r − r_j)|² / Σ|P|² per area, in doseUnit() [object]; empty without photons.
[[nodiscard]] RealImage doseMap(const DesignResults& design);
[[nodiscard]] QString doseUnit(const DesignResults& design);

/// Photons per pattern ↔ dose N/step² in 1/nm² (photons) or 1/Å² (electrons) ↔ Gy; step is the scan's.
struct Dose {
  double per_pattern = 0;
  double per_area = 0;  ///< 1/nm² or 1/Å²
  double gray = 0;      ///< NaN for electrons
};
[[nodiscard]] Dose doseOf(const DesignResults& design, const BeamAssumptions& beam, double photonsPerPattern);
/// Factor from photons per pattern to each of the other two; the dose is linear in the photons.
[[nodiscard]] inline Dose dosePerPhoton(const DesignResults& design, const BeamAssumptions& beam) {
  return doseOf(design, beam, 1);
}

}  // namespace ptycho
