#include "core/learn/training_spec.h"

#include <fmt/format.h>

namespace ptycho {

namespace {
constexpr int kSchema = 1;
constexpr int kWindowStep = 64;
constexpr int kSmallestWindow = 128;
constexpr double kManySteps = 1e8;
}  // namespace

const FieldList<LossSpec>& LossSpec::fields() {
  using S = LossSpec;
  static const FieldList<S> list{
      field("mse_weight", "Squared error", "", 0, 1e6, "Weight of MSE(A) + MSE(φ), object units", &S::mse_weight),
      field("l1_weight", "Absolute error", "", 0, 1e6, "Weight of the mean absolute errors", &S::l1_weight),
      field("dft_weight", "Diffraction error", "", 0, 1e6,
            "Weight λ of the mean squared difference to the measured magnitudes", &S::dft_weight),
      field("dft_ramp_steps", "Ramp of the diffraction error", "steps", 0, kManySteps,
            "Its weight rises from 0 over so many steps; 0: full from the start", &S::dft_ramp_steps)};
  return list;
}

const FieldList<OptimiserSpec>& OptimiserSpec::fields() {
  using S = OptimiserSpec;
  static const FieldList<S> list{
      field("learning_rate", "Learning rate", "", 1e-9, 10, "Adam's step at the start", &S::learning_rate),
      field("beta1", "β₁", "", 0, 0.99999, "Decay of Adam's mean of gradients", &S::beta1),
      field("beta2", "β₂", "", 0, 0.999999, "Decay of Adam's mean of squared gradients", &S::beta2),
      field("epsilon", "ε", "", 1e-16, 1, "Keeps Adam's quotient finite", &S::epsilon),
      field("final_fraction", "End of the cosine", "", 0, 1, "Learning rate at the last step over that at the start",
            &S::final_fraction),
      named(choiceField("cosine_over", "Cosine over", {"steps", "time"},
                        "What the learning rate falls over: all steps (every run the same), or the time limit (always "
                        "comes to its end)", &S::cosine_over),
            {"all steps", "the time limit"}),
      field("warmup_steps", "Warm-up", "steps", 0, kManySteps, "The learning rate rises from 0 over so many steps",
            &S::warmup_steps),
      field("clip_norm", "Gradient clip", "", 0, 1e9, "Largest norm of the whole gradient; 0: none", &S::clip_norm),
      field("ema_decay", "Averaging of weights", "", 0, 0.999999,
            "Decay of the moving average of weights that is validated and kept; 0: the weights themselves",
            &S::ema_decay)};
  return list;
}

const FieldList<DataSpec>& DataSpec::fields() {
  using S = DataSpec;
  static const FieldList<S> list{
      field("validation_path", "Held-out photos",
            "Folder of photos for validation; empty: the last ones of the training folder", &S::validation_path),
      field("validation_images", "Held-out images", "", 1, 1e6, "How many images validation looks at",
            &S::validation_images),
      field("training_images", "Training images", "", 0, 1e9, "Use the first so many; 0: all", &S::training_images),
      field("augment", "Flips and rotations", "Show images flipped and rotated by right angles", &S::augment),
      field("data_seed", "Seed of the data", "", 0, 9e18, "Of the order of images and their flips", &S::seed),
      field("loader_threads", "Loader threads", "", 1, 256, "Threads that prepare the batches to come",
            &S::loader_threads),
      field("cache_gb", "Photo cache", "GB", 0, 1e4, "Memory for decoded photos", &S::cache_gb)};
  return list;
}

const FieldList<LoopSpec>& LoopSpec::fields() {
  using S = LoopSpec;
  static const FieldList<S> list{
      field("steps", "Steps", "", 1, kManySteps, "Optimiser steps of the whole training", &S::steps),
      field("batch_objects", "Objects a step", "", 1, 65536, "Objects whose patterns make one optimiser step",
            &S::batch_objects),
      field("micro_batch", "Objects a pass", "", 0, 65536,
            "Objects of one forward and backward pass, whose gradients are added up; 0: all of a step. Fewer need less "
            "memory, and batch normalisation sees fewer", &S::micro_batch),
      field("budget_minutes", "Time limit", "min", 0, 1e7, "Stop after so many minutes of training; 0: no limit",
            &S::budget_minutes),
      field("validate_every", "Validate every", "steps", 1, kManySteps, "Steps between validations", &S::validate_every),
      field("record_every", "Record every", "steps", 1, kManySteps, "Steps between points of the loss curve",
            &S::record_every),
      field("checkpoint_every_s", "Checkpoint every", "s", 0, 1e7, "Seconds between checkpoints; 0: only when stopped",
            &S::checkpoint_every_s),
      named(choiceField("precision", "Precision", {"float32", "bfloat16"},
                        "Numbers of the convolutions; weights and sums stay float32", &S::precision),
            {"float32", "bfloat16"}),
      field("seed", "Seed of the weights", "", 0, 9e18, "Of the first weights", &S::seed),
      field("device", "Device", "auto (CUDA where there is one), cpu or cuda:N", &S::device)};
  return list;
}

OutputRange TrainingSpec::outputRange() const {
  return {simulation.object.amplitude_max, simulation.object.phase_min_rad, simulation.object.phase_max_rad};
}

Json trainingSpecToJson(const TrainingSpec& spec) {
  Json json = Json::object();
  json["schema"] = kSchema;
  forEachTrainingSection(spec, [&json](const char* name, const auto& section) { json[name] = specToJson(section); });
  json["simulation"] = simulationSpecToJson(spec.simulation);
  return json;
}

Result<TrainingSpec> trainingSpecFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object of sections.", "training");
  TrainingSpec spec;
  for (const auto& [key, value] : json.items()) {
    if (key == "schema") {
      PTYCHO_CHECK(checkSchemaNumber(value, kSchema));
      continue;
    }
    if (key == "simulation") {
      auto simulation = simulationSpecFromJson(value);
      if (!simulation) return passOn(simulation.error(), key);
      spec.simulation = std::move(*simulation);
      continue;
    }
    bool known = false;
    Result<void> read{};
    forEachTrainingSection(spec, [&, &key = key, &value = value](const char* name, auto& section) {
      if (key != name) return;
      known = true;
      read = specFromJson(section, value);
    });
    if (!known) {
      return badInput("is not a known section; the sections are network, simulation, data, loss, optimiser, loop.", key);
    }
    if (!read) return passOn(read.error(), key);
  }
  return spec;
}

