#include "core/reconstruct/projection_engine.h"

namespace ptycho {

namespace {

/// Difference map (Thibault et al., Science 321, 2008; Ultramicroscopy 109, 2009):
///   ψ ← ψ + β·[ Π_F(2·Π_O ψ − ψ) − Π_O ψ ],   Π_O ψ = P·O,  O = Σ P*ψ / W.
struct DifferenceRule {
  explicit DifferenceRule(const StageSpec& stage) : beta(stepOf(stage)) {}
  float beta;

  void firstWave(Complex*, std::size_t) const {}
  [[nodiscard]] float keep() const { return 0; }
  void fill(const kernels::WindowRows& at, const Complex* psi, Complex* out) const {
    kernels::reflectWave(at, psi, out);
  }
  void take(const kernels::WindowRows& at, const Complex* projected, Complex* psi, Complex* sum,
            std::size_t sumStride) const {
    kernels::differenceRows(at, projected, beta, psi, sum, sumStride);
  }
};

}  // namespace

std::unique_ptr<Engine> makeDifferenceMap(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProjectionEngine<DifferenceRule>>(setup, start);
}

}  // namespace ptycho
