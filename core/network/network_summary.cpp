#include "core/network/network_summary.h"

#include <algorithm>
#include <exception>
#include <map>

#include <fmt/format.h>
#include <torch/torch.h>

#include "core/network/layer_recorder.h"
#include "core/network/object_network.h"

namespace ptycho {

namespace {

constexpr int kWindowStep = 64;
constexpr int kSmallestWindow = 128;
constexpr std::int64_t kLargestObject = 2048;  ///< px; the pass that is recorded then needs some 2 GB
constexpr std::string_view kPatchPart = "patch.";

Result<void> checkScan(int window, int grid, int step) {
  if (window < kSmallestWindow || window % kWindowStep != 0) {
    return badInput(fmt::format("is {} px; networks take multiples of {} from {} on", window, kWindowStep,
                                kSmallestWindow),
                    "window_px");
  }
  if (grid < 1) return badInput(fmt::format("is {}; a scan has at least one position", grid), "grid");
  if (step < 1) return badInput(fmt::format("is {} px; positions lie at least a pixel apart", step), "step_px");
  const std::int64_t side = window + static_cast<std::int64_t>(grid - 1) * step;
  if (grid > kLargestObject || side > kLargestObject) {
    return badInput(fmt::format("makes an object of {} px; networks are summarised up to {} px, so take a smaller grid",
                                side, kLargestObject),
                    "grid");
  }
  return {};
}

Result<void> checkFields(const NetworkSpec& spec) {
  NetworkSpec read;
  return specFromJson(read, specToJson(spec));
}

/// One position in an object of the whole size: the patch part's work is the same for every position.
ScanBatch onePattern(int window, std::int64_t side) {
  ScanBatch batch;
  batch.magnitudes = torch::ones({1, 1, window, window});
  batch.probe = torch::ones({window, window}, torch::kComplexFloat);
  batch.positions = {Position{0, 0}};
  batch.rows = side;
  batch.cols = side;
  return batch;
}

std::vector<TensorLayout> layoutOf(const torch::nn::Module& network) {
  std::vector<TensorLayout> layout;
  const auto add = [&](const std::string& name, const torch::Tensor& tensor) {
    const TensorType type = tensor.scalar_type() == torch::kLong ? TensorType::Int64 : TensorType::Float32;
    layout.push_back({name, type, tensor.sizes().vec()});
  };
  for (const auto& item : network.named_parameters()) add(item.key(), item.value());
  for (const auto& item : network.named_buffers()) add(item.key(), item.value());
  return layout;
}

NetworkSummary summary(const NetworkSpec& spec, int window, std::int64_t side, std::int64_t patterns) {
  const std::shared_ptr<ObjectNetwork> network = makeObjectNetwork(spec, 0);
  network->eval();
  const torch::NoGradGuard noGradient;
  LayerRecorder recorder(*network);
  network->forward(onePattern(window, side));
  NetworkSummary all;
  for (RecordedLayer& layer : recorder.finish()) {
    if (layer.name.starts_with(kPatchPart)) {
      layer.multiply_adds *= patterns;
      if (!layer.output.empty()) layer.output[0] = patterns;
    }
    all.parameters += layer.parameters;
    all.multiply_adds += layer.multiply_adds;
    const std::string output = layer.output.empty() ? "" : fmt::format("[{}]", fmt::join(layer.output, ", "));
    all.layers.push_back({layer.name, layer.kind, output, layer.parameters, layer.multiply_adds});
  }
  all.weights = layoutOf(*network);
  return all;
}

}  // namespace

Result<NetworkSummary> summariseNetwork(const NetworkSpec& spec, int window_px, int grid, int step_px) {
  PTYCHO_CHECK(checkFields(spec));
  PTYCHO_CHECK(checkScan(window_px, grid, step_px));
  try {
    return summary(spec, window_px, window_px + static_cast<std::int64_t>(grid - 1) * step_px,
                   static_cast<std::int64_t>(grid) * grid);
  } catch (const std::exception& error) {
    return fail(ErrorCode::Failed, fmt::format("the network could not be run: {}", error.what()));
  }
}

std::vector<TensorLayout> networkLayout(const NetworkSpec& spec) { return layoutOf(*makeObjectNetwork(spec, 0)); }

Result<void> checkNetworkLayout(const NetworkSpec& spec, const std::vector<TensorLayout>& found) {
  PTYCHO_CHECK(checkFields(spec));
  std::map<std::string, const TensorLayout*> unclaimed;
  for (const TensorLayout& tensor : found) {
    if (!unclaimed.emplace(tensor.name, &tensor).second) {
      return badInput("is there twice; the weights are damaged", tensor.name);
    }
  }
  try {
    for (const TensorLayout& wanted : networkLayout(spec)) {
      const auto at = unclaimed.find(wanted.name);
      if (at == unclaimed.end()) return badInput("is missing; these are weights of another network", wanted.name);
      if (!(*at->second == wanted)) {
        return badInput(fmt::format("should be {} but is {}; these are weights of another network", wanted.text(),
                                    at->second->text()),
                        wanted.name);
      }
      unclaimed.erase(at);
    }
  } catch (const std::exception& error) {
    return fail(ErrorCode::Failed, fmt::format("the network could not be made: {}", error.what()), "network");
  }
  if (unclaimed.empty()) return {};
  return badInput("does not belong to this network; these are weights of another one", unclaimed.begin()->first);
}

}  // namespace ptycho
