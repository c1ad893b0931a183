#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"

namespace ptycho {

namespace {

/// Difference map (Thibault et al., Science 321, 2008; Ultramicroscopy 109, 2009):
///   ψ ← ψ + β·[ Π_F(2·Π_O ψ − ψ) − Π_O ψ ],   Π_O ψ = P·O,  O = Σ P*ψ / W.
class DifferenceMap : public Engine {
 public:
  DifferenceMap(const StageSpec& stage, const RangeSpec& range, const ReconstructionProblem& problem,
                const ComplexImage& object)
      : m_stage(stage),
        m_range(range),
        m_problem(problem),
        m_workspaces(makeWorkspaces(problem)),
        m_psi(problem.patterns() * problem.modes(), problem.window(), problem.window()),
        m_contributions(problem.patterns(), problem.window(), problem.window()) {
    ComplexImage patch(problem.window(), problem.window());
    for (std::size_t j = 0; j < problem.patterns(); ++j) {
      problem.gather(object, j, patch);
      for (std::size_t m = 0; m < problem.modes(); ++m) {
        kernels::exitWave(problem.probe().image(m), patch.data(), psi(j, m), patch.size());
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
    const auto beta = static_cast<float>(m_stage.beta > 0 ? m_stage.beta : 1.0);
    Complex* sum = m_contributions.image(j);
    m_problem.gather(object, j, work.patch);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      kernels::exitWaveReflected(probe.image(m), work.patch.data(), psi(j, m), work.waves.image(m),
                                 work.transformed.image(m), count);
      m_problem.fft().forwardUnscaled(work.transformed.image(m));
    }
    projectModulus(m_problem, j, work.transformed, work.scratch);
    for (std::size_t m = 0; m < probe.count(); ++m) {
      m_problem.fft().inverseUnscaled(work.transformed.image(m));
      kernels::differenceStep(probe.image(m), beta, m == 0, work.transformed.image(m), work.waves.image(m), psi(j, m),
                              sum, count);
    }
    m_problem.bringToGrid(j, sum, work.patch);
  }

  StageSpec m_stage;
  RangeSpec m_range;
  const ReconstructionProblem& m_problem;
  std::vector<Workspace> m_workspaces;
  ComplexStack m_psi;
  ComplexStack m_contributions;
};

}  // namespace

std::unique_ptr<Engine> makeDifferenceMap(const StageSpec& stage, const RangeSpec& range,
                                          const ReconstructionProblem& problem, const ComplexImage& object) {
  return std::make_unique<DifferenceMap>(stage, range, problem, object);
}

}  // namespace ptycho
