#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/metrics/metrics.h"
#include "core/reconstruct/estimate.h"

namespace ptycho {

/// What one iteration came to. NRMSE are NaN without truth.
struct IterationRecord {
  int iteration = 0;            ///< 1-based, over the whole chain
  int stage = 0;                ///< 0-based
  std::string engine;           ///< "dm", "awf", …
  double residual = 0;          ///< R = Σ| |F| − M | / Σ M over valid pixels, of this iteration's object
  double update = 0;            ///< χ = ‖O_t − O_{t−1}‖ / ‖O_t‖
  double amplitude_nrmse = 0;
  double phase_nrmse = 0;
  double seconds = 0;           ///< engine time since the start, pauses and recording excluded
  int start = 1;                ///< 1-based; iterations, stages' order and seconds go on from one start to the next
};

/// The outcome of a chain.
struct Reconstruction {
  ComplexImage object;          ///< [object_rows, object_cols]
  ComplexStack probe;           ///< [modes, w, w], refined where a stage updates it
  std::vector<Position> positions;  ///< px, refined where a stage moves them
  ProbeVariation variation;     ///< of the probe from pattern to pattern; empty: none
  std::vector<float> scales = {};  ///< a_j, incident intensity of each pattern, mean 1; empty: none found
  std::vector<IterationRecord> history;
  Completion completion = Completion::Done;
  int iterations = 0;           ///< carried out
  int restarts = 0;             ///< times that a stage stalled and started anew from a shaken object
  int start = 1;                ///< the one of ReconstructionSpec::starts that `object` comes from
  double seconds = 0;           ///< engine time without set-up, recording and pauses
  double residual = 0;          ///< of `object`
  double amplitude_nrmse = 0;   ///< of `object`; NaN without truth
  double phase_nrmse = 0;
  /// Of `object` without complex factor, phase ramp and sub-pixel shift (alignedObjectError()), which a probe or
  /// positions that are solved for trade with the object; NaN without truth or where the chain moves neither.
  double aligned_amplitude_nrmse = std::numeric_limits<double>::quiet_NaN();
  double aligned_phase_nrmse = std::numeric_limits<double>::quiet_NaN();
  std::optional<RingCorrelation> halves;  ///< of two halves of the scan, where asked for (correlateHalves())
  double flat_amplitude_nrmse = 0;  ///< the flat baseline on the same truth; NaN without truth
  double flat_phase_nrmse = 0;
};

}  // namespace ptycho
