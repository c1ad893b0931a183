#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/spec_json.h"

namespace ptycho {

/// What events.jsonl of a training says, as columns; grows with the file. After a resume from an earlier step, what was
/// recorded beyond that step is moved to `discarded`, so that every curve is one line over the steps. The same where
/// steps fall back without a word: a worker that was killed before its first checkpoint began again.
struct TrainingCurves {
  struct Train {
    std::vector<double> step, epoch, seconds, time_s;  ///< compute time; clock time (since 1970; NaN where unknown)
    std::vector<double> loss, loss_mse, learning_rate, gradient_norm, patterns_per_s, loader_wait;
  };
  struct Validation {
    std::vector<double> step, seconds, time_s;
    std::vector<double> amplitude_nrmse, phase_nrmse, batch_amplitude_nrmse, batch_phase_nrmse;
    std::vector<double> flat_amplitude_nrmse, flat_phase_nrmse;
    std::vector<bool> best;
  };
  Train train;
  Validation validation;
  std::vector<Train> discarded;         ///< pieces that a resume took back
  std::vector<Validation> discarded_validation;
  std::vector<double> resumed_at;       ///< steps
  std::uint64_t damaged_lines = 0;

  /// Best validation by A + φ: its row, −1 without any.
  [[nodiscard]] std::int64_t bestValidation() const;
  void append(const std::vector<Json>& events);
  void clear() { *this = {}; }
};

}  // namespace ptycho
