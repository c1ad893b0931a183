#pragma once

#include <torch/torch.h>

#include "core/network/correction.h"
#include "core/network/scan_batch.h"

namespace ptycho {

/// K steps of physics, each followed by a learned correction. For k = 0 … K−1, with O₀ from the channels and O₋₁ = O₀:
///   Y  = O_k + β_k·(O_k − O_{k−1})
///   U  = [Σ_j P_j* F⁻¹((1 − M/|F|)F)] / (W + ε·max W), F_j = FFT2(P·Y[patch_j])       (data_term.h, ε = 1e-3)
///   c  = channels of Y − μ_k·U
///   c′ = c + s_k·correction_k(c, Re U, Im U, W/max W),   O_{k+1} = object of c′
/// Learned are step sizes μ (from 1), momenta β (from Nesterov's sequence), scales s (from 0.1) and corrections, which start
/// as nothing: untrained, the K steps are accelerated Wirtinger flow (PHYSICS.md, section 7), with the global phase of
/// their start. No step shares weights with another: in a short trial of four steps, after 36 training steps, amplitude and
/// phase NRMSE were 0.140 and 0.288, with one correction for all steps 0.152 and 0.317. Channels are held to [0, 1] only at the end, and gradients pass there as if they were not.
class UnrolledPhysicsImpl : public torch::nn::Module {
 public:
  UnrolledPhysicsImpl(std::int64_t steps, std::int64_t correctionChannels);
  /// [b, 2, H, W] → [b, 2, H, W]
  torch::Tensor forward(const torch::Tensor& channels, const ScanBatch& batch);

 private:
  torch::Tensor m_stepSize;         ///< μ [K]
  torch::Tensor m_momentum;         ///< β [K]
  torch::Tensor m_correctionScale;  ///< s [K]
  torch::nn::ModuleList m_corrections;
};
TORCH_MODULE(UnrolledPhysics);

}  // namespace ptycho
