#include "core/network/layer_recorder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ptycho {

struct LayerRecorder::Record {
  std::map<const void*, std::string> owners;     ///< first value of a parameter → its module
  std::map<std::string, std::int64_t> counts;    ///< module → its own parameters
  std::vector<std::string> modules;              ///< with own parameters, in their order
  std::vector<RecordedLayer> layers;
  int linear = 0;                                ///< operations aten::linear that have not ended

  RecordedLayer& layer(const std::string& name, const std::string& kind) {
    for (RecordedLayer& known : layers) {
      if (known.name == name) return known;
    }
    const auto own = counts.find(name);
    layers.push_back({name, kind, {}, own == counts.end() ? 0 : own->second, 0});
    return layers.back();
  }
};

namespace {

using Shape = std::vector<std::int64_t>;

// The record that observes in this thread; callbacks are plain functions.
thread_local LayerRecorder::Record* t_record = nullptr;

/// What is kept between the start of an operation and its end.
struct Started : at::ObserverContext {
  std::string name;
  std::string owner;
  Shape input;
  Shape weight;
  std::string detail;
};

std::string convolutionDetail(const std::vector<c10::IValue>& values, std::size_t stride, std::size_t dilation,
                              const Shape& weight) {
  std::string text = fmt::format(" {}×{}", weight[2], weight[3]);
  if (const auto s = values[stride].toIntVector(); s[0] > 1) text += fmt::format(", stride {}", s[0]);
  if (const auto d = values[dilation].toIntVector(); d[0] > 1) text += fmt::format(", dilation {}", d[0]);
  return text;
}

bool isConvolution(const std::string& name) { return name == "aten::convolution"; }
bool isBackwardData(const std::string& name) { return name == "aten::convolution_backward"; }
bool isProduct(const std::string& name) { return name == "aten::matmul"; }
bool isLinear(const std::string& name) { return name == "aten::linear"; }
bool isKnown(const std::string& name) {
  return isConvolution(name) || isBackwardData(name) || isProduct(name) || isLinear(name) ||
         name == "aten::batch_norm" || name == "aten::layer_norm" || name == "aten::group_norm";
}

std::unique_ptr<at::ObserverContext> start(const at::RecordFunction& function) {
  const std::string name = function.name();
  if (!t_record || !isKnown(name)) return nullptr;
  auto started = std::make_unique<Started>();
  started->name = name;
  const std::vector<c10::IValue> values(function.inputs().begin(), function.inputs().end());
  for (const c10::IValue& value : values) {
    if (!value.isTensor() || !value.toTensor().defined()) continue;
    const at::Tensor& tensor = value.toTensor();
    const auto owner = t_record->owners.find(tensor.data_ptr());
    if (started->input.empty()) started->input = tensor.sizes().vec();
    if (owner == t_record->owners.end()) continue;
    started->owner = owner->second;
    started->weight = tensor.sizes().vec();
    break;
  }
  const bool ofLayer = !started->owner.empty();
  if (isLinear(name)) {
    ++t_record->linear;
  } else if (isProduct(name) && t_record->linear > 0) {
    return nullptr;  // how aten::linear, which is recorded itself, computes
  }
  if (ofLayer && isConvolution(name)) started->detail = convolutionDetail(values, 3, 5, started->weight);
  if (ofLayer && isBackwardData(name)) started->detail = convolutionDetail(values, 4, 6, started->weight);
  return started;
}

std::int64_t product(const Shape& shape, std::size_t first = 0) {
  std::int64_t all = 1;
  for (std::size_t i = first; i < shape.size(); ++i) all *= shape[i];
  return all;
}

std::string kindOf(const Started& started) {
  if (isConvolution(started.name)) return "Conv2d" + started.detail;
  if (isBackwardData(started.name)) return "ConvTranspose2d" + started.detail;
  if (isLinear(started.name) || isProduct(started.name)) return "Linear";
  if (started.name == "aten::batch_norm") return "BatchNorm2d";
  if (started.name == "aten::layer_norm") return "LayerNorm";
  return "GroupNorm";
}

/// Every value of the output of a convolution, every value of the input of a transposed one, meets one filter.
std::int64_t multiplyAdds(const Started& started, const Shape& output) {
  if (isConvolution(started.name)) return product(output) * product(started.weight, 1);
  if (isBackwardData(started.name)) return product(started.input) * product(started.weight, 1);
  if (isLinear(started.name) || isProduct(started.name)) return product(output) * started.input.back();
  return 0;
}

void end(const at::RecordFunction& function, at::ObserverContext* context) {
  auto* started = static_cast<Started*>(context);
  if (!t_record || !started) return;
  if (isLinear(started->name)) --t_record->linear;
  const c10::IValue& result = function.outputs().empty() ? c10::IValue() : function.outputs()[0];
  if (!result.isTensor() || !result.toTensor().defined()) return;
  const Shape output = result.toTensor().sizes().vec();
  if (isProduct(started->name) && started->owner.empty()) {  // of two activations: attention
    if (t_record->layers.empty()) return;
    const std::string& neighbour = t_record->layers.back().name;
    const std::string name = neighbour.ends_with(".products") ? neighbour
                                                              : neighbour.substr(0, neighbour.rfind('.')) + ".products";
    RecordedLayer& layer = t_record->layer(name, "Matrix products");
    layer.output = output;
    layer.multiply_adds += product(output) * started->input.back();
    return;
  }
  if (started->owner.empty()) return;
  RecordedLayer& layer = t_record->layer(started->owner, kindOf(*started));
  layer.output = output;
  layer.multiply_adds += multiplyAdds(*started, output);
}

}  // namespace

LayerRecorder::LayerRecorder(const torch::nn::Module& network) : m_record(std::make_unique<Record>()) {
  for (const auto& item : network.named_parameters()) {
    const std::string& name = item.key();
    const std::size_t dot = name.rfind('.');
    const std::string module = dot == std::string::npos ? name : name.substr(0, dot);
    m_record->owners[item.value().data_ptr()] = module;
    if (m_record->counts[module] == 0) m_record->modules.push_back(module);
    m_record->counts[module] += item.value().numel();
  }
  t_record = m_record.get();
  m_callback = at::addThreadLocalCallback(at::RecordFunctionCallback(&start, &end)
                                              .needsInputs(true)
                                              .needsOutputs(true)
                                              .scopes({at::RecordScope::FUNCTION}));
}

LayerRecorder::~LayerRecorder() {
  at::removeCallback(m_callback);
  t_record = nullptr;
}

std::vector<RecordedLayer> LayerRecorder::finish() const {
  std::vector<RecordedLayer> layers = m_record->layers;
  for (const std::string& module : m_record->modules) {
    const bool used = std::ranges::any_of(layers, [&](const auto& layer) { return layer.name == module; });
    if (!used) layers.push_back({module, "Factor", {}, m_record->counts.at(module), 0});
  }
  return layers;
}

}  // namespace ptycho
