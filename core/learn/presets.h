#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/learn/training_spec.h"

namespace ptycho {

/// A named training.
struct TrainingPreset {
  std::string name;   ///< "reference-60-mse"
  std::string title;
  std::string help;   ///< what it is for, and what it reached
  TrainingSpec spec;
};

/// reference-{20,40,60}-{mse,dse} and plus-{20,40,60} with the reference study's settings (PHYSICS.md, section 6), and
/// laptop-* that learn something useful in half an hour on two cores. All learn from dead leaves until a folder of
/// photos is named.
[[nodiscard]] const std::vector<TrainingPreset>& trainingPresets();
/// An unknown name is an error that lists the known ones.
[[nodiscard]] Result<TrainingSpec> findTrainingPreset(std::string_view name);

}  // namespace ptycho
