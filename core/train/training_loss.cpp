#include "core/train/training_loss.h"

#include "core/network/scan_physics.h"

namespace ptycho {

LossTensors trainingLoss(const torch::Tensor& channels, const Sample& sample, const torch::Tensor& covered,
                         const LossSpec& spec, double diffractionWeight) {
  const OutputRange& range = sample.scan.range;
  const auto options = channels.options().dtype(torch::kFloat32).requires_grad(false);
  const std::vector<double> scales{range.amplitude_max, range.phase_min_rad - range.phase_max_rad};
  const torch::Tensor scale = torch::tensor(scales, torch::kFloat64).to(options).view({1, 2, 1, 1});
  torch::Tensor target = sample.truth;
  if (range.phase_max_rad != 0) {
    target = target.clone();
    target.select(1, 1).sub_(range.phase_max_rad);
  }
  torch::Tensor difference = channels.to(torch::kFloat32) * scale - target;
  double pixels = static_cast<double>(difference.numel()) / 2;
  if (covered.defined()) {
    difference = difference * covered;
    pixels *= covered.mean().item<double>();
  }
  // What has no weight is looked at only.
  const auto judged = [&](double weight) { return weight > 0 ? difference : difference.detach(); };
  LossTensors loss;
  loss.mse = judged(spec.mse_weight).square().sum() / pixels;
  loss.l1 = judged(spec.l1_weight).abs().sum() / pixels;
  loss.total = torch::zeros({}, options);
  if (spec.mse_weight > 0) loss.total = loss.total + spec.mse_weight * loss.mse;
  if (spec.l1_weight > 0) loss.total = loss.total + spec.l1_weight * loss.l1;
  if (spec.dft_weight > 0) {
    const torch::AutoGradMode differentiate(torch::GradMode::is_enabled() && diffractionWeight > 0);
    loss.dft = diffractionLoss(channels.to(torch::kFloat32), sample.scan);
  }
  if (diffractionWeight > 0) loss.total = loss.total + diffractionWeight * loss.dft;
  return loss;
}

}  // namespace ptycho
