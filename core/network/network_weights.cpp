#include <algorithm>
#include <cstring>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "core/network/object_network.h"

namespace ptycho {

namespace {

using torch::Tensor;

TensorType typeOf(torch::ScalarType type) {
  switch (type) {
    case torch::kFloat: return TensorType::Float32;
    case torch::kDouble: return TensorType::Float64;
    case torch::kLong: return TensorType::Int64;
    case torch::kByte: return TensorType::UInt8;
    default: throw std::invalid_argument("only tensors of float32, float64, int64 and uint8 have a plain form");
  }
}

torch::ScalarType scalarOf(TensorType type) {
  switch (type) {
    case TensorType::Float32: return torch::kFloat;
    case TensorType::Float64: return torch::kDouble;
    case TensorType::Int64: return torch::kLong;
    case TensorType::UInt8: return torch::kByte;
  }
  return torch::kByte;
}

struct Slot {
  std::string name;
  Tensor tensor;

  [[nodiscard]] TensorLayout layout() const { return {name, typeOf(tensor.scalar_type()), tensor.sizes().vec()}; }
};

/// Parameters, then buffers.
std::vector<Slot> slotsOf(const torch::nn::Module& network) {
  std::vector<Slot> slots;
  for (const auto& item : network.named_parameters()) slots.push_back({item.key(), item.value()});
  for (const auto& item : network.named_buffers()) slots.push_back({item.key(), item.value()});
  return slots;
}

Result<void> checkFits(const Slot& slot, const NamedTensor& found) {
  const TensorLayout wanted = slot.layout();
  if (!(wanted == found.layout)) {
    return badInput(fmt::format("should be {} but is {}; these are weights of another network", wanted.text(),
                                found.layout.text()),
                    slot.name);
  }
  if (found.bytes.size() != wanted.bytes()) {
    return badInput(fmt::format("has {} bytes where {} needs {}; the weights are damaged", found.bytes.size(),
                                wanted.text(), wanted.bytes()),
                    slot.name);
  }
  return {};
}

}  // namespace

NamedTensor toNamedTensor(std::string name, const Tensor& tensor) {
  NamedTensor named{{std::move(name), typeOf(tensor.scalar_type()), tensor.sizes().vec()}, {}};
  const Tensor plain = tensor.detach().to(torch::kCPU).contiguous();
  named.bytes.resize(plain.nbytes());
  if (!named.bytes.empty()) std::memcpy(named.bytes.data(), plain.data_ptr(), plain.nbytes());
  return named;
}

Tensor fromNamedTensor(const NamedTensor& tensor) {
  Tensor plain = torch::empty(tensor.layout.shape, torch::TensorOptions(scalarOf(tensor.layout.type)));
  if (plain.nbytes() != tensor.bytes.size()) {
    throw std::invalid_argument(tensor.layout.name + ": the bytes do not fill the shape");
  }
  if (!tensor.bytes.empty()) std::memcpy(plain.data_ptr(), tensor.bytes.data(), tensor.bytes.size());
  return plain;
}

std::vector<NamedTensor> networkWeights(const torch::nn::Module& network) {
  std::vector<NamedTensor> weights;
  for (const Slot& slot : slotsOf(network)) weights.push_back(toNamedTensor(slot.name, slot.tensor));
  return weights;
}

Result<void> loadNetworkWeights(torch::nn::Module& network, const std::vector<NamedTensor>& weights) {
  std::map<std::string, const NamedTensor*> found;
  for (const NamedTensor& tensor : weights) {
    if (!found.emplace(tensor.layout.name, &tensor).second) {
      return badInput("is there twice; the weights are damaged", tensor.layout.name);
    }
  }
  const std::vector<Slot> slots = slotsOf(network);
  for (const Slot& slot : slots) {
    const auto at = found.find(slot.name);
    if (at == found.end()) return badInput("is missing; these are weights of another network", slot.name);
    PTYCHO_CHECK(checkFits(slot, *at->second));
  }
  if (found.size() != slots.size()) {
    const auto isUnknown = [&](const NamedTensor& tensor) {
      return std::ranges::none_of(slots, [&](const Slot& slot) { return slot.name == tensor.layout.name; });
    };
    return badInput("does not belong to this network; these are weights of another one",
                    std::ranges::find_if(weights, isUnknown)->layout.name);
  }
  try {
    const torch::NoGradGuard noGradient;
    for (const Slot& slot : slots) Tensor(slot.tensor).copy_(fromNamedTensor(*found.at(slot.name)));
  } catch (const std::exception& error) {
    return fail(ErrorCode::Failed, fmt::format("weights could not be copied to the device: {}", error.what()));
  }
  return {};
}

}  // namespace ptycho
