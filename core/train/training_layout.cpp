#include "core/train/training_layout.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/network/network_summary.h"

namespace ptycho {

namespace {

constexpr std::array<std::string_view, 5> kGroups{"weights", "adam_mean", "adam_square", "average", "best"};

/// The tensors of one group under their names in the network.
std::vector<TensorLayout> groupOf(std::string_view group, const std::vector<TensorLayout>& found) {
  const std::string prefix = std::string(group) + ".";
  std::vector<TensorLayout> list;
  for (const TensorLayout& layout : found) {
    if (!layout.name.starts_with(prefix)) continue;
    list.push_back(layout);
    list.back().name.erase(0, prefix.size());
  }
  return list;
}

Result<void> checkMoments(std::string_view group, const std::vector<TensorLayout>& moments,
                          const std::vector<TensorLayout>& network) {
  for (const TensorLayout& layout : moments) {
    const auto own = std::ranges::find(network, layout.name, &TensorLayout::name);
    const std::string name = std::string(group) + "." + layout.name;
    if (own == network.end()) return badInput("belongs to no parameter of the network.", name);
    if (*own != layout) {
      return badInput(fmt::format("is {} but the parameter is {}.", layout.text(), own->text()), name);
    }
  }
  return {};
}

}  // namespace

Result<void> checkTrainingLayout(const TrainingSpec& spec, const std::vector<TensorLayout>& found) {
  const std::vector<TensorLayout> network = networkLayout(spec.network);
  for (const TensorLayout& layout : found) {
    const std::string_view group = std::string_view(layout.name).substr(0, layout.name.find('.'));
    if (std::ranges::find(kGroups, group) == kGroups.end()) {
      return badInput("is no tensor of a training.", layout.name);
    }
  }
  for (const std::string_view group : kGroups) {
    const std::vector<TensorLayout> own = groupOf(group, found);
    if (group == "adam_mean" || group == "adam_square") {
      PTYCHO_CHECK(checkMoments(group, own, network));
      continue;
    }
    const bool needed = group == "weights" || (group == "average" && spec.optimiser.ema_decay > 0);
    if (own.empty() && !needed) continue;
    if (auto fits = checkNetworkLayout(spec.network, own); !fits) return passOn(fits.error(), group);
  }
  return {};
}

}  // namespace ptycho
