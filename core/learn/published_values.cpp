#include "core/learn/published_values.h"

#include <algorithm>

namespace ptycho {

const std::vector<PublishedValue>& publishedValues() {
  static const std::vector<PublishedValue> values{
      {"ptychonet-mse", "PtychoNet, MSE", 20, 0.0977, 0.2926},
      {"ptychonet-mse", "PtychoNet, MSE", 40, 0.0846, 0.2536},
      {"ptychonet-mse", "PtychoNet, MSE", 60, 0.0770, 0.2323},
      {"ptychonet-dse", "PtychoNet, DSE", 20, 0.1003, 0.3018},
      {"ptychonet-dse", "PtychoNet, DSE", 40, 0.0887, 0.2642},
      {"ptychonet-dse", "PtychoNet, DSE", 60, 0.0780, 0.2352},
      {"ptychonet-plus", "PtychoNet+", 40, 0.0908, 0.2745},
      {"ptychonet-plus", "PtychoNet+", 60, 0.0798, 0.2412},
      {"ptychonet-plus-gd", "PtychoNet+ and 5 or 10 gradient steps", 40, 0.0909, 0.2736},
      {"ptychonet-plus-gd", "PtychoNet+ and 5 or 10 gradient steps", 60, 0.0796, 0.2396}};
  return values;
}

std::optional<PublishedValue> publishedValue(std::string_view method, double step_px) {
  const auto& values = publishedValues();
  const auto found = std::ranges::find_if(
      values, [&](const PublishedValue& value) { return value.method == method && value.step_px == step_px; });
  if (found == values.end()) return std::nullopt;
  return *found;
}

std::optional<PublishedValue> publishedValueOf(const TrainingSpec& spec) {
  const ScanSpec& scan = spec.simulation.scan;
  const ScanSpec reference;
  if (scan.pattern != reference.pattern || scan.grid != reference.grid || scan.jitter_px != 0 ||
      spec.simulation.probe.window_px != SimulationSpec{}.probe.window_px) {
    return std::nullopt;
  }
  switch (spec.network.kind) {
    case NetworkKind::PtychoNet:
      return publishedValue(spec.loss.dft_weight > 0 ? "ptychonet-dse" : "ptychonet-mse", scan.step_px);
    case NetworkKind::PtychoNetPlus: return publishedValue("ptychonet-plus", scan.step_px);
    case NetworkKind::UNet: break;
  }
  return std::nullopt;
}

}  // namespace ptycho
