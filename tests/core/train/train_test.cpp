#include "core/train/train.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/train/test_training.h"

namespace ptycho {
namespace {

TEST(Train, learnsAndTellsHowItGoes) {
  TrainingSpec spec = smallTraining();
  spec.network.base_channels = 8;
  spec.optimiser.learning_rate = 2e-3;
  spec.loop.steps = 40;
  spec.loop.micro_batch = 0;
  spec.loop.validate_every = 20;
  TrainingWatcher watcher;
  const auto watched = watchTraining(spec, watcher);
  ASSERT_TRUE(watched.outcome) << watched.outcome.error().text();
  const std::vector<double> loss = watcher.numbers("train", "loss");
  ASSERT_EQ(loss.size(), 40U);
  double late = 0;
  for (std::size_t k = 35; k < 40; ++k) late += loss[k] / 5;
  EXPECT_LT(late, 0.75 * loss[0]);
  EXPECT_EQ(watcher.numbers("train", "loss_mse"), loss);
  EXPECT_DOUBLE_EQ(watcher.numbers("train", "learning_rate").back(), 2e-5);
  EXPECT_GT(watcher.numbers("train", "gradient_norm").front(), 0);
  EXPECT_GT(watcher.numbers("train", "patterns_per_s").back(), 0);
  const double wait = watcher.numbers("train", "loader_wait").back();
  EXPECT_GE(wait, 0);
  EXPECT_LE(wait, 1);
  EXPECT_EQ(watcher.numbers("validation", "step"), (std::vector<double>{0, 20, 40}));
  const std::vector<double> flat = watcher.numbers("validation", "flat_amplitude_nrmse");
  EXPECT_GT(flat.front(), 0.05);
  EXPECT_EQ(flat.front(), flat.back());
  EXPECT_EQ(watched.outcome->completion, Completion::Done);
  EXPECT_EQ(watched.outcome->steps, 40);
  EXPECT_GT(watched.outcome->patterns_per_s, 0);
}

TEST(Train, keepsTheBestButNeverTheUntrainedNetwork) {
  TrainingSpec spec = smallTraining();
  spec.loop.validate_every = 2;
  TrainingWatcher watcher;
  TrainingInput input;
  std::vector<std::int64_t> best;
  input.on_best = [&best](const TrainedNetwork& network) -> Result<void> {
    best.push_back(network.validation.step);
    return {};
  };
  const auto outcome = train(spec, input, watcher);
  ASSERT_TRUE(outcome) << outcome.error().text();
  const auto& history = outcome->network.history;
  ASSERT_EQ(history.size(), 4U);  // 0, 2, 4, 6
  EXPECT_FALSE(history[0].best);
  ASSERT_FALSE(best.empty());
  EXPECT_EQ(best.front(), 2);
  EXPECT_EQ(outcome->network.validation.step, best.back());
  for (std::size_t k = 1; k < history.size(); ++k) {
    EXPECT_LE(outcome->network.validation.amplitude_nrmse + outcome->network.validation.phase_nrmse,
              history[k].amplitude_nrmse + history[k].phase_nrmse);
  }
}

TEST(Train, goesOnBitForBit) {
  TrainingSpec spec = smallTraining();
  spec.optimiser.ema_decay = 0.99;
  spec.optimiser.warmup_steps = 2;
  spec.loss.l1_weight = 0.1;
  spec.loss.dft_weight = 0.01;
  spec.loss.dft_ramp_steps = 4;
  TrainingWatcher whole;
  const auto uninterrupted = watchTraining(spec, whole);
  ASSERT_TRUE(uninterrupted.outcome) << uninterrupted.outcome.error().text();

  TrainingWatcher first;
  first.stop_at = 3;
  const auto begun = watchTraining(spec, first);
  ASSERT_TRUE(begun.outcome) << begun.outcome.error().text();
  EXPECT_EQ(begun.outcome->completion, Completion::StoppedEarly);
  EXPECT_EQ(begun.outcome->steps, 3);
  TrainingWatcher second;
  const auto resumed = watchTraining(spec, second, &begun.state);
  ASSERT_TRUE(resumed.outcome) << resumed.outcome.error().text();

  std::vector<double> losses = first.numbers("train", "loss");
  for (const double loss : second.numbers("train", "loss")) losses.push_back(loss);
  EXPECT_EQ(losses, whole.numbers("train", "loss"));
  EXPECT_EQ(resumed.outcome->steps, 6);
  EXPECT_EQ(resumed.outcome->network.weights, uninterrupted.outcome->network.weights);
  expectSameState(resumed.state, uninterrupted.state);
}

TEST(Train, goesOnBitForBitThroughManyStops) {
  const TrainingSpec spec = smallTraining();
  TrainingWatcher whole;
  const auto uninterrupted = watchTraining(spec, whole);
  ASSERT_TRUE(uninterrupted.outcome) << uninterrupted.outcome.error().text();
  TrainingState state;
  std::vector<double> losses;
  for (int k = 0; k < 7; ++k) {
    TrainingWatcher watcher;
    watcher.stop_at = k < 6 ? k + 1 : -1;
    const auto part = watchTraining(spec, watcher, k == 0 ? nullptr : &state);
    ASSERT_TRUE(part.outcome) << part.outcome.error().text();
    for (const double loss : watcher.numbers("train", "loss")) losses.push_back(loss);
    state = part.state;
  }
  EXPECT_EQ(losses, whole.numbers("train", "loss"));
  expectSameState(state, uninterrupted.state);
}

TEST(Train, canBeMadeLongerButNothingElse) {
  TrainingSpec spec = smallTraining();
  spec.loop.steps = 2;
  TrainingWatcher watcher;
  const auto begun = watchTraining(spec, watcher);
  ASSERT_TRUE(begun.outcome) << begun.outcome.error().text();
  TrainingSpec longer = spec;
  longer.loop.steps = 3;
  longer.loop.budget_minutes = 5;
  const auto gone = watchTraining(longer, watcher, &begun.state);
  ASSERT_TRUE(gone.outcome) << gone.outcome.error().text();
  EXPECT_EQ(gone.outcome->steps, 3);
  TrainingSpec other = spec;
  other.optimiser.beta1 = 0.9;
  const auto refused = watchTraining(other, watcher, &begun.state);
  ASSERT_FALSE(refused.outcome);
  EXPECT_NE(refused.outcome.error().text().find("optimiser.beta1"), std::string::npos)
      << refused.outcome.error().text();
  other = spec;
  other.simulation.scan.step_px = 50;
  const auto elsewhere = watchTraining(other, watcher, &begun.state);
  ASSERT_FALSE(elsewhere.outcome);
  EXPECT_NE(elsewhere.outcome.error().text().find("simulation.scan.step_px"), std::string::npos)
      << elsewhere.outcome.error().text();
}

TEST(Train, refusesADamagedState) {
  TrainingSpec spec = smallTraining();
  spec.loop.steps = 1;
  TrainingWatcher watcher;
  const auto begun = watchTraining(spec, watcher);
  ASSERT_TRUE(begun.outcome) << begun.outcome.error().text();
  TrainingState missing = begun.state;
  missing.tensors.erase(missing.tensors.begin() + 1);
  EXPECT_FALSE(watchTraining(spec, watcher, &missing).outcome);
  TrainingState foreign = begun.state;
  foreign.tensors.front().layout.name = "elsewhere.weight";
  EXPECT_FALSE(watchTraining(spec, watcher, &foreign).outcome);
  TrainingState nothing;
  EXPECT_FALSE(watchTraining(spec, watcher, &nothing).outcome);
}

TEST(Train, stopsAtALossThatIsNotFiniteAndKeepsTheCheckpoint) {
  TrainingSpec spec = smallTraining();
  spec.optimiser.learning_rate = 1e38;
  spec.optimiser.clip_norm = 0;
  spec.loop.validate_every = 100;
  TrainingWatcher watcher;
  const auto watched = watchTraining(spec, watcher);
  ASSERT_FALSE(watched.outcome);
  EXPECT_NE(watched.outcome.error().message.find("not finite at step"), std::string::npos)
      << watched.outcome.error().message;
  EXPECT_EQ(watched.checkpoints, 0);
}

TEST(Train, offersCheckpointsAndPicturesWhenWanted) {
  TrainingSpec spec = smallTraining();
  spec.loop.steps = 3;
  TrainingWatcher watcher;
  watcher.wants_checkpoint = watcher.wants_preview = true;
  const auto watched = watchTraining(spec, watcher);
  ASSERT_TRUE(watched.outcome) << watched.outcome.error().text();
  EXPECT_EQ(watched.checkpoints, 4);  // after each step and at the end
  ASSERT_FALSE(watcher.published.empty());
  EXPECT_EQ(watcher.published.front(), "object");
  EXPECT_EQ(watcher.picture.rows(), 168U);
}

TEST(Train, goesOnWhenACheckpointCannotBeKept) {
  TrainingSpec spec = smallTraining();
  spec.loop.steps = 2;
  TrainingWatcher watcher;
  watcher.wants_checkpoint = true;
  TrainingInput input;
  input.on_checkpoint = [](const TrainingState&) -> Result<void> {
    return fail(ErrorCode::NoSpace, "is full", "disk");
  };
  const auto outcome = train(spec, input, watcher);
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_EQ(outcome->steps, 2);
}

TEST(Train, endsWithItsTimeAndKeepsResults) {
  TrainingSpec spec = smallTraining();
  spec.loop.steps = 100000;
  spec.loop.budget_minutes = 0.5 / 60;
  spec.loop.validate_every = 100000;
  TrainingWatcher watcher;
  const auto watched = watchTraining(spec, watcher);
  ASSERT_TRUE(watched.outcome) << watched.outcome.error().text();
  EXPECT_EQ(watched.outcome->completion, Completion::Done);
  EXPECT_GE(watched.outcome->seconds, 0.5);
  EXPECT_LT(watched.outcome->seconds, 10);
  EXPECT_EQ(watched.outcome->network.validation.step, watched.outcome->steps);
  EXPECT_TRUE(std::isfinite(watched.outcome->network.validation.phase_nrmse));
}

void trainOneStep(const NetworkPreset& preset, Precision precision) {
  TrainingSpec spec = smallTraining();
  spec.network = preset.spec;
  spec.network.base_channels = 4;
  spec.loop.steps = 1;
  spec.loop.batch_objects = 1;
  spec.data.validation_images = 1;
  spec.loop.precision = precision;
  TrainingWatcher watcher;
  const auto watched = watchTraining(spec, watcher);
  ASSERT_TRUE(watched.outcome) << preset.name << ": " << watched.outcome.error().text();
  for (const double loss : watcher.numbers("train", "loss")) EXPECT_LT(loss, 1) << preset.name;
  EXPECT_TRUE(std::isfinite(watched.outcome->network.validation.phase_nrmse)) << preset.name;
}

TEST(Train, trainsEveryArchitecture) {
  for (const NetworkPreset& preset : networkPresets()) trainOneStep(preset, Precision::Float32);
}

TEST(Train, trainsInBFloat16) { trainOneStep(networkPresets().front(), Precision::BFloat16); }

TEST(Train, refusesABatchThatCannotBeShared) {
  TrainingSpec spec = smallTraining();
  TrainingInput input;
  input.parallel.world = 3;
  TrainingWatcher watcher;
  const auto outcome = train(spec, input, watcher);
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().text().find("batch_objects"), std::string::npos) << outcome.error().text();
}

}  // namespace
}  // namespace ptycho
