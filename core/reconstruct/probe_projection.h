#pragma once

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_probe.h"
#include "core/reconstruct/pattern_sweep.h"
#include "core/reconstruct/stage_spec.h"

namespace ptycho {

/// The probe that fits exit waves best, from sums over patterns (Thibault et al., Ultramicroscopy 109, 2009, eq. 7):
///   P_m ← P_m + step · Σ_j O_j*·D_jm / (Σ_j |O_j|² + ε),   D_jm = ψ_jm − P_jm·O_j,   ε = 1e-3 · max Σ_j |O_j|².
/// With step 1 this is Σ O_j*ψ_jm / Σ|O_j|². O_j is the object under window j, between pixels a Fourier shift of it, so
/// that the probe stays on its own grid. With a variation (P_jm ≠ P_m) the difference form updates the shared modes.
///
/// Race-free, the same bits for any number of threads: each chunk of patterns is summed by one thread on its own and
/// the sums are added in the chunks' order. Either run() makes a pass of its own, or a sweep over the object's sums
/// does it on the way: clear(), add() or sums() for each pattern, flush() in the chunks' order, apply().
class ProbeProjection {
 public:
  explicit ProbeProjection(const ReconstructionProblem& problem);

  /// One pass over all patterns, then the step. @param wave  wave(j, mode, workspace) → ψ_jm [w, w]; it may use
  /// everything in the workspace but patch and probe
  template <class Wave>
  void run(const ScanCover& cover, PatternSweep& sweep, Estimate& estimate, double step, Wave&& wave);

  void clear();
  /// Where a thread gathers Σ O_j*·D_jm [w, w] of its chunk.
  [[nodiscard]] Complex* sums(std::size_t thread, std::size_t mode) { return m_parts[thread].sums.image(mode); }
  /// Adds |O_j|² of one pattern to a thread's sum.
  void addLight(std::size_t thread, const Complex* patch);
  /// Adds a thread's sums to the whole and starts them anew; to be called chunk by chunk, in order.
  void flush(std::size_t thread);
  /// P_m += step · sum / (light + ε)
  void apply(double step, ComplexStack& probe) const;

 private:
  struct Part {
    ComplexStack sums;  ///< [modes, w, w]
    RealImage light;    ///< Σ|O_j|² [w, w]
  };

  const ReconstructionProblem& m_problem;
  std::vector<Part> m_parts;  ///< one a thread
  Part m_whole;
};

template <class Wave>
void ProbeProjection::run(const ScanCover& cover, PatternSweep& sweep, Estimate& estimate, double step, Wave&& wave) {
  clear();
  const auto count = static_cast<std::ptrdiff_t>(cover.chunks().size());
#pragma omp parallel for ordered schedule(dynamic, 1) num_threads(m_problem.threads())
  for (std::ptrdiff_t c = 0; c < count; ++c) {
    const auto thread = static_cast<std::size_t>(omp_get_thread_num());
    Workspace& work = sweep.workspaces()[thread];
    const PatternChunk& chunk = cover.chunks()[static_cast<std::size_t>(c)];
    for (std::size_t k = chunk.first; k < chunk.last; ++k) {
      const std::size_t j = cover.order()[k];
      cover.gather(estimate.object, j, work.patch);
      addLight(thread, work.patch.data());
      for (std::size_t m = 0; m < m_problem.modes(); ++m) {
        kernels::addProbeResidual(work.patch.data(), probeOf(estimate, j, m, work.probe), wave(j, m, work),
                                  sums(thread, m), m_problem.windowSize());
      }
    }
#pragma omp ordered
    flush(thread);
  }
  apply(step, estimate.probe);
}

/// Step of a stage's probe update, or the engine's default.
[[nodiscard]] inline double probeStepOf(const StageSpec& stage, double byDefault) {
  return stage.probe_step > 0 ? stage.probe_step : byDefault;
}

}  // namespace ptycho
