#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_field.h"
#include "core/base/spec_json.h"

namespace ptycho {

enum class EngineKind { Epie, Rpie, DifferenceMap, Raar, Awf };

/// One stage of a chain. Fields that an engine does not use are ignored by it and say so in their help.
struct StageSpec {
  EngineKind engine = EngineKind::DifferenceMap;
  int iterations = 300;
  bool range = false;       ///< keep amplitude and phase inside the ranges of RangeSpec
  double beta = 0;          ///< DM: feedback (1), RAAR: relaxation (0.9), ePIE/rPIE: object step (1); 0 = the default
  double alpha = 0.1;       ///< rPIE: regulariser between |P|² and max|P|²
  double regularisation = 1e-3;  ///< ε of the overlap projection and of AWF, relative to max Σ|P|²

  static const FieldList<StageSpec>& fields();
  bool operator==(const StageSpec&) const = default;
};

/// The ranges that stages with `range` keep to.
struct RangeSpec {
  double amplitude_min = 0.5;
  double amplitude_max = 1.0;
  double phase_min_rad = -1.0471975511965976;  ///< −π/3
  double phase_max_rad = 0.0;

  static const FieldList<RangeSpec>& fields();
  bool operator==(const RangeSpec&) const = default;
};

enum class StartKind { Flat, Random, Given };

/// A chain of engines with what they share.
struct ReconstructionSpec {
  std::vector<StageSpec> stages;
  RangeSpec range;
  StartKind start = StartKind::Flat;
  std::uint64_t seed = 1;   ///< of the random start and of sequential orders
  int record_every = 1;     ///< iterations between records (the last of a stage is always recorded)
  bool keep_best = true;    ///< return the state of smallest residual among the ends of stages

  /// start, seed, record_every, keep_best; the stages and the range have fields of their own.
  static const FieldList<ReconstructionSpec>& fields();
  bool operator==(const ReconstructionSpec&) const = default;
};

/// "dm:300:range,awf:100" — stages separated by commas; a stage is engine:iterations[:option…], an option is a
/// flag ("range") or key=value ("beta=0.9", "alpha=0.05"). Engines: epie, rpie, dm, raar, awf.
/// Errors name the stage, the word and what is possible.
[[nodiscard]] Result<std::vector<StageSpec>> parseChain(std::string_view text);
/// The shortest text that parseChain() reads back.
[[nodiscard]] std::string chainText(const std::vector<StageSpec>& stages);
[[nodiscard]] std::string engineName(EngineKind engine);

[[nodiscard]] Json reconstructionSpecToJson(const ReconstructionSpec& spec);
[[nodiscard]] Result<ReconstructionSpec> reconstructionSpecFromJson(const Json& json);

}  // namespace ptycho
