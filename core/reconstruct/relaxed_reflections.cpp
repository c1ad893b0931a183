#include "core/reconstruct/projection_engine.h"

namespace ptycho {

namespace {

/// Relaxed averaged alternating reflections (Luke, Inverse Problems 21, 2005):
///   ψ ← [ β/2·(R_O R_F + 1) + (1−β)·Π_F ] ψ,  R = 2Π − 1
///     = β·ψ + (1−2β)·m + β·P·O   with m = Π_F ψ and O = Σ P*(2m − ψ) / W.
/// The last term needs O of all patterns and is added at the start of the next iteration: what is kept is ψ without it.
struct RelaxedRule {
  explicit RelaxedRule(const StageSpec& stage) : beta(stepOf(stage)) {}
  float beta;

  void firstWave(Complex* wave, std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) wave[i] *= 1 - beta;
  }
  [[nodiscard]] float keep() const { return 0; }
  void fill(const kernels::WindowRows& at, const Complex* psi, Complex* out) const {
    kernels::relaxedWave(at, beta, psi, out);
  }
  void take(const kernels::WindowRows& at, const Complex* projected, Complex* psi, Complex* sum,
            std::size_t sumStride) const {
    kernels::relaxedRows(at, projected, beta, psi, sum, sumStride);
  }
};

}  // namespace

std::unique_ptr<Engine> makeRelaxedReflections(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProjectionEngine<RelaxedRule>>(setup, start);
}

}  // namespace ptycho
