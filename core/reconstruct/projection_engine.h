#pragma once

#include "core/reconstruct/compact_waves.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_pass.h"

namespace ptycho {

/// The frame of engines that keep a wave ψ for every pattern and mode and project it in turn onto the measured moduli
/// and onto what one object can make of them (difference map, RAAR, ADMM). `Rule` says what happens to some rows:
///   fill(at, psi, out)                              the wave to be transformed
///   take(at, projected, psi, sum, sumStride)        psi for the next iteration; what the overlap projection gets
///   firstWave(wave, count)                          psi from the exit wave of the start
///   keep()                                          share of its own modulus that a transform keeps
template <class Rule>
class ProjectionEngine : public Engine {
 public:
  ProjectionEngine(const EngineSetup& setup, const Estimate& start)
      : m_stage(setup.stage),
        m_rule(setup.stage),
        m_problem(setup.problem),
        m_cover(setup.problem, start),
        m_sweep(setup.problem),
        m_constraint(setup.stage, setup.range, setup.problem.support()),
        m_psi(setup.problem),
        m_sum(start.object.rows(), start.object.cols()),
        m_norm(start.object.rows()) {
    m_sweep.each([&](std::size_t j, Workspace& work) {
      m_cover.gather(start.object, j, work.patch);
      for (std::size_t m = 0; m < m_problem.modes(); ++m) {
        Complex* wave = work.waves.image(m);
        kernels::exitWave(probeOf(start, j, m, work.probe), work.patch.data(), wave, work.patch.size());
        m_rule.firstWave(wave, work.patch.size());
        m_psi.store(j, m, 0, m_problem.window(), wave);
      }
    });
  }

  double iterate(Estimate& estimate) override {
    m_constraint.begin(static_cast<int>(++m_iteration));
    const float epsilon = m_cover.epsilon(m_stage.regularisation);
    m_sweep.run(
        m_cover, m_sum,
        [&](std::size_t j, Workspace& work, const PatchBox& box) { updatePattern(j, estimate, work, box); },
        [&](std::size_t row) {
          projectOverlapRow(m_cover, epsilon, m_constraint, row, m_sum, estimate.object, m_norm);
        });
    m_constraint.constrainWhole(estimate.object);
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange&) override { m_cover.update(estimate); }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    m_psi.exchange(archive, "psi");
  }

 private:
  void updatePattern(std::size_t j, const Estimate& estimate, Workspace& work, const PatchBox& box) {
    const std::size_t side = m_problem.window();
    const float* target = m_problem.columnTarget(j, work.target);
    const PatchRows patch(m_cover, estimate.object, j, work.patch);
    const PatchSum sum(m_cover, j, box, work.sum);
    throughFourierPlane(
        m_problem.roundTrip(), work.trip,
        [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
          const Complex* psi = m_psi.rows(j, m, row, lines, work.rows.data());
          m_rule.fill(patch.with(probeOf(estimate, j, m, work.probe), row, lines, side), psi, out);
        },
        [&](std::size_t first, std::span<Complex* const> blocks, std::size_t count) {
          projectModuli(target + first, m_rule.keep(), m_problem.fft().scale(), blocks, work.power.data(), count);
        },
        [&](std::size_t m, std::size_t row, std::size_t lines, const Complex* projected) {
          Complex* psi = m_psi.rows(j, m, row, lines, work.rows.data());
          m_rule.take(patch.with(probeOf(estimate, j, m, work.probe), row, lines, side), projected, psi, sum.row(row),
                      sum.stride());
          m_psi.keep(j, m, row, lines, psi);
        });
    sum.finish(work.patch);
  }

  StageSpec m_stage;
  Rule m_rule;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PatternSweep m_sweep;
  ObjectConstraint m_constraint;
  WaveStore m_psi;
  ComplexImage m_sum;
  UpdateNorm m_norm;
  std::uint64_t m_iteration = 0;
};

}  // namespace ptycho
