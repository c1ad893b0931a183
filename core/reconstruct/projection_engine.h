#pragma once

#include <optional>

#include "core/reconstruct/compact_waves.h"
#include "core/reconstruct/engine.h"
#include "core/reconstruct/follow_waves.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/pattern_pass.h"
#include "core/reconstruct/probe_projection.h"

namespace ptycho {

/// The frame of engines that keep a wave ψ for every pattern and mode and project it in turn onto the measured moduli
/// and onto what one object can make of them (difference map, RAAR, ADMM). `Rule` says what happens to some rows:
///   fill(at, psi, out)                              the wave to be transformed
///   take(at, projected, psi, sum, sumStride)        psi for the next iteration; what the overlap projection gets
///   firstWave(wave, count)                          psi from the exit wave of the start
///   keep()                                          share of its own modulus that a transform keeps
///   updateProbe()                                   called before an iteration that updates the probe; true: ψ is what the
///                                                   overlap projection gets and the probe is taken from it afterwards;
///                                                   false: the probe's sums are taken on the way, from
///   overlapInput(projected, psi, out, count)        after take()
///   exchange(archive)                               state of its own
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
    if (setup.stage.probe_from > 0) m_probe.emplace(setup.problem);
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
    const bool probeToo = updatesProbe(m_stage, static_cast<int>(m_iteration));
    const bool onTheWay = probeToo && !m_rule.updateProbe();
    if (onTheWay) m_probe->clear();
    const float epsilon = m_cover.epsilon(m_stage.regularisation);
    m_sweep.run(
        m_cover, m_sum,
        [&](std::size_t j, Workspace& work, const PatchBox& box) { updatePattern(j, estimate, onTheWay, work, box); },
        [&](std::size_t row) {
          projectOverlapRow(m_cover, epsilon, m_constraint, row, m_sum, estimate.object, m_norm);
        },
        [&](std::size_t slot) {
          if (onTheWay) m_probe->flush(slot);
        });
    m_constraint.constrainWhole(estimate.object);
    if (probeToo) updateProbe(estimate, onTheWay);
    return m_norm.ratio();
  }

  void follow(const Estimate& estimate, const EstimateChange& change) override {
    m_cover.update(estimate);
    if (change.roll_rows == 0 && change.roll_cols == 0 && change.mixing.empty()) return;
    m_sweep.each([&](std::size_t j, Workspace& work) {
      for (std::size_t m = 0; m < m_problem.modes(); ++m) {
        m_psi.load(j, m, 0, m_problem.window(), work.waves.image(m));
      }
      followWaves(work.waves, 1, m_problem.modes(), change);
      for (std::size_t m = 0; m < m_problem.modes(); ++m) {
        m_psi.store(j, m, 0, m_problem.window(), work.waves.image(m));
      }
    });
  }

  void exchange(StateArchive& archive) override {
    archive.count("iteration", m_iteration);
    m_rule.exchange(archive);
    m_psi.exchange(archive, "psi");
  }

 private:
  /// From ψ after the object (Thibault 2009), or with what was summed on the way, from the object before the step.
  void updateProbe(Estimate& estimate, bool onTheWay) {
    if (onTheWay) {
      m_probe->apply(probeStepOf(m_stage, kJointProbeStep), estimate.probe);
    } else {
      m_probe->run(m_cover, m_sweep, estimate, probeStepOf(m_stage, 1.0),
                   [this](std::size_t j, std::size_t mode, Workspace& work) -> const Complex* {
                     if (const Complex* wave = m_psi.direct(j, mode)) return wave;
                     m_psi.load(j, mode, 0, m_problem.window(), work.waves.image(mode));
                     return work.waves.image(mode);
                   });
    }
    m_cover.update(estimate);
  }

  void updatePattern(std::size_t j, const Estimate& estimate, bool onTheWay, Workspace& work, const PatchBox& box) {
    const std::size_t side = m_problem.window();
    const float* target = m_problem.columnTarget(j, work.target);
    const PatchRows patch(m_cover, estimate.object, j, work.patch);
    const PatchSum sum(m_cover, j, box, work.sum);
    const Complex* first = probeOf(estimate, j, 0, work.probe);
    const auto probe = [&](std::size_t m) { return m == 0 ? first : estimate.probe.image(m); };
    throughFourierPlane(
        m_problem.roundTrip(), work.trip,
        [&](std::size_t m, std::size_t row, std::size_t lines, Complex* out) {
          const Complex* psi = m_psi.rows(j, m, row, lines, work.rows.data());
          m_rule.fill(patch.with(probe(m), row, lines, side), psi, out);
        },
        [&](std::size_t from, std::span<Complex* const> blocks, std::size_t count) {
          projectModuli(target + from, m_rule.keep(), m_problem.fft().scale(), blocks, work.power.data(), count);
        },
        [&](std::size_t m, std::size_t row, std::size_t lines, const Complex* projected) {
          Complex* psi = m_psi.rows(j, m, row, lines, work.rows.data());
          m_rule.take(patch.with(probe(m), row, lines, side), projected, psi, sum.rows(row, lines),
                      sum.stride());
          if (onTheWay) {
            Complex* input = work.waves.image(m);
            m_rule.overlapInput(projected, psi, input, lines * side);
            for (std::size_t k = 0; k < lines; ++k) {
              kernels::addProbeResidual(patch.row(row + k), probe(m) + (row + k) * side,
                                        input + k * side, m_probe->sums(box.slot, m) + (row + k) * side, side);
            }
          }
          m_psi.keep(j, m, row, lines, psi);
        });
    if (onTheWay) m_probe->addLight(box.slot, [&](std::size_t r) { return patch.row(r); });
    sum.finish(work.patch);
  }

  static constexpr double kJointProbeStep = 0.5;  ///< object and probe move at once: half a step keeps both stable

  StageSpec m_stage;
  Rule m_rule;
  const ReconstructionProblem& m_problem;
  ScanCover m_cover;
  PatternSweep m_sweep;
  ObjectConstraint m_constraint;
  WaveStore m_psi;
  ComplexImage m_sum;
  UpdateNorm m_norm;
  std::optional<ProbeProjection> m_probe;
  std::uint64_t m_iteration = 0;
};

}  // namespace ptycho
