#include "core/network/input_scaling.h"

namespace ptycho {

namespace {

using torch::Tensor;

Tensor scaled(const Tensor& magnitudes, std::int64_t objects, InputScaling scaling) {
  switch (scaling) {
    case InputScaling::Raw: return magnitudes;
    case InputScaling::SquareRoot: return magnitudes.sqrt();
    case InputScaling::Logarithm: return magnitudes.log1p();
    case InputScaling::Normalised: break;
  }
  const Tensor byObject = magnitudes.reshape({objects, -1});
  const Tensor rms = byObject.square().mean(1, true).sqrt().clamp_min(1e-30);
  return (byObject / rms).view_as(magnitudes);
}

}  // namespace

Tensor scaledInput(const ScanBatch& batch, InputScaling scaling, bool shifted) {
  const Tensor input = scaled(batch.magnitudes.clamp_min(0), batch.objects, scaling);
  const std::int64_t half = batch.window() / 2;
  return shifted ? input.roll({half, half}, {2, 3}) : input;
}

}  // namespace ptycho
