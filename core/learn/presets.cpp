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

/// Half an hour on two cores, whatever they manage in it: everything that laptop-* presets share.
TrainingSpec laptopTraining(int step) {
  TrainingSpec spec;
  spec.simulation = findSimulationPreset(fmt::format("reference-{}", step)).value();
  spec.network.base_channels = 16;
  spec.network.stitching = Stitching::ProbeWeighted;
  spec.loop.steps = 100'000;  // more than half an hour is good for: time ends it
  spec.loop.batch_objects = 8;
  spec.loop.budget_minutes = 30;
  spec.loop.validate_every = 100;
  spec.loop.checkpoint_every_s = 120;
  spec.optimiser.learning_rate = 1e-3;
  spec.optimiser.beta1 = 0.9;
  spec.optimiser.warmup_steps = 50;
  spec.optimiser.cosine_over = CosineOver::Time;
  spec.optimiser.ema_decay = 0.99;
  spec.data.validation_images = 16;
  return spec;
}

TrainingPreset laptop(int step) {
  return {fmt::format("laptop-{}", step), fmt::format("Small PtychoNet, {} px", step),
          "PtychoNet with 16 base channels for half an hour on two cores.", laptopTraining(step)};
}

TrainingPreset laptopPlus(int step) {
  TrainingSpec spec = laptopTraining(step);
  spec.network.kind = NetworkKind::PtychoNetPlus;
  return {fmt::format("laptop-plus-{}", step), fmt::format("Small PtychoNet+, {} px", step),
          "PtychoNet+ with 16 base channels for half an hour on two cores.", spec};
}

TrainingPreset laptopUnrolled(int step) {
  TrainingSpec spec = laptopTraining(step);
  spec.network.unrolled_steps = 4;
  spec.network.correction_channels = 16;
  return {fmt::format("laptop-unrolled-{}", step), fmt::format("Small PtychoNet with physics steps, {} px", step),
          "PtychoNet with 16 base channels and four physics steps with learned corrections, for half an hour on two "
          "cores.", spec};
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
    for (const int step : {20, 40, 60}) all.push_back(laptop(step));
    for (const int step : {40, 60}) all.push_back(laptopPlus(step));
    for (const int step : {40, 60}) all.push_back(laptopUnrolled(step));
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
