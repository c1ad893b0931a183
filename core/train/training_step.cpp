#include "core/train/training_step.h"

#include <limits>

#include "core/network/autocast.h"

namespace ptycho {

LossValues accumulateGradients(ObjectNetwork& network, const TrainingBatch& batch, const PassSetup& setup) {
  const Sample sample = setup.tensors.sample(batch, 0, batch.objects);
  torch::Tensor channels;
  {
    const AutocastGuard autocast(sample.truth.device().type(), scalarType(setup.precision));
    channels = network.forward(sample.scan);
  }
  const LossTensors loss =
      trainingLoss(channels, sample, setup.tensors.covered(), setup.loss, setup.diffraction_weight);
  (loss.total * setup.share).backward();
  const torch::Tensor none = torch::full_like(loss.total, std::numeric_limits<double>::quiet_NaN());
  const torch::Tensor values =
      torch::stack({loss.total, loss.mse, loss.l1, loss.dft.defined() ? loss.dft : none}).detach().cpu();
  const auto* value = values.data_ptr<float>();
  return {value[0], value[1], value[2], value[3]};
}

}  // namespace ptycho
