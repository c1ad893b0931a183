#pragma once

#include <cstdint>

#include "core/reconstruct/estimate.h"
#include "core/reconstruct/stage_spec.h"
#include "core/reconstruct/state_archive.h"

namespace ptycho {

/// Momentum of object and probe (mPIE; Maiden, Johnson & Li, Optica 4, 736, 2017): every T patterns
///   v ← η·v + (O − O_T),  O ← O + η·v,  O_T ← O,
/// O_T being the object after the last such step; the probe, while it is updated, in the same way with the same η.
/// T = `momentum_every`, 0 = one pass; η = `momentum`.
class Momentum {
 public:
  Momentum(const StageSpec& stage, std::size_t patterns, const Estimate& start);

  /// After `patterns` more have had their turn.
  /// @return whether a step was made
  bool advance(std::size_t patterns, bool updatesProbe, Estimate& estimate);
  /// Velocities move, mix and scale with what they belong to; the next step starts from the estimate as it is now.
  void follow(const Estimate& estimate, const EstimateChange& change);
  void exchange(StateArchive& archive);

 private:
  float m_friction;
  std::uint64_t m_every;
  std::uint64_t m_since = 0;
  ComplexImage m_objectVelocity;
  ComplexImage m_objectFrom;
  ComplexStack m_probeVelocity;
  ComplexStack m_probeFrom;
};

}  // namespace ptycho
