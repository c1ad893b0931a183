#include "core/reconstruct/projection_engine.h"

namespace ptycho {

namespace {

/// Relaxed averaged alternating reflections (Luke, Inverse Problems 21, 2005):
///   ψ ← [ β/2·(R_O R_F + 1) + (1−β)·Π_F ] ψ,  R = 2Π − 1
///     = β·ψ + (1−2β)·m + β·P·O   with m = Π_F ψ and O = Σ P*(2m − ψ) / W.
/// The last term needs O of all patterns and is added at the start of the next iteration: what is kept is ψ without it.
///
/// With an unknown probe the projections change places, so that ψ is complete after the pass and the probe can be taken
/// from it:  ψ ← β·(ψ + m) + (1−2β)·P·O  with m = Π_F(2P·O − ψ) and O = Σ P*ψ / W.
class RelaxedRule {
 public:
  explicit RelaxedRule(const StageSpec& stage) : m_beta(stepOf(stage)) {}

  void firstWave(Complex* wave, std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) wave[i] *= 1 - m_beta;
  }
  [[nodiscard]] static float keep() { return 0; }
  bool updateProbe() {
    m_first = m_complete == 0;
    m_complete = 1;
    return true;
  }
  void overlapInput(const Complex*, const Complex* psi, Complex* out, std::size_t count) const {
    std::copy_n(psi, count, out);
  }
  void exchange(StateArchive& archive) { archive.count("complete", m_complete); }

  void fill(const kernels::WindowRows& at, const Complex* psi, Complex* out) const {
    if (m_complete == 0) kernels::relaxedWave(at, m_beta, psi, out);
    else kernels::reflectRelaxed(at, m_first ? m_beta : 0.0F, psi, out);
  }
  void take(const kernels::WindowRows& at, const Complex* projected, Complex* psi, Complex* sum,
            std::size_t sumStride) const {
    if (m_complete == 0) kernels::relaxedRows(at, projected, m_beta, psi, sum, sumStride);
    else kernels::reflectedRows(at, projected, m_beta, m_first ? m_beta : 0.0F, psi, sum, sumStride);
  }

 private:
  float m_beta;
  std::uint64_t m_complete = 0;  ///< 1: ψ is kept whole
  bool m_first = false;          ///< in this iteration β·P·O is still missing
};

}  // namespace

std::unique_ptr<Engine> makeRelaxedReflections(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<ProjectionEngine<RelaxedRule>>(setup, start);
}

}  // namespace ptycho
