#pragma once

#include <cstdint>
#include <string>

#include "core/base/spec_json.h"
#include "core/learn/network_spec.h"
#include "core/simulate/simulate.h"

namespace ptycho {

/// What is minimised: mse·[MSE(A) + MSE(φ)] + l1·[MAE(A) + MAE(φ)] + dft(t)·DFT, in object units (φ in rad), over
/// pixels that a window covers; DFT is the mean squared difference of the re-simulated scan's magnitudes
/// (PHYSICS.md, section 8). dft(t) rises linearly from 0 over the first dft_ramp_steps.
struct LossSpec {
  double mse_weight = 1;
  double l1_weight = 0;
  double dft_weight = 0;   ///< λ of the DSE loss
  int dft_ramp_steps = 0;

  static const FieldList<LossSpec>& fields();
  bool operator==(const LossSpec&) const = default;
};

/// What the cosine of the learning rate runs over. Over the time limit it always comes to its end, but how far it is at
/// a step then depends on the computer: only over steps are two trainings the same bit for bit.
enum class CosineOver { Steps, Time };

/// Adam (Kingma & Ba 2015) with a cosine schedule.
struct OptimiserSpec {
  double learning_rate = 2e-4;
  double beta1 = 0.5;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double final_fraction = 0.01;  ///< the cosine ends at this × learning_rate
  CosineOver cosine_over = CosineOver::Steps;  ///< Time: over loop.budget_minutes of training, which must be given
  int warmup_steps = 0;          ///< linear from 0
  double clip_norm = 1.0;        ///< of the whole gradient; 0: none
  double ema_decay = 0;          ///< of the weights that are validated and kept; 0: the weights themselves

  static const FieldList<OptimiserSpec>& fields();
  bool operator==(const OptimiserSpec&) const = default;
};

/// Which objects are seen. Where they come from is the section `object` of the simulation (a folder of photos, one
/// photo, or dead leaves); the held-out set comes from validation_path or, for dead leaves, from indices below zero.
struct DataSpec {
  std::string validation_path;  ///< folder of photos; empty: the last validation_images of the training folder
  int validation_images = 32;
  int training_images = 0;      ///< use so many of the folder; 0: all (dead leaves: as many as there are steps)
  bool augment = true;          ///< the eight flips and rotations by right angles
  std::uint64_t seed = 1;       ///< of order and augmentation
  int loader_threads = 1;
  double cache_gb = 1;          ///< memory for decoded photos

  static const FieldList<DataSpec>& fields();
  bool operator==(const DataSpec&) const = default;
};

enum class Precision { Float32, BFloat16 };

/// How long, how much at a time, what is kept.
struct LoopSpec {
  int steps = 2500;
  int batch_objects = 32;       ///< objects of one optimiser step (all their patterns)
  int micro_batch = 0;          ///< objects of one pass, whose gradients are accumulated; 0: the whole batch
  double budget_minutes = 0;    ///< stop (results kept) after so many minutes of training; 0: no limit
  int validate_every = 500;     ///< steps
  int record_every = 10;        ///< steps between events of the training loss
  double checkpoint_every_s = 300;
  Precision precision = Precision::Float32;
  std::uint64_t seed = 1;       ///< of the first weights
  std::string device = "auto";  ///< auto, cpu, cuda:N

  static const FieldList<LoopSpec>& fields();
  bool operator==(const LoopSpec&) const = default;
};

/// Everything that defines a training. Defaults are the reference study's PtychoNet with MSE at 60 px.
struct TrainingSpec {
  NetworkSpec network;
  SimulationSpec simulation;  ///< its object is where training objects come from; object.index is not used
  DataSpec data;
  LossSpec loss;
  OptimiserSpec optimiser;
  LoopSpec loop;

  [[nodiscard]] OutputRange outputRange() const;  ///< from simulation.object
  bool operator==(const TrainingSpec&) const = default;
};

/// Calls `visit(name, section)` for each part that has fields of its own and belongs to training alone: network, data,
/// loss, optimiser, loop. The simulation has sections of its own (forEachSection).
template <class Spec, class Visitor>
void forEachTrainingSection(Spec& spec, Visitor&& visit) {
  visit("network", spec.network);
  visit("data", spec.data);
  visit("loss", spec.loss);
  visit("optimiser", spec.optimiser);
  visit("loop", spec.loop);
}

/// {"schema": 1, "network": {…}, "simulation": {…}, "data": {…}, …}; read back by trainingSpecFromJson.
[[nodiscard]] Json trainingSpecToJson(const TrainingSpec& spec);
/// Missing fields keep the default; an unknown section or field is an error that names it.
[[nodiscard]] Result<TrainingSpec> trainingSpecFromJson(const Json& json);
/// What the ranges of single fields cannot say: micro_batch divides batch_objects, the window fits the network
/// (a multiple of 64, at least 128), there are images to learn from. Errors name section, field and remedy.
[[nodiscard]] Result<void> checkTrainingSpec(const TrainingSpec& spec);

}  // namespace ptycho
