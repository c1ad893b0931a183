#include "core/network/stitching.h"

#include <stdexcept>

#include "core/network/window_layout.h"

namespace ptycho {

namespace {

using torch::Tensor;

constexpr double kLightFloor = 1e-4;
constexpr double kLargestConfidence = 5;
// Below every sum of weights (e⁻⁵ · 1e-4), so that it shows only where no window reaches.
constexpr double kNoWeight = 1e-12;

/// [1, 1, w, w]
Tensor lightWeights(const ScanBatch& batch) {
  const Tensor light = torch::view_as_real(batch.probe.detach()).square().sum(-1);
  const Tensor brightest = light.max().clamp_min(1e-30);
  return (light / brightest + kLightFloor).view({1, 1, batch.window(), batch.window()});
}

}  // namespace

Tensor stitchPatches(const Tensor& patches, const ScanBatch& batch, Stitching stitching) {
  const WindowLayout layout = windowLayout(batch);
  const std::int64_t channels = stitching == Stitching::Learned ? 3 : 2;
  if (patches.dim() != 4 || patches.size(0) != batch.magnitudes.size(0) || patches.size(1) != channels) {
    throw std::invalid_argument("patches to be stitched are of another number or shape than the scan");
  }
  // Sums of many windows need more digits than a half-precision network gives.
  const Tensor values = patches.to(patches.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat);
  const std::int64_t side = layout.window;
  if (stitching == Stitching::Learned) {
    const Tensor confidence = (values.narrow(1, 2, 1) / kLargestConfidence).tanh() * kLargestConfidence;
    const Tensor weights = confidence.exp() * lightWeights(batch).to(values.scalar_type());
    const Tensor sums = addWindows(torch::cat({values.narrow(1, 0, 2) * weights, weights}, 1), layout);
    return sums.narrow(1, 0, 2) / sums.narrow(1, 2, 1).clamp_min(kNoWeight);
  }
  const Tensor weights = stitching == Stitching::Mean ? torch::ones({1, 1, side, side}, values.options())
                                                      : lightWeights(batch).to(values.scalar_type());
  const Tensor total = addWindows(weights.expand({layout.patterns(), 1, side, side}), layout);
  return addWindows(stitching == Stitching::Mean ? values : values * weights, layout) / total.clamp_min(kNoWeight);
}

}  // namespace ptycho
