#include "core/train/schedule.h"

#include <gtest/gtest.h>

namespace ptycho {
namespace {

OptimiserSpec cosine() {
  OptimiserSpec spec;
  spec.learning_rate = 0.2;
  spec.final_fraction = 0.01;
  return spec;
}

TEST(Schedule, beginsFullAndEndsAtTheFinalFraction) {
  EXPECT_DOUBLE_EQ(learningRate(cosine(), 2500, 0), 0.2);
  EXPECT_DOUBLE_EQ(learningRate(cosine(), 2500, 2499), 0.002);
  EXPECT_DOUBLE_EQ(learningRate(cosine(), 2500, 9999), 0.002);
}

TEST(Schedule, isHalfWayInTheMiddle) {
  EXPECT_NEAR(learningRate(cosine(), 2501, 1250), 0.5 * (0.2 + 0.002), 1e-15);
}

TEST(Schedule, warmsUpOnALine) {
  OptimiserSpec spec = cosine();
  spec.warmup_steps = 4;
  EXPECT_DOUBLE_EQ(learningRate(spec, 100, 0), 0.05);
  EXPECT_DOUBLE_EQ(learningRate(spec, 100, 1), 0.1);
  EXPECT_DOUBLE_EQ(learningRate(spec, 100, 3), 0.2);
  EXPECT_DOUBLE_EQ(learningRate(spec, 100, 4), 0.2);
  EXPECT_LT(learningRate(spec, 100, 5), 0.2);
  EXPECT_DOUBLE_EQ(learningRate(spec, 100, 99), 0.002);
}

TEST(Schedule, followsTheClockWhereAsked) {
  TrainingSpec spec;
  spec.optimiser = cosine();
  spec.optimiser.warmup_steps = 4;
  spec.optimiser.cosine_over = CosineOver::Time;
  spec.loop.budget_minutes = 2;
  spec.loop.steps = 1'000'000;
  EXPECT_DOUBLE_EQ(learningRate(spec, 1, 100), 0.1);
  EXPECT_NEAR(learningRate(spec, 10, 60), 0.5 * (0.2 + 0.002), 1e-15);
  EXPECT_DOUBLE_EQ(learningRate(spec, 10, 120), 0.002);
  EXPECT_DOUBLE_EQ(learningRate(spec, 10, 500), 0.002);
  spec.optimiser.cosine_over = CosineOver::Steps;
  EXPECT_DOUBLE_EQ(learningRate(spec, 10, 60), learningRate(spec.optimiser, spec.loop.steps, 10));
}

TEST(Schedule, survivesATrainingOfOneStep) { EXPECT_DOUBLE_EQ(learningRate(cosine(), 1, 0), 0.2); }

TEST(Schedule, rampsTheDiffractionLoss) {
  LossSpec spec;
  spec.dft_weight = 0.5;
  EXPECT_DOUBLE_EQ(diffractionWeight(spec, 0), 0.5);
  spec.dft_ramp_steps = 500;
  EXPECT_DOUBLE_EQ(diffractionWeight(spec, 0), 0);
  EXPECT_DOUBLE_EQ(diffractionWeight(spec, 250), 0.25);
  EXPECT_DOUBLE_EQ(diffractionWeight(spec, 500), 0.5);
  EXPECT_DOUBLE_EQ(diffractionWeight(spec, 5000), 0.5);
}

TEST(Schedule, averagesYoungWeightsOverAShortTime) {
  EXPECT_LT(averageDecay(0.999, 1), 0.2);
  EXPECT_DOUBLE_EQ(averageDecay(0.999, 1000000), 0.999);
}

}  // namespace
}  // namespace ptycho
