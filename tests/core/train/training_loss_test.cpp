#include "core/train/training_loss.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/optics/scan.h"
#include "core/train/training_health.h"

namespace ptycho {
namespace {

constexpr std::int64_t kSide = 8;

/// Channels and truth that differ by ΔA = 0.1 and Δφ = 0.2 everywhere.
Sample knownSample(torch::Tensor& channels) {
  Sample sample;
  sample.scan.objects = 2;
  sample.scan.rows = sample.scan.cols = kSide;
  sample.scan.range = {2.0, -1.0, 0.5};
  channels = torch::rand({2, 2, kSide, kSide});
  const torch::Tensor amplitude = channels.select(1, 0) * 2.0 + 0.1;
  const torch::Tensor phase = 0.5 - 1.5 * channels.select(1, 1) - 0.2;
  sample.truth = torch::stack({amplitude, phase}, 1);
  channels.requires_grad_();
  return sample;
}

TEST(TrainingLoss, isInObjectUnits) {
  torch::Tensor channels;
  const Sample sample = knownSample(channels);
  LossSpec spec;
  spec.mse_weight = 2;
  spec.l1_weight = 0.5;
  const LossTensors loss = trainingLoss(channels, sample, {}, spec, 0);
  EXPECT_NEAR(loss.mse.item<double>(), 0.01 + 0.04, 1e-6);
  EXPECT_NEAR(loss.l1.item<double>(), 0.1 + 0.2, 1e-6);
  EXPECT_NEAR(loss.total.item<double>(), 2 * 0.05 + 0.5 * 0.3, 1e-6);
  EXPECT_FALSE(loss.dft.defined());
}

TEST(TrainingLoss, leavesOutWhatNoWindowCovers) {
  torch::Tensor channels;
  Sample sample = knownSample(channels);
  sample.truth = sample.truth.clone();
  sample.truth.slice(3, 0, 2).fill_(1000);
  torch::Tensor covered = torch::ones({kSide, kSide});
  covered.slice(1, 0, 2).zero_();
  const LossTensors loss = trainingLoss(channels, sample, covered, LossSpec(), 0);
  EXPECT_NEAR(loss.mse.item<double>(), 0.05, 1e-6);
  loss.total.backward();
  EXPECT_EQ(channels.grad().slice(3, 0, 2).abs().max().item<double>(), 0);
  EXPECT_GT(channels.grad().slice(3, 2).abs().min().item<double>(), 0);
}

TEST(TrainingLoss, reportsPartsWithoutWeightButDoesNotFollowThem) {
  torch::Tensor channels;
  const Sample sample = knownSample(channels);
  const LossTensors loss = trainingLoss(channels, sample, {}, LossSpec(), 0);
  EXPECT_NEAR(loss.l1.item<double>(), 0.3, 1e-6);
  EXPECT_FALSE(loss.l1.requires_grad());
  EXPECT_TRUE(loss.total.requires_grad());
}

TEST(TrainingHealth, namesStepAndPartOfTheLoss) {
  EXPECT_TRUE(checkLoss({1, 1, 1, std::nan("")}, 3));  // the diffraction error was not computed
  const auto checked = checkLoss({std::nan(""), 0.5, std::nan(""), 1}, 17);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().message.find("step 17"), std::string::npos) << checked.error().message;
  EXPECT_NE(checked.error().message.find("absolute error"), std::string::npos) << checked.error().message;
}

TEST(TrainingHealth, noticesDivergenceButNoNoise) {
  DivergenceGuard guard;
  std::int64_t step = 0;
  for (; step < 300; ++step) {
    ASSERT_TRUE(guard.watch({0, step % 7 == 0 ? 0.3 : 0.1, 0, 0}, LossSpec(), step));
  }
  Result<void> watched;
  for (; step < 400 && watched; ++step) watched = guard.watch({0, 50, 0, 0}, LossSpec(), step);
  ASSERT_FALSE(watched);
  EXPECT_NE(watched.error().message.find("diverged"), std::string::npos);
}

TEST(TrainingHealth, takesTheRampOfTheDiffractionLossForNoDivergence) {
  DivergenceGuard guard;
  LossSpec spec;
  spec.dft_weight = 100;
  spec.dft_ramp_steps = 400;
  for (std::int64_t step = 0; step < 400; ++step) {
    const double weight = 100 * static_cast<double>(step) / 400;
    ASSERT_TRUE(guard.watch({0.1 + weight, 0.1, 0, 1}, spec, step));
  }
}

}  // namespace
}  // namespace ptycho
