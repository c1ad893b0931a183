#include "app/cli/info_network.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/cli/network_source.h"

#ifdef PTYCHODESK_WITH_NETWORKS
#include "core/network/network_summary.h"
#endif

namespace ptycho::cli {

#ifdef PTYCHODESK_WITH_NETWORKS

Result<Json> describeArchitecture(const NetworkSpec& spec, const CountedScan& scan) {
  PTYCHO_TRY(const NetworkSummary summary, summariseNetwork(spec, scan.window_px, scan.grid, scan.step_px));
  Json layers = Json::array();
  for (const LayerSummary& layer : summary.layers) {
    layers.push_back({{"name", layer.name},
                      {"kind", layer.kind},
                      {"output", layer.output},
                      {"parameters", layer.parameters},
                      {"multiply_adds", layer.multiply_adds}});
  }
  return Json{{"kind", "architecture"},
              {"spec", specToJson(spec)},
              {"window_px", scan.window_px},
              {"patterns", scan.grid * scan.grid},
              {"step_px", scan.step_px},
              {"parameters", summary.parameters},
              {"multiply_adds", summary.multiply_adds},
              {"layers", layers}};
}

#else

Result<Json> describeArchitecture(const NetworkSpec& /*spec*/, const CountedScan& /*scan*/) {
  return withoutNetworks("info network");
}

#endif

namespace {

/// 24391296 → "24,391,296"
std::string withCommas(std::int64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (k > 0 && (digits.size() - k) % 3 == 0) text += ',';
    text += digits[k];
  }
  return text;
}

/// So many columns wide, counted in characters and not in bytes ("Conv2d 4×4").
std::string padded(const std::string& text, std::size_t width) {
  const auto columns = static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
  return text + std::string(columns < width ? width - columns : 1, ' ');
}

}  // namespace

void printArchitecture(const Json& architecture) {
  const auto row = [](const std::string& name, const std::string& kind, const std::string& output,
                      const std::string& parameters, const std::string& operations) {
    fmt::print("{}{}{}{:>12}  {:>18}\n", padded(name, 40), padded(kind, 34), padded(output, 22), parameters,
               operations);
  };
  row("layer", "kind", "output", "parameters", "multiply-adds");
  for (const Json& layer : architecture["layers"]) {
    row(layer["name"].get<std::string>(), layer["kind"].get<std::string>(), layer["output"].get<std::string>(),
        withCommas(layer["parameters"].get<std::int64_t>()), withCommas(layer["multiply_adds"].get<std::int64_t>()));
  }
  fmt::print("{} parameters, {} multiply-adds a scan of {} patterns of {} px\n",
             withCommas(architecture["parameters"].get<std::int64_t>()),
             withCommas(architecture["multiply_adds"].get<std::int64_t>()), architecture["patterns"].get<int>(),
             architecture["window_px"].get<int>());
}

Result<Json> describeNetworkFile(const std::string& file) {
  PTYCHO_TRY(const TrainedNetwork network, readTrainedNetwork(file));
  std::uint64_t values = 0;
  for (const NamedTensor& tensor : network.weights) values += tensor.layout.elements();
  Json json = validationRecordToJson(network.validation);
  json["kind"] = "network";
  json["architecture"] = fieldText(findField<NetworkSpec>("architecture")->get(network.spec.network));
  json["tensors"] = network.weights.size();
  json["values"] = values;
  json["history"] = Json::array();
  for (const ValidationRecord& record : network.history) json["history"].push_back(validationRecordToJson(record));
  json["spec"] = trainingSpecToJson(network.spec);
  return json;
}

}  // namespace ptycho::cli
