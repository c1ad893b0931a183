#include "core/reconstruct/projection_engine.h"

namespace ptycho {

namespace {

/// Difference map (Thibault et al., Science 321, 2008; Ultramicroscopy 109, 2009):
///   ψ ← ψ + β·[ Π_F(2·Π_O ψ − ψ) − Π_O ψ ],   Π_O ψ = P·O,  O = Σ P*ψ / W.
struct DifferenceRule {
  static constexpr bool kFillChangesWave = false;
  explicit DifferenceRule(const StageSpec& stage) : beta(stepOf(stage)) {}
  float beta;

  void firstWave(Complex*, std::size_t) const {}
  [[nodiscard]] float keep() const { return 0; }
  void fill(const Complex* probe, const Complex* patch, const Complex* psi, Complex* out, std::size_t count) const {
    kernels::reflectWave(probe, patch, psi, out, count);
  }
  void take(const Complex* probe, const Complex* patch, const Complex* projected, Complex* psi, Complex* sum,
            std::size_t count) const {
    kernels::differenceRow(probe, patch, projected, beta, psi, sum, count);
  }
};

}  // namespace

std::unique_ptr<Engine> makeDifferenceMap(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProjectionEngine<DifferenceRule>>(setup, start);
}

}  // namespace ptycho
