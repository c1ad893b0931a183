#include "core/reconstruct/projection_engine.h"

namespace ptycho {

namespace {

/// Alternating direction method of multipliers (Chang, Enfedaque & Marchesini, SIAM J. Imaging Sci. 12, 2019), for
/// ½·Σ(|z| − M)² with z = F(P·O), penalty r and scaled multiplier λ = Λ/r, kept in the plane of the object:
///   z ← prox(P·O + λ):  modulus (M + r·|x|)/(1 + r), phase of x
///   λ ← λ + P·O − z
///   O ← Σ P*(z − λ) / W
/// β is the share r/(1 + r) of its own modulus that x keeps; β → 0 is Douglas–Rachford with hard moduli.
struct MultiplierRule {
  explicit MultiplierRule(const StageSpec& stage) : share(std::min(stepOf(stage), 0.999F)) {}
  float share;

  void firstWave(Complex* wave, std::size_t count) const { std::fill_n(wave, count, Complex{}); }
  [[nodiscard]] float keep() const { return share; }
  void fill(const kernels::WindowRows& at, const Complex* lambda, Complex* out) const {
    kernels::shiftedWave(at, lambda, out);
  }
  void take(const kernels::WindowRows& at, const Complex* projected, Complex* lambda, Complex* sum,
            std::size_t sumStride) const {
    kernels::multiplierRows(at, projected, lambda, sum, sumStride);
  }
};

}  // namespace

std::unique_ptr<Engine> makeAlternatingMultipliers(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProjectionEngine<MultiplierRule>>(setup, start);
}

}  // namespace ptycho
