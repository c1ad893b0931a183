#include "core/reconstruct/pie_step.h"

#include <omp.h>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_sequential.h"
#include "core/reconstruct/overlap_projection.h"

namespace ptycho {

PieChange::PieChange(const ReconstructionProblem& problem, bool withProbe)
    : object(problem.window(), problem.window()), gain(problem.window(), problem.window()) {
  if (!withProbe) return;
  probe = ComplexStack(problem.modes(), problem.window(), problem.window());
  probeGain = RealImage(problem.window(), problem.window());
}

PieStep::PieStep(const EngineSetup& setup, const ScanCover& cover)
    : m_problem(setup.problem),
      m_cover(cover),
      m_engine(setup.stage.engine),
      m_alpha(alphaOf(setup.stage)),
      m_step(stepOf(setup.stage)),
      m_probeStep(setup.stage.probe_step > 0 ? static_cast<float>(setup.stage.probe_step) : 1.0F),
      m_workspaces(makeWorkspaces(setup.problem)),
      m_shared(setup.problem.window()),
      m_ofProbe(m_workspaces.size(), m_shared),
      m_ofObject(m_workspaces.size(), m_shared) {}

void PieStep::begin(const Estimate& estimate, bool updatesProbe) {
  m_updatesProbe = updatesProbe;
  weighProbe(estimate.probe.image(0), estimate, m_shared);
}

void PieStep::weigh(float step, const RealImage& power, RealImage& weight) const {
  const float peak = kernels::largest(power.data(), power.size());
  switch (m_engine) {
    case EngineKind::Pie:
      kernels::amplitudeWeight(power.data(), step, peak, m_alpha * peak, weight.data(), power.size());
      break;
    case EngineKind::Epie:
      std::ranges::fill(weight, peak > 0 ? step / peak : 0.0F);
      break;
    default:
      kernels::regularisedWeight(power.data(), step, m_alpha * peak, 1 - m_alpha, weight.data(), power.size());
  }
}

void PieStep::weighProbe(const Complex* first, const Estimate& estimate, Weights& weights) const {
  kernels::power(first, weights.power.data(), weights.power.size());
  for (std::size_t m = 1; m < estimate.probe.count(); ++m) {
    kernels::addPower(estimate.probe.image(m), weights.power.data(), weights.power.size());
  }
  weigh(m_step, weights.power, weights.weight);
}

void PieStep::changeOf(std::size_t j, const Estimate& estimate, PieChange& change) {
  const auto thread = static_cast<std::size_t>(omp_get_thread_num());
  const std::size_t count = m_problem.windowSize();
  Workspace& work = m_workspaces[thread];
  const Complex* first = probeOf(estimate, j, 0, work.probe);
  const auto probe = [&](std::size_t m) { return m == 0 ? first : estimate.probe.image(m); };
  const Complex* patch = work.patch.data();
  m_cover.gather(estimate.object, j, work.patch);
  for (std::size_t m = 0; m < m_problem.modes(); ++m) {
    kernels::exitWave(probe(m), patch, work.transformed.image(m), count);
    m_problem.detector().forwardUnscaled(work.transformed.image(m));
  }
  projectModulus(m_problem, m_problem.target(j, work.target), work.transformed, work.power);
  for (std::size_t m = 0; m < m_problem.modes(); ++m) {
    Complex* wave = work.transformed.image(m);
    m_problem.detector().inverseUnscaled(wave);
    kernels::subtractProduct(probe(m), patch, wave, count);
    if (m == 0) kernels::conjugateProduct(probe(m), wave, change.object.data(), count);
    else kernels::addConjugateProduct(probe(m), wave, change.object.data(), count);
  }
  const Weights* weights = &m_shared;
  if (m_updatesProbe || !estimate.variation.empty()) {
    weighProbe(first, estimate, m_ofProbe[thread]);
    weights = &m_ofProbe[thread];
  }
  kernels::scaleBy(weights->weight.data(), change.object.data(), count);
  kernels::scaledProduct(weights->weight.data(), weights->power.data(), 1 / m_step, change.gain.data(), count);
  if (m_updatesProbe) {
    Weights& light = m_ofObject[thread];
    kernels::power(patch, light.power.data(), count);
    weigh(m_probeStep, light.power, light.weight);
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      kernels::conjugateProduct(patch, work.transformed.image(m), change.probe.image(m), count);
      kernels::scaleBy(light.weight.data(), change.probe.image(m), count);
    }
    kernels::scaledProduct(light.weight.data(), light.power.data(), 1 / m_probeStep, change.probeGain.data(), count);
  }
  m_cover.bringToGrid(j, change.object.data(), work.patch);
}

bool PieStep::direct(std::size_t j, const Estimate& estimate) const {
  return m_problem.modes() == 1 && estimate.variation.empty() && m_cover.onWholePixel(j);
}

void PieStep::applyAtOnce(std::size_t j, Estimate& estimate, const ObjectConstraint& constraint) {
  const std::size_t side = m_problem.window();
  const std::size_t row = m_cover.row(j);
  const std::size_t col = m_cover.col(j);
  Workspace& work = m_workspaces.front();
  const RoundTrip& transform = m_problem.roundTrip();
  Complex* probe = estimate.probe.image(0);
  Weights& light = m_ofObject.front();
  transform.forwardRows(work.trip, 0, [&](std::size_t first, std::size_t lines, Complex* rows) {
    for (std::size_t k = 0; k < lines; ++k) {
      const Complex* object = estimate.object.row(row + first + k) + col;
      kernels::exitWave(probe + (first + k) * side, object, rows + k * side, side);
      if (m_updatesProbe) kernels::power(object, light.power.row(first + k), side);
    }
  });
  if (m_updatesProbe) {
    weigh(m_probeStep, light.power, light.weight);
    weighProbe(probe, estimate, m_shared);
  }
  const float* target = m_problem.columnTarget(j, work.target);
  transform.throughColumns(
      work.trip, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
        projectModuli(target + column * side, 0, m_problem.fft().scale(), blocks, work.power.data(), lines * side);
      });
  // A row of the object is needed for its own row of the wave alone: it can change in place.
  transform.inverseRows(work.trip, 0, [&](std::size_t first, std::size_t lines, const Complex* rows) {
    for (std::size_t k = 0; k < lines; ++k) {
      const std::size_t r = first + k;
      Complex* object = estimate.object.row(row + r) + col;
      const float* weight = m_shared.weight.row(r);
      if (m_updatesProbe) {
        kernels::correctBoth(weight, light.weight.row(r), rows + k * side, object, probe + r * side, side);
      } else {
        kernels::correctObject(probe + r * side, weight, rows + k * side, object, side);
      }
      constraint.constrainPart(row + r, col, object, side);
    }
  });
}

}  // namespace ptycho
