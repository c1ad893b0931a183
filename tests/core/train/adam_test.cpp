#include "core/train/adam.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/train/averaged_weights.h"

namespace ptycho {
namespace {

/// Tensors of sizes around those of a stretch, one of them channels-last.
struct TwoLayersImpl : torch::nn::Module {
  TwoLayersImpl() {
    const torch::Tensor weight = torch::randn({40, 33, 5, 5}).contiguous(torch::MemoryFormat::ChannelsLast);
    large = register_parameter("large", weight);
    small = register_parameter("small", torch::randn({7}));
    idle = register_parameter("idle", torch::ones({3}));
    mean = register_buffer("mean", torch::zeros({2}));
  }
  torch::Tensor loss(const torch::Tensor& x) {
    return (large * x).tanh().square().mean() + (small - 0.3).pow(4).mean() + small.mean() * large.select(0, 1).mean();
  }
  torch::Tensor large, small, idle, mean;
};
TORCH_MODULE(TwoLayers);

OptimiserSpec reference() {
  OptimiserSpec spec;
  spec.learning_rate = 3e-3;
  spec.clip_norm = 0;
  return spec;
}

torch::optim::Adam stockAdam(const TwoLayers& layers, const OptimiserSpec& spec) {
  return torch::optim::Adam(layers->parameters(), torch::optim::AdamOptions(spec.learning_rate)
                                                      .betas({spec.beta1, spec.beta2})
                                                      .eps(spec.epsilon));
}

TwoLayers seeded() {
  torch::manual_seed(7);
  return TwoLayers();
}

double largestDifference(const torch::Tensor& a, const torch::Tensor& b) {
  return ((a - b).abs().max() / b.abs().max()).item<double>();
}

TEST(Adam, agreesWithLibTorchOverManySteps) {
  TwoLayers ours = seeded();
  TwoLayers stock = seeded();
  Adam adam(*ours, reference());
  auto theirs = stockAdam(stock, reference());
  const torch::Tensor x = torch::randn({40, 33, 5, 5});
  for (int k = 0; k < 30; ++k) {
    adam.clearGradients();
    theirs.zero_grad();
    ours->loss(x).backward();
    stock->loss(x).backward();
    adam.step(reference().learning_rate, 1);
    theirs.step();
  }
  EXPECT_LT(largestDifference(ours->large, stock->large), 1e-6);
  EXPECT_LT(largestDifference(ours->small, stock->small), 1e-6);
  EXPECT_TRUE(ours->idle.equal(torch::ones({3})));  // no gradient, no step
  EXPECT_EQ(adam.steps(), 30);
}

TEST(Adam, clipsLikeLibTorch) {
  TwoLayers ours = seeded();
  TwoLayers stock = seeded();
  Adam adam(*ours, reference());
  auto theirs = stockAdam(stock, reference());
  const torch::Tensor x = 100 * torch::randn({40, 33, 5, 5});
  for (int k = 0; k < 5; ++k) {
    adam.clearGradients();
    theirs.zero_grad();
    ours->loss(x).backward();
    stock->loss(x).backward();
    const double norm = adam.gradientNorm();
    const double stockNorm = torch::nn::utils::clip_grad_norm_(stock->parameters(), 0.01);
    EXPECT_NEAR(norm, stockNorm, 1e-5 * stockNorm);
    ASSERT_GT(norm, 0.01);
    adam.step(reference().learning_rate, 0.01 / (norm + 1e-6));
    theirs.step();
  }
  EXPECT_LT(largestDifference(ours->large, stock->large), 1e-6);
}

TEST(Adam, isTheSameForAnyNumberOfThreads) {
  const int before = at::get_num_threads();
  std::vector<torch::Tensor> results;
  std::vector<double> norms;
  for (const int threads : {1, 2, 3}) {
    at::set_num_threads(threads);
    TwoLayers layers = seeded();
    Adam adam(*layers, reference());
    layers->large.mutable_grad() = layers->large.detach().sin();
    layers->small.mutable_grad() = layers->small.detach().cos();
    norms.push_back(adam.gradientNorm());
    adam.step(0.01, 0.5);
    results.push_back(layers->large.detach().clone());
  }
  at::set_num_threads(before);
  EXPECT_EQ(norms[0], norms[1]);
  EXPECT_EQ(norms[0], norms[2]);
  EXPECT_TRUE(results[0].equal(results[1]));
  EXPECT_TRUE(results[0].equal(results[2]));
}

TEST(Adam, noticesAGradientThatIsNotFinite) {
  TwoLayers layers = seeded();
  Adam adam(*layers, reference());
  layers->small.mutable_grad() = torch::full({7}, std::nan(""));
  EXPECT_FALSE(std::isfinite(adam.gradientNorm()));
}

TEST(AveragedWeights, followConstantWeights) {
  TwoLayers layers = seeded();
  AveragedWeights average(*layers, 0.5);
  const torch::Tensor begin = layers->small.detach().clone();
  const torch::NoGradGuard noGradients;
  layers->small.fill_(2);
  layers->mean.fill_(1);
  for (int k = 1; k <= 40; ++k) average.update(k);
  average.swap();
  EXPECT_TRUE(layers->small.allclose(torch::full({7}, 2.0F), 1e-5));
  EXPECT_TRUE(layers->mean.allclose(torch::ones({2}), 1e-5));
  EXPECT_FALSE(layers->small.allclose(begin));
}

TEST(AveragedWeights, giveTheOwnWeightsBack) {
  TwoLayers layers = seeded();
  AveragedWeights average(*layers, 0.9);
  {
    const torch::NoGradGuard noGradients;
    layers->small.add_(1);
  }
  const torch::Tensor own = layers->small.detach().clone();
  average.update(1);
  {
    const WithAverage averaged(&average);
    EXPECT_FALSE(layers->small.equal(own));
  }
  EXPECT_TRUE(layers->small.equal(own));
}

}  // namespace
}  // namespace ptycho
