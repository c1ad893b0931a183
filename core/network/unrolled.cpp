#include "core/network/unrolled.h"

#include <cmath>

#include "core/network/data_term.h"
#include "core/network/scan_physics.h"

namespace ptycho {

namespace {

using torch::Tensor;

constexpr double kFirstScale = 0.1;

/// (t − 1)/t⁺ for t = 1, t⁺ = (1 + √(1 + 4t²))/2, …: what the k-th step adds of the one before. Step 0 has none before it,
/// the first that has is step 1 with the second number, as in the engine.
Tensor nesterovMomenta(std::int64_t steps) {
  std::vector<float> momenta;
  double t = 1;
  double before = 0;
  for (std::int64_t k = 0; k < steps; ++k) {
    momenta.push_back(static_cast<float>(before));
    const double next = (1 + std::sqrt(1 + 4 * t * t)) / 2;
    before = (t - 1) / next;
    t = next;
  }
  return torch::tensor(momenta);
}

Tensor heldToRange(const Tensor& channels) { return channels + (channels.clamp(0, 1) - channels).detach(); }

}  // namespace

UnrolledPhysicsImpl::UnrolledPhysicsImpl(std::int64_t steps, std::int64_t correctionChannels)
    : m_stepSize(register_parameter("step_size", torch::ones({steps}))),
      m_momentum(register_parameter("momentum", nesterovMomenta(steps))),
      m_correctionScale(register_parameter("correction_scale", torch::full({steps}, kFirstScale))),
      m_corrections(register_module("corrections", torch::nn::ModuleList())) {
  for (std::int64_t k = 0; k < steps; ++k) m_corrections->push_back(Correction(correctionChannels));
}

Tensor UnrolledPhysicsImpl::forward(const Tensor& channels, const ScanBatch& batch) {
  const auto data = c10::make_intrusive<DataTerm>(batch);
  const Tensor light = data->illumination.expand({channels.size(0), 1, batch.rows, batch.cols});
  Tensor current = channels;
  Tensor object = objectFromChannels(channels, batch.range);
  Tensor before;
  const std::int64_t steps = m_stepSize.size(0);
  for (std::int64_t k = 0; k < steps; ++k) {
    const Tensor ahead = k == 0 ? object : object + (object - before) * m_momentum[k];
    const Tensor update = dataUpdate(ahead, data);
    current = channelsFromObject(ahead - update * m_stepSize[k], batch.range);
    const Tensor seen = torch::cat({current, torch::view_as_real(update).permute({0, 3, 1, 2}), light}, 1);
    const auto correction = m_corrections[static_cast<std::size_t>(k)];
    current = torch::addcmul(current, m_correctionScale[k], correction->as<CorrectionImpl>()->forward(seen));
    if (k + 1 == steps) break;
    before = object;
    object = objectFromChannels(current, batch.range);
  }
  return heldToRange(current) * reachedPixels(data->layout, channels.device());
}

}  // namespace ptycho
