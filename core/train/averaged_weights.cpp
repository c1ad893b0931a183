#include "core/train/averaged_weights.h"

#include "core/train/schedule.h"

namespace ptycho {

AveragedWeights::AveragedWeights(const torch::nn::Module& network, double decay) : m_decay(decay) {
  m_own = network.parameters();
  for (const auto& buffer : network.buffers()) m_own.push_back(buffer);
  for (const auto& tensor : m_own) m_average.push_back(tensor.detach().clone());
}

void AveragedWeights::update(std::int64_t step) {
  const torch::NoGradGuard noGradients;
  const double decay = averageDecay(m_decay, step);
  for (std::size_t k = 0; k < m_own.size(); ++k) {
    if (m_own[k].is_floating_point()) {
      m_average[k].lerp_(m_own[k], 1 - decay);
    } else {
      m_average[k].copy_(m_own[k]);
    }
  }
}

void AveragedWeights::swap() {
  const torch::NoGradGuard noGradients;
  for (std::size_t k = 0; k < m_own.size(); ++k) {
    const torch::Tensor own = m_own[k].detach().clone();
    m_own[k].copy_(m_average[k]);
    m_average[k].copy_(own);
  }
}

}  // namespace ptycho
