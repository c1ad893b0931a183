#pragma once

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_probe.h"
#include "core/reconstruct/pattern_sweep.h"
#include "core/reconstruct/stage_spec.h"

namespace ptycho {

/// The probe that fits exit waves best, from sums over patterns (Thibault et al., Ultramicroscopy 109, 2009):
///   P_m ← P_m + step · Σ_j O_j*·D_jm / (Σ_j |O_j|² + ε),   D_jm = ψ_jm − P_jm·O_j,   ε = 1e-3 · max Σ_j |O_j|².
/// With step 1 this is Σ O_j*ψ_jm / Σ|O_j|². O_j is the object under window j, between pixels a Fourier shift of it, so
/// that the probe stays on its own grid. With a variation (P_jm ≠ P_m) the difference form updates the shared modes.
///
/// Race-free, the same bits for any number of threads: each chunk of patterns has sums of its own, kept by its slot
/// (PatternSweep), which are added in the chunks' order. Either run() makes a pass of its own, or a sweep over the
/// object's sums does it on the way: clear(), sums() and addLight() for each pattern, flush() after each chunk, apply().
class ProbeProjection {
 public:
  explicit ProbeProjection(const ReconstructionProblem& problem);

  /// One pass over all patterns, then the step. @param wave  wave(j, mode, workspace) → ψ_jm [w, w]; it may use
  /// everything in the workspace but patch and probe
  template <class Wave>
  void run(const ScanCover& cover, PatternSweep& sweep, Estimate& estimate, double step, Wave&& wave);

  void clear();
  /// Where a chunk gathers Σ O_j*·D_jm [w, w].
  [[nodiscard]] Complex* sums(std::size_t slot, std::size_t mode) { return m_parts[slot].sums.image(mode); }
  /// Adds |O_j|² of one pattern: row(r) gives the object under row r of the window.
  template <class Rows>
  void addLight(std::size_t slot, const Rows& row) {
    const std::size_t side = m_problem.window();
    for (std::size_t r = 0; r < side; ++r) kernels::addPower(row(r), m_parts[slot].light.row(r), side);
  }
  /// Adds the sums of a chunk to the whole and starts them anew.
  void flush(std::size_t slot);
  /// P_m += step · sum / (light + ε)
  void apply(double step, ComplexStack& probe) const;

 private:
  struct Part {
    ComplexStack sums;  ///< [modes, w, w]
    RealImage light;    ///< Σ|O_j|² [w, w]
  };

  const ReconstructionProblem& m_problem;
  std::vector<Part> m_parts;  ///< one a slot
  Part m_whole;
};

template <class Wave>
void ProbeProjection::run(const ScanCover& cover, PatternSweep& sweep, Estimate& estimate, double step, Wave&& wave) {
  clear();
  const std::size_t side = m_problem.window();
  sweep.chunks(
      cover,
      [&](std::size_t j, Workspace& work, std::size_t slot) {
        cover.gather(estimate.object, j, work.patch);
        addLight(slot, [&](std::size_t r) { return work.patch.row(r); });
        for (std::size_t m = 0; m < m_problem.modes(); ++m) {
          kernels::addProbeResidual(work.patch.data(), probeOf(estimate, j, m, work.probe), wave(j, m, work),
                                    sums(slot, m), side * side);
        }
      },
      [this](std::size_t slot) { flush(slot); });
  apply(step, estimate.probe);
}

/// Step of a stage's probe update, or the engine's default.
[[nodiscard]] inline double probeStepOf(const StageSpec& stage, double byDefault) {
  return stage.probe_step > 0 ? stage.probe_step : byDefault;
}

}  // namespace ptycho