Result<void> checkTrainingSpec(const TrainingSpec& spec) {
  const LoopSpec& loop = spec.loop;
  if (loop.micro_batch > 0 && loop.batch_objects % loop.micro_batch != 0) {
    return badInput(fmt::format("is {}, which does not divide batch_objects = {}; choose a divisor or 0.",
                                loop.micro_batch, loop.batch_objects), "loop.micro_batch");
  }
  if (spec.optimiser.cosine_over == CosineOver::Time && loop.budget_minutes <= 0) {
    return badInput("is \"time\", but there is no time limit; give budget_minutes a value or let it be \"steps\".",
                    "optimiser.cosine_over");
  }
  const int window = spec.simulation.probe.window_px;
  if (window < kSmallestWindow || window % kWindowStep != 0) {
    return badInput(fmt::format("is {} px; networks take multiples of {} from {} on.", window, kWindowStep,
                                kSmallestWindow), "probe.window_px");
  }
  const LossSpec& loss = spec.loss;
  if (loss.mse_weight == 0 && loss.l1_weight == 0 && loss.dft_weight == 0) {
    return badInput("are all 0; give mse_weight, l1_weight or dft_weight a value.", "weights of the loss");
  }
  const ObjectSpec& object = spec.simulation.object;
  if (object.source == ObjectSource::File || object.source == ObjectSource::Photo) {
    return badInput("must be a folder of photos or dead-leaves; one object is nothing to learn from.", "object.source");
  }
  if (object.source == ObjectSource::Folder && object.path.empty()) {
    return badInput("is empty; name the folder of photos to learn from.", "object.path");
  }
  return {};
}

}  // namespace ptycho
