#include "core/learn/presets.h"

#include <fmt/format.h>

#include "core/simulate/presets.h"

namespace ptycho {

namespace {

/// The reference study's scan with its settings (PHYSICS.md, section 6). Eight passes a step keep it within 8 GB.
TrainingSpec referenceTraining(int step) {
  TrainingSpec spec;
  spec.simulation = findSimulationPreset(fmt::format("reference-{}", step)).value();
  spec.loop.micro_batch = 4;
  return spec;
}

TrainingPreset withLoss(int step, bool diffraction) {
  TrainingSpec spec = referenceTraining(step);
  spec.loss.dft_weight = diffraction ? 1 : 0;
  return {fmt::format("reference-{}-{}", step, diffraction ? "dse" : "mse"),
          fmt::format("PtychoNet, {} px, {}", step, diffraction ? "DSE" : "MSE"),
          diffraction ? "The reference study's PtychoNet with the diffraction error (λ = 1)."
                      : "The reference study's PtychoNet with the squared error.",
          spec};
}

TrainingPreset plus(int step) {
  TrainingSpec spec = referenceTraining(step);
  spec.network.kind = NetworkKind::PtychoNetPlus;
  return {fmt::format("plus-{}", step), fmt::format("PtychoNet+, {} px", step), "The reference study's PtychoNet+.", spec};
}

}  // namespace

const std::vector<TrainingPreset>& trainingPresets() {
  static const std::vector<TrainingPreset> presets = [] {
    std::vector<TrainingPreset> all;
    for (const int step : {20, 40, 60}) {
      all.push_back(withLoss(step, false));
      all.push_back(withLoss(step, true));
    }
    for (const int step : {20, 40, 60}) all.push_back(plus(step));
    return all;
  }();
  return presets;
}

Result<TrainingSpec> findTrainingPreset(std::string_view name) {
  std::string known;
  for (const auto& preset : trainingPresets()) {
    if (preset.name == name) return preset.spec;
    known += (known.empty() ? "" : ", ") + preset.name;
  }
  return badInput("is not a known training; there are " + known + ".", std::string(name));
}

}  // namespace ptycho
