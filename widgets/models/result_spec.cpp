#include "widgets/models/result_spec.h"

#include <algorithm>

#include "core/base/spec_json.h"

namespace ptycho {

std::optional<ReconstructionSpec> specOf(const ResultRecord& result) {
  const auto json = parseJson(result.spec_json, "spec");
  if (!json) return std::nullopt;
  auto spec = reconstructionSpecFromJson(*json);
  if (!spec || spec->stages.empty()) return std::nullopt;
  return std::move(*spec);
}

bool solvesForProbe(const ReconstructionSpec& spec) {
  return std::any_of(spec.stages.begin(), spec.stages.end(), [](const StageSpec& stage) {
    return stage.probe_from > 0 && stage.probe_from <= stage.iterations;
  });
}

bool movesPositions(const ReconstructionSpec& spec) { return positionBound(spec) > 0; }

double positionBound(const ReconstructionSpec& spec) {
  double bound = 0;
  for (const StageSpec& stage : spec.stages) {
    if (stage.positions == PositionMethod::Off || stage.positions_from > stage.iterations) continue;
    bound = std::max(bound, stage.positions_bound_px);
  }
  return bound;
}

}  // namespace ptycho
