#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"

namespace ptycho {

namespace {

/// Relaxed averaged alternating reflections (Luke, Inverse Problems 21, 2005):
///   ψ ← [ β/2·(R_O R_F + 1) + (1−β)·Π_F ] ψ,  R = 2Π − 1
///     = β·ψ + (1−2β)·m + β·P·O   with m = Π_F ψ and O = Σ P*(2m − ψ) / W.
/// The last term needs O of all patterns and is added at the start of the next iteration.
class RelaxedReflections : public Engine {
 public:
  RelaxedReflections(const StageSpec& stage, const RangeSpec& range, const ReconstructionProblem& problem,
                     const ComplexImage& object)
      : m_stage(stage),
        m_range(range),
        m_problem(problem),
        m_workspaces(makeWorkspaces(problem)),
        m_beta(static_cast<float>(stage.beta > 0 ? stage.beta : 0.9)),
        m_psi(problem.patterns() * problem.modes(), problem.window(), problem.window()),
        m_contributions(problem.patterns(), problem.window(), problem.window()) {
    ComplexImage patch(problem.window(), problem.window());
    for (std::size_t j = 0; j < problem.patterns(); ++j) {
      problem.gather(object, j, patch);
      for (std::size_t m = 0; m < problem.modes(); ++m) {
        Complex* wave = psi(j, m);
        kernels::exitWave(problem.probe().image(m), patch.data(), wave, patch.size());
        for (std::size_t i = 0; i < patch.size(); ++i) wave[i] *= 1 - m_beta;
      }
    }
  }

  double iterate(ComplexImage& object) override {
    forEachPattern(m_problem, m_workspaces, [&](std::size_t j, Workspace& work) { updatePattern(j, object, work); });
    return projectOverlap(m_problem, m_contributions, m_stage.regularisation, m_stage.range ? &m_range : nullptr, object);
  }

 private:
  Complex* psi(std::size_t j, std::size_t mode) { return m_psi.image(j * m_problem.modes() + mode); }

  void updatePattern(std::size_t j, const ComplexImage& object, Workspace& work) {
    const std::size_t count = m_problem.windowSize();
    const auto& probe = m_problem.probe();
    Complex* sum = m_contributions.image(j);
    m_problem.gather(object, j, work.patch);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      kernels::exitWave(probe.image(m), work.patch.data(), work.waves.image(m), count);
      kernels::addScaled(work.waves.image(m), m_beta, psi(j, m), count);
      std::copy_n(psi(j, m), count, work.transformed.image(m));
      m_problem.fft().forwardUnscaled(work.transformed.image(m));
    }
    projectModulus(m_problem, j, work.transformed, work.scratch);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      m_problem.fft().inverseUnscaled(work.transformed.image(m));
      kernels::reflectAndRelax(probe.image(m), m_beta, m == 0, work.transformed.image(m), work.waves.image(m), psi(j, m),
                               sum, count);
    }
    m_problem.bringToGrid(j, sum, work.patch);
  }

  StageSpec m_stage;
  RangeSpec m_range;
  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  float m_beta;
  ComplexStack m_psi;
  ComplexStack m_contributions;
};

}  // namespace

std::unique_ptr<Engine> makeRelaxedReflections(const StageSpec& stage, const RangeSpec& range,
                                               const ReconstructionProblem& problem, const ComplexImage& object) {
  return std::make_unique<RelaxedReflections>(stage, range, problem, object);
}

}  // namespace ptycho
