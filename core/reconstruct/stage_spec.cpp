#include "core/reconstruct/stage_spec.h"

#include <algorithm>
#include <initializer_list>

namespace ptycho {

namespace {

constexpr double kMany = 1'000'000;

/// One text for each engine, in the order of the enum.
std::vector<std::string> ofEngines(std::string (*text)(EngineKind)) {
  std::vector<std::string> all;
  for (int k = 0; k <= static_cast<int>(kLastEngine); ++k) {
    all.push_back(text(static_cast<EngineKind>(k)));
  }
  return all;
}

FieldList<StageSpec> engineFields() {
  return {named(choiceField("engine", "Engine",
                            {"pie", "epie", "rpie", "mpie", "dm", "raar", "awf", "admm", "lsqml", "ml", "study-gd"},
                            "pie, epie, rpie, mpie: one pattern after the other; dm, raar, admm: projections of all "
                            "patterns; awf: accelerated gradient; lsqml: least-squares steps in batches; ml: "
                            "conjugate gradient; study-gd: the reference study's refinement, which hardly moves",
                            &StageSpec::engine),
                ofEngines(engineTitle), ofEngines(engineReference)),
          field("iterations", "Iterations", "", 1, kMany, "Passes over all patterns", &StageSpec::iterations)};
}

FieldList<StageSpec> stepFields() {
  return grouped<StageSpec>("Step", {
      field("beta", "Step β", "", 0, 2,
            "dm: feedback (1); raar: relaxation (0.9); admm: penalty (0.5; with a known probe 0.05 is quicker); others: "
            "step (1, lsqml 0.9, study-gd 0.05); 0 = the default",
            &StageSpec::beta),
      field("alpha", "Regulariser α", "", 0, 1,
            "rpie, mpie: between |P|² (near 0) and max|P|² (1); pie: share of max|P|² added; 0 = the default "
            "(pie 0.1, rpie 0.5, mpie 0.3)", &StageSpec::alpha),
      field("regularisation", "Regulariser ε", "", 0, 1,
            "Keeps what hardly any light reaches, relative to the brightest illumination", &StageSpec::regularisation),
      named(choiceField("noise", "Noise", {"gaussian", "poisson"},
                        "gaussian: least squares of magnitudes; poisson: likelihood of photon counts",
                        &StageSpec::noise),
            {"Gaussian", "Poisson"}, {"Least squares of magnitudes", "Likelihood of photon counts"}),
      field("momentum", "Momentum", "", 0, 0.99, "mpie, lsqml: share of the last velocity that is kept; 0 = none",
            &StageSpec::momentum),
      field("momentum_every", "Momentum every", "patterns", 0, kMany, "Patterns between momentum steps; 0 = one pass",
            &StageSpec::momentum_every),
      field("batch", "Batch", "patterns", 0, kMany,
            "Patterns that share one update; more = faster and steadier, fewer = more progress a pass; 0 = the default",
            &StageSpec::batch),
      named(choiceField("order", "Order", {"random", "given"},
                        "random: another order in every pass, from the seed; given: as the patterns are stored",
                        &StageSpec::order),
            {"Random", "As stored"})});
}

FieldList<StageSpec> constraintFields() {
  return grouped<StageSpec>("Constraints", {
      field("range", "Range", "Keep amplitude and phase inside the ranges", &StageSpec::range),
      field("support", "Support", "Outside the object's support (an image given beside the spec) leave only vacuum",
            &StageSpec::support),
      field("smooth", "Smoothness", "", 0, 0.25, "How much of each pixel comes from its neighbours after an iteration",
            &StageSpec::smooth),
      field("tv", "Total variation", "", 0, 10, "Flattens noise and keeps edges; in units of the object's transmission",
            &StageSpec::tv),
      field("constraint_start", "From iteration", "", 1, kMany, "First iteration with the constraints",
            &StageSpec::constraint_start),
      field("constraint_stop", "To iteration", "", 0, kMany, "Last iteration with the constraints; 0 = to the end",
            &StageSpec::constraint_stop),
      field("constraint_every", "Every", "iterations", 1, kMany, "Iterations from one use of the constraints to the next",
            &StageSpec::constraint_every)});
}

FieldList<StageSpec> probeFields() {
  return grouped<StageSpec>("Probe", {
      field("probe_from", "Update from", "", 0, kMany, "First iteration that updates the probe; 0 = known probe",
            &StageSpec::probe_from),
      field("probe_step", "Probe step", "", 0, 2, "Relative step of the probe; 0 = the default of the engine",
            &StageSpec::probe_step),
      field("probe_power", "Keep power", "Keep the probe's total intensity (else it trades with the object's)",
            &StageSpec::probe_power),
      field("probe_centre", "Keep centred", "Move probe and object together so that the probe stays in the middle",
            &StageSpec::probe_centre),
      field("probe_support_px", "Probe support", "px", 0, 8192, "Radius beyond which the probe is zero; 0 = none",
            &StageSpec::probe_support_px),
      field("orthogonalise_every", "Orthogonalise every", "iterations", 0, kMany,
            "Makes the probe's modes orthogonal, the strongest first; 0 = only at the end", &StageSpec::orthogonalise_every),
      field("opr_modes", "Varying modes", "", 0, 16,
            "Modes by which the probe varies from pattern to pattern (orthogonal probe relaxation), for engines that "
            "descend: let dm or raar begin, then awf, lsqml, ml, admm or a PIE vary the probe; 0 = a stable probe",
            &StageSpec::opr_modes)});
}

FieldList<StageSpec> positionFields() {
  return grouped<StageSpec>("Positions", {
      named(choiceField("positions", "Refine positions", {"off", "gradient", "correlation"},
                        "gradient: least squares with the object's gradient; correlation: registers updated patches",
                        &StageSpec::positions),
            {"Off", "By gradient", "By correlation"},
            {"Positions stay as given", "Least squares with the object's gradient", "Registers updated patches"}),
      field("positions_from", "From iteration", "", 1, kMany, "First iteration that moves positions",
            &StageSpec::positions_from),
      field("positions_every", "Every", "iterations", 1, kMany, "Iterations from one move to the next",
            &StageSpec::positions_every),
      field("positions_step", "Position step", "", 0, 100, "Relative step of a move; 0 = the default of the method",
            &StageSpec::positions_step),
      field("positions_bound_px", "Bound", "px", 0.1, 256, "Largest distance from the given position",
            &StageSpec::positions_bound_px)});
}

FieldList<StageSpec> scaleFields() {
  return grouped<StageSpec>("Intensity scale", {
      field("scale_from", "Scale from", "", 0, kMany,
            "First iteration that finds a per-pattern scale, for incident intensity that fluctuates (shutter, ring "
            "current); their mean stays 1; 0 = all patterns were lit alike", &StageSpec::scale_from)});
}

FieldList<StageSpec> stallFields() {
  return grouped<StageSpec>("When it stalls", {
      field("patience", "Patience", "iterations", 0, kMany,
            "Iterations without progress before the stage gives up; 0 = it runs to its end", &StageSpec::patience),
      field("tolerance", "Tolerance", "", 0, 1, "Relative fall of the residual that counts as progress",
            &StageSpec::tolerance),
      named(choiceField("on_stall", "When stalled", {"next", "perturb"},
                        "next: go on with the next stage; perturb: shake the object and start the stage's engine anew",
                        &StageSpec::on_stall),
            {"Next stage", "Shake and restart"}),
      field("perturbation", "Perturbation", "", 0, 2, "Noise that a new start adds, in units of the object's transmission",
            &StageSpec::perturbation)});
}

bool among(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::ranges::find(keys, key) != keys.end();
}

}  // namespace

const FieldList<StageSpec>& StageSpec::fields() {
  static const FieldList<StageSpec> list = joined<StageSpec>(
      {engineFields(), stepFields(), constraintFields(), probeFields(), positionFields(), scaleFields(), stallFields()});
  return list;
}

std::string engineName(EngineKind engine) {
  StageSpec stage;
  stage.engine = engine;
  return std::get<std::string>(StageSpec::fields().front().get(stage));
}

std::string engineTitle(EngineKind engine) {
  switch (engine) {
    case EngineKind::Pie: return "PIE";
    case EngineKind::Epie: return "ePIE";
    case EngineKind::Rpie: return "rPIE";
    case EngineKind::Mpie: return "mPIE";
    case EngineKind::DifferenceMap: return "Difference map";
    case EngineKind::Raar: return "RAAR";
    case EngineKind::Awf: return "Accelerated gradient";
    case EngineKind::Admm: return "ADMM";
    case EngineKind::LsqMl: return "LSQ-ML";
    case EngineKind::MaximumLikelihood: return "Maximum likelihood";
    case EngineKind::StudyGradient: return "Reference study's gradient";
  }
  return {};
}

std::string engineReference(EngineKind engine) {
  switch (engine) {
    case EngineKind::Pie: return "Rodenburg & Faulkner, Appl. Phys. Lett. 85, 4795 (2004)";
    case EngineKind::Epie: return "Maiden & Rodenburg, Ultramicroscopy 109, 1256 (2009)";
    case EngineKind::Rpie:
    case EngineKind::Mpie: return "Maiden, Johnson & Li, Optica 4, 736 (2017)";
    case EngineKind::DifferenceMap: return "Thibault et al., Ultramicroscopy 109, 338 (2009)";
    case EngineKind::Raar: return "Luke, Inverse Problems 21, 37 (2005)";
    case EngineKind::Awf: return "Xu, Soltanolkotabi, Haldar et al., arXiv:1806.05546 (2018)";
    case EngineKind::Admm: return "Chang, Enfedaque & Marchesini, SIAM J. Imaging Sci. 12, 153 (2019)";
    case EngineKind::LsqMl: return "Odstrčil, Menzel & Guizar-Sicairos, Opt. Express 26, 3108 (2018)";
    case EngineKind::MaximumLikelihood: return "Thibault & Guizar-Sicairos, New J. Phys. 14, 063004 (2012)";
    case EngineKind::StudyGradient: return "Plain steps on the mean squared error, as the reference study took them";
  }
  return {};
}

bool engineUses(EngineKind engine, std::string_view key) {
  const bool sequential = engine == EngineKind::Pie || engine == EngineKind::Epie || engine == EngineKind::Rpie ||
                          engine == EngineKind::Mpie;
  if (key == "alpha") return sequential && engine != EngineKind::Epie;
  if (key == "beta") return engine != EngineKind::Awf && engine != EngineKind::MaximumLikelihood;
  if (key == "regularisation") {
    return engine == EngineKind::DifferenceMap || engine == EngineKind::Raar || engine == EngineKind::Awf ||
           engine == EngineKind::Admm || engine == EngineKind::MaximumLikelihood;
  }
  if (key == "noise") return engine == EngineKind::LsqMl || engine == EngineKind::MaximumLikelihood;
  if (among(key, {"momentum", "momentum_every"})) return engine == EngineKind::Mpie || engine == EngineKind::LsqMl;
  // The wandering waves of these two are no estimate of what a pattern asks of its probe.
  if (key == "opr_modes") return engine != EngineKind::DifferenceMap && engine != EngineKind::Raar &&
                                  engine != EngineKind::StudyGradient;
  if (engine == EngineKind::StudyGradient && (key.starts_with("probe_") || key == "scale_from")) return false;
  if (among(key, {"batch", "order"})) return sequential || engine == EngineKind::LsqMl;
  return true;
}

double defaultBeta(EngineKind engine) {
  switch (engine) {
    case EngineKind::Raar:
    case EngineKind::LsqMl: return 0.9;
    case EngineKind::Admm: return 0.5;
    case EngineKind::StudyGradient: return 0.05;
    default: return 1;
  }
}

double defaultAlpha(EngineKind engine) {
  switch (engine) {
    case EngineKind::Rpie: return 0.5;
    case EngineKind::Mpie: return 0.3;
    default: return 0.1;
  }
}

bool countsPhotons(const StageSpec& stage) {
  return engineUses(stage.engine, "noise") && stage.noise == NoiseModel::Poisson;
}

}  // namespace ptycho
