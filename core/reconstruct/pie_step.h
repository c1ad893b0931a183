#pragma once

#include <vector>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/scan_cover.h"
#include "core/reconstruct/workspace.h"

namespace ptycho {

/// What one pattern of a batch changes, before anything is changed.
struct PieChange {
  PieChange(const ReconstructionProblem& problem, bool withProbe);

  ComplexImage object;  ///< to be added under the window, already on whole pixels
  RealImage gain;       ///< share of a pixel's own error that the change takes away, 0 … 1 (before the step)
  ComplexStack probe;   ///< to be added to the shared modes; empty: the stage keeps its probe
  RealImage probeGain;
};

/// The update of the ptychographic iterative engines by one pattern. With S = Σ_m |P_m|², Δ_m = Π_F ψ_m − ψ_m,
/// ψ_m = P_m·O under the window, β the object's step and β_P the probe's (both 1 by default):
///   O   += β·w(S)·Σ_m P_m*·Δ_m,     P_m += β_P·w(|O|²)·O*·Δ_m    (both from the values before)
///   PIE  w(S) = √(S/max S) / (S + α·max S)      Rodenburg & Faulkner, Appl. Phys. Lett. 85, 4795 (2004)
///   ePIE w(S) = 1 / max S                       Maiden & Rodenburg, Ultramicroscopy 109, 1256 (2009)
///   rPIE w(S) = 1 / (α·max S + (1 − α)·S)       Maiden, Johnson & Li, Optica 4, 736 (2017); mPIE the same
/// PIE was published for a known probe; its probe update is the same formula with the parts exchanged. max |O|² is
/// taken under the window, max S over it. α = `alpha`, by default defaultAlpha(). w·S ≤ 1 is the gain of a PieChange.
/// Between pixels O under the window is its Fourier shift, and the change is brought onto whole pixels by the adjoint.
/// With a variation S is that of the pattern's own probe.
class PieStep {
 public:
  PieStep(const EngineSetup& setup, const ScanCover& cover);

  /// Before a pass: weights that stay as they are while the probe does.
  void begin(const Estimate& estimate, bool updatesProbe);
  /// What pattern j changes; may be called from several threads.
  void changeOf(std::size_t j, const Estimate& estimate, PieChange& change);
  /// Whether applyAtOnce() can do it: one mode, no variation, whole pixels.
  [[nodiscard]] bool direct(std::size_t j, const Estimate& estimate) const;
  /// Changes object and probe in place in as few passes as possible.
  void applyAtOnce(std::size_t j, Estimate& estimate, const ObjectConstraint& constraint);

 private:
  /// What one thread needs beside a workspace.
  struct Weights {
    explicit Weights(std::size_t side) : power(side, side), weight(side, side) {}
    RealImage power;
    RealImage weight;
  };
  void weigh(float step, const RealImage& power, RealImage& weight) const;
  void weighProbe(const Complex* first, const Estimate& estimate, Weights& weights) const;

  const ReconstructionProblem& m_problem;
  const ScanCover& m_cover;
  EngineKind m_engine;
  float m_alpha;
  float m_step;
  float m_probeStep;
  bool m_updatesProbe = false;
  std::vector<Workspace> m_workspaces;
  Weights m_shared;                       ///< of the probe's shared modes
  std::vector<Weights> m_ofProbe, m_ofObject;  ///< for each thread
};

}  // namespace ptycho
