#pragma once

#include <torch/torch.h>

namespace ptycho {

/// While it lives, convolutions and matrix products of this thread on one kind of device compute in a narrower type;
/// weights, batch statistics, losses and gradients of weights stay float32. Guards may be nested; the one before is
/// restored. Gradients may be taken outside of its life.
class AutocastGuard {
 public:
  /// @param type  what is computed in; float32 does nothing
  AutocastGuard(torch::DeviceType device, torch::ScalarType type);
  ~AutocastGuard();
  AutocastGuard(const AutocastGuard&) = delete;
  AutocastGuard& operator=(const AutocastGuard&) = delete;

 private:
  torch::DeviceType m_device;
  bool m_active;
  bool m_enabledBefore = false;
  torch::ScalarType m_typeBefore = torch::kFloat32;
};

/// The tensor as a convolution under the present guard takes it (weights are converted once a guard); as it is without.
/// For layers that LibTorch does not know.
[[nodiscard]] torch::Tensor autocast(const torch::Tensor& tensor);

/// float16 and bfloat16 as float32, wider types as they are: where narrow numbers end.
[[nodiscard]] torch::Tensor widened(const torch::Tensor& tensor);

}  // namespace ptycho
