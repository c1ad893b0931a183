#pragma once

#include <string>
#include <string_view>

#include "core/base/spec_field.h"

namespace ptycho {

enum class EngineKind { Pie, Epie, Rpie, Mpie, DifferenceMap, Raar, Awf, Admm, LsqMl, MaximumLikelihood, StudyGradient };
inline constexpr EngineKind kLastEngine = EngineKind::StudyGradient;
enum class NoiseModel { Gaussian, Poisson };
enum class PatternOrder { Random, Given };
enum class PositionMethod { Off, Gradient, Correlation };
enum class StallAction { Next, Perturb };

/// One stage of a chain. Fields that an engine does not use are ignored by it (engineUses()).
struct StageSpec {
  EngineKind engine = EngineKind::DifferenceMap;
  int iterations = 300;

  // Step
  double beta = 0;               ///< step, feedback or relaxation; 0 = the engine's default (defaultBeta())
  double alpha = 0;              ///< PIE, rPIE, mPIE: regulariser; 0 = the engine's default (defaultAlpha())
  double regularisation = 1e-3;  ///< ε of the overlap projection and of AWF, relative to max Σ|P|²
  NoiseModel noise = NoiseModel::Gaussian;  ///< LSQ-ML, ML
  double momentum = 0.9;         ///< mPIE, LSQ-ML: friction η
  int momentum_every = 0;        ///< mPIE, LSQ-ML: patterns between momentum steps; 0 = one pass
  int batch = 0;                 ///< patterns that one update of a sequential engine uses; 0 = the engine's default
  PatternOrder order = PatternOrder::Random;  ///< of the patterns in a pass of a sequential engine

  // Constraints
  bool range = false;            ///< keep amplitude and phase inside the ranges of RangeSpec
  bool support = false;          ///< outside the object's support nothing but vacuum
  double smooth = 0;             ///< weight of the smoothness constraint
  double tv = 0;                 ///< weight of the total variation constraint
  int constraint_start = 1;      ///< first iteration of the stage with constraints
  int constraint_stop = 0;       ///< last one; 0 = to the end
  int constraint_every = 1;

  // Probe
  int probe_from = 0;            ///< first iteration of the stage that updates the probe; 0 = known probe
  double probe_step = 0;         ///< relative step; 0 = the engine's default
  bool probe_power = true;       ///< keep Σ|P|² of the start
  bool probe_centre = true;      ///< keep the centre of mass of |P|² at the window's middle, to a pixel
  double probe_support_px = 0;   ///< radius beyond which the probe is zero; 0 = none
  int orthogonalise_every = 10;  ///< iterations between orthogonalisations of the modes; 0 = only at the end
  int opr_modes = 0;             ///< modes of variation from pattern to pattern (orthogonal probe relaxation)

  // Positions
  PositionMethod positions = PositionMethod::Off;
  int positions_from = 20;
  int positions_every = 1;
  double positions_step = 0;     ///< relative step; 0 = the method's default
  double positions_bound_px = 3; ///< largest distance from the given position

  // Intensity scale
  int scale_from = 0;            ///< first iteration that finds the intensity scale of each pattern; 0 = as it is

  // When it stalls
  int patience = 0;              ///< iterations without progress before the stage ends or starts anew; 0 = never
  double tolerance = 1e-3;       ///< relative fall of the residual that counts as progress
  StallAction on_stall = StallAction::Next;
  double perturbation = 0.1;     ///< strength of the noise that a restart adds to the object

  static const FieldList<StageSpec>& fields();
  bool operator==(const StageSpec&) const = default;
};

/// The word of a chain: "dm".
[[nodiscard]] std::string engineName(EngineKind engine);
/// The name people know: "Difference map".
[[nodiscard]] std::string engineTitle(EngineKind engine);
/// The paper that the update comes from.
[[nodiscard]] std::string engineReference(EngineKind engine);
/// Whether an engine looks at a field of StageSpec ("beta", "alpha", …).
[[nodiscard]] bool engineUses(EngineKind engine, std::string_view key);
/// What β = 0 stands for.
[[nodiscard]] double defaultBeta(EngineKind engine);
/// What α = 0 stands for: 0.1 for PIE, as published; rPIE and mPIE more than their paper's 0.1, with which sparse scans
/// (steps of half the window) end worse than a flat picture or diverge.
[[nodiscard]] double defaultAlpha(EngineKind engine);
/// Whether the stage looks for the most likely object of photon counts.
[[nodiscard]] bool countsPhotons(const StageSpec& stage);

}  // namespace ptycho
