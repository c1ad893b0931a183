#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_field.h"
#include "core/base/spec_json.h"
#include "core/reconstruct/stage_spec.h"

namespace ptycho {

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
  bool keep_best = true;    ///< return the best end of a stage: the smallest residual, or the most likely one where
                            ///< the last stage has poisson noise
  int starts = 1;           ///< the chain runs this often from different starts; the best end wins
  int probe_modes = 0;      ///< incoherent modes to solve for; 0 = as many as the acquisition's probe has
  double background = 0;    ///< intensity that every pixel of every pattern has beside the diffracted one

  bool halves = false;      ///< afterwards, reconstruct two halves of the scan and say how far they agree
                            ///< (correlateHalves()): twice the time again; whoever runs the chain does it

  /// All but the stages and the range, which have fields of their own.
  static const FieldList<ReconstructionSpec>& fields();
  bool operator==(const ReconstructionSpec&) const = default;
};

/// "dm:300:range,awf:100" — stages separated by commas; a stage is engine:iterations[:option…], an option is a
/// flag ("range") or key=value ("beta=0.9", "alpha=0.05").
/// Errors name the stage, the word and what is possible.
[[nodiscard]] Result<std::vector<StageSpec>> parseChain(std::string_view text);
/// The shortest text that parseChain() reads back.
[[nodiscard]] std::string chainText(const std::vector<StageSpec>& stages);

[[nodiscard]] Json reconstructionSpecToJson(const ReconstructionSpec& spec);
[[nodiscard]] Result<ReconstructionSpec> reconstructionSpecFromJson(const Json& json);

}  // namespace ptycho
