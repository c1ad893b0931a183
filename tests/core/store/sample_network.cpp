#include "tests/core/store/sample_network.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/learn/presets.h"

namespace ptycho::testing {

namespace {

NamedTensor patterned(const std::string& name, TensorType type, std::vector<std::int64_t> shape, unsigned char first) {
  NamedTensor tensor{{name, type, std::move(shape)}, {}};
  tensor.bytes.resize(tensor.layout.bytes());
  for (std::size_t k = 0; k < tensor.bytes.size(); ++k) tensor.bytes[k] = static_cast<std::byte>(first + 37 * k);
  return tensor;
}

}  // namespace

std::vector<NamedTensor> sampleTensors(unsigned char first) {
  std::vector<NamedTensor> tensors{patterned("patch.encoder.0.weight", TensorType::Float32, {8, 3, 4, 4}, first),
                                   patterned("adam.m-1", TensorType::Float64, {5, 7}, 1),
                                   patterned("norm.num_batches_tracked", TensorType::Int64, {}, 2),
                                   patterned("random", TensorType::UInt8, {5056}, 3),
                                   patterned("nothing", TensorType::Float32, {0, 4}, 4)};
  const float odd[3]{std::bit_cast<float>(0x7fa12345U), -0.0F, std::numeric_limits<float>::denorm_min()};
  NamedTensor floats{{"a", TensorType::Float32, {3}}, std::vector<std::byte>(12)};
  std::memcpy(floats.bytes.data(), odd, 12);
  tensors.push_back(std::move(floats));
  return tensors;
}

TrainedNetwork sampleNetwork() {
  TrainedNetwork network;
  network.spec = findTrainingPreset("plus-40").value();
  network.spec.simulation.object.phase_min_rad = -1.0 / 3;
  network.weights = sampleTensors();
  network.validation.step = 1500;
  network.validation.amplitude_nrmse = 0.1;
  network.validation.phase_nrmse = std::nan("");
  network.validation.best = true;
  network.history = {ValidationRecord{500, 0.3}, network.validation};
  return network;
}

TrainingState sampleTrainingState(std::int64_t step, unsigned char first) {
  TrainingState state;
  state.tensors = sampleTensors(first);
  state.values = {{"spec", trainingSpecToJson(findTrainingPreset("reference-60-mse").value())},
                  {"step", step},
                  {"loss", 1.0 / 3},
                  {"random", ~std::uint64_t{0}}};
  return state;
}

Result<void> anyLayout(const TrainingSpec&, const std::vector<TensorLayout>&) { return {}; }

}  // namespace ptycho::testing
