#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace ptycho {

/// Exponential moving average of a network's parameters and running statistics (Polyak & Juditsky 1992):
/// a ← d·a + (1 − d)·w after every step, d from averageDecay(). Counters follow the network.
class AveragedWeights {
 public:
  AveragedWeights(const torch::nn::Module& network, double decay);

  /// After the optimiser's step number `step` = 1, 2, ….
  void update(std::int64_t step);
  /// Exchanges the average and the network's own weights; called twice, everything is as before.
  void swap();

 private:
  double m_decay;
  std::vector<torch::Tensor> m_own;
  std::vector<torch::Tensor> m_average;
};

/// The network has the averaged weights while this lives. Null: it keeps its own.
class WithAverage {
 public:
  explicit WithAverage(AveragedWeights* weights) : m_weights(weights) { if (m_weights) m_weights->swap(); }
  WithAverage(const WithAverage&) = delete;
  WithAverage& operator=(const WithAverage&) = delete;
  ~WithAverage() { if (m_weights) m_weights->swap(); }

 private:
  AveragedWeights* m_weights;
};

}  // namespace ptycho
