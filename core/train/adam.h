#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/learn/training_spec.h"
#include "core/train/adam_kernel.h"

namespace ptycho {

/// Adam (Kingma & Ba 2015) over all parameters of a network at once: the values of torch::optim::Adam, with every
/// parameter, gradient and moment read once. A parameter without a gradient stays as it is.
class Adam {
 public:
  Adam(const torch::nn::Module& network, const OptimiserSpec& spec);

  /// Forgets the gradients of the step before.
  void clearGradients();
  /// Norm of the gradient of all parameters together; not finite when one of its values is not.
  [[nodiscard]] double gradientNorm();
  /// One step with the gradients times `gradientScale`.
  void step(double learningRate, double gradientScale);

  [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }
  [[nodiscard]] const std::vector<torch::Tensor>& parameters() const { return m_parameters; }
  [[nodiscard]] std::vector<torch::Tensor>& means() { return m_means; }
  [[nodiscard]] std::vector<torch::Tensor>& squares() { return m_squares; }
  [[nodiscard]] std::int64_t steps() const { return m_steps; }
  void setSteps(std::int64_t steps) { m_steps = steps; }

 private:
  [[nodiscard]] std::vector<AdamStretch> stretches();
  void stepOnDevice(const AdamStep& numbers);

  OptimiserSpec m_spec;
  std::vector<std::string> m_names;
  std::vector<torch::Tensor> m_parameters;
  std::vector<torch::Tensor> m_means;
  std::vector<torch::Tensor> m_squares;
  std::int64_t m_steps = 0;
  bool m_onCpu = true;
};

}  // namespace ptycho
