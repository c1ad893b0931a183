#include <optional>

#include "core/reconstruct/engine.h"
#include "core/reconstruct/follow_waves.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_sweep.h"
#include "core/reconstruct/probe_projection.h"

namespace ptycho {

namespace {

/// Difference map (Thibault et al., Science 321, 2008; Ultramicroscopy 109, 2009):
///   ψ ← ψ + β·[ Π_F(2·Π_O ψ − ψ) − Π_O ψ ],   Π_O ψ = P·O,  O = Σ P*ψ / W.
class DifferenceMap : public Engine {
 public:
  DifferenceMap(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage),
        m_problem(setup.problem),
        m_cover(setup.problem, start),
        m_sweep(setup.problem),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_psi(m_problem.patterns() * m_problem.modes(), m_problem.window(), m_problem.window()),
        m_sum(start.object.rows(), start.object.cols()),
        m_norm(start.object.rows()) {
    if (setup.stage.probe_from > 0) m_probe.emplace(setup.problem);
    m_sweep.each([&](std::size_t j, Workspace& work) {
      m_cover.gather(start.object, j, work.patch);
      for (std::size_t m = 0; m < m_problem.modes(); ++m) {
        kernels::exitWave(probeOf(start, j, m, work.probe), work.patch.data(), psi(j, m), work.patch.size());
      }
    });
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(++m_iteration));
    m_sweep.run(m_cover, m_sum, [&](std::size_t j, Workspace& work, const PatchBox& box) {
      updatePattern(j, estimate, work, box);
    });
    projectOverlap(m_problem, m_cover, m_stage.regularisation, m_constraint, m_sum, estimate.object, m_norm);
    if (updatesProbe(m_stage, static_cast<int>(m_iteration))) updateProbe(estimate);
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange& change) override {
    m_cover.update(estimate);
    followWaves(m_psi, m_problem.patterns(), m_problem.modes(), change);
  }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    archive.values("psi", std::span<Complex>(m_psi.data(), m_psi.size()));
  }

 private:
  Complex* psi(std::size_t j, std::size_t mode) { return m_psi.image(j * m_problem.modes() + mode); }

  /// After the object: P = Σ O*ψ / Σ|O|² in a pass of its own.
  void updateProbe(Estimate& estimate) {
    m_probe->run(m_cover, m_sweep, estimate, probeStepOf(m_stage, 1.0),
                 [this](std::size_t j, std::size_t mode, Workspace&) { return psi(j, mode); });
    m_cover.update(estimate);
  }

  void updatePattern(std::size_t j, const Estimate& estimate, Workspace& work, const PatchBox& box) {
    const std::size_t count = m_problem.windowSize();
    const float beta = stepOf(m_stage);
    m_cover.gather(estimate.object, j, work.patch);
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      kernels::exitWaveReflected(probeOf(estimate, j, m, work.probe), work.patch.data(), psi(j, m), work.waves.image(m),
                                 work.transformed.image(m), count);
      m_problem.fft().forwardUnscaled(work.transformed.image(m));
    }
    projectModulus(m_problem, m_problem.target(j, work.target), work.transformed, work.power);
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      m_problem.fft().inverseUnscaled(work.transformed.image(m));
      kernels::differenceStep(probeOf(estimate, j, m, work.probe), beta, m == 0, work.transformed.image(m),
                              work.waves.image(m), psi(j, m), work.patch.data(), count);
    }
    ComplexImage& scratch = work.probe;
    deposit(m_cover, j, work.patch.data(), scratch, box);
  }

  StageSpec m_stage;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PatternSweep m_sweep;
  ObjectConstraint m_constraint;
  ComplexStack m_psi;
  ComplexImage m_sum;
  UpdateNorm m_norm;
  std::optional<ProbeProjection> m_probe;
  std::uint64_t m_iteration = 0;
};

}  // namespace

std::unique_ptr<Engine> makeDifferenceMap(const EngineSetup& setup, const Estimate& start) {
  return std::make_unique<DifferenceMap>(setup, start);
}

}  // namespace ptycho
