#include "core/reconstruct/scale_refinement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/optics/forward_model.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/pattern_sweep.h"
#include "core/reconstruct/scan_cover.h"

namespace ptycho {

namespace {

constexpr double kLargestChange = 4;

class ScaleRefinement : public Refinement {
 public:
  explicit ScaleRefinement(const EngineSetup& setup)
      : m_from(setup.stage.scale_from), m_problem(setup.problem), m_sweep(setup.problem),
        m_found(setup.problem.patterns(), 1.0) {}

  EstimateChange update(int iteration, bool, Estimate& estimate) override {
    EstimateChange change;
    if (iteration < m_from) return change;
    m_sweep.each([&](std::size_t j, Workspace& work) { m_found[j] = scaleOf(j, estimate, work); });
    const double mean = std::accumulate(m_found.begin(), m_found.end(), 0.0) / static_cast<double>(m_found.size());
    if (!std::isfinite(mean) || !(mean > 0)) return change;
    estimate.scales.resize(m_found.size());
    for (std::size_t j = 0; j < m_found.size(); ++j) estimate.scales[j] = static_cast<float>(m_found[j] / mean);
    change.scales = true;
    return change;
  }

  void exchange(StateArchive&) override {}

 private:
  /// a_j of the estimate; targets are divided by the root of the last one.
  double scaleOf(std::size_t j, const Estimate& estimate, Workspace& work) const {
    const std::size_t count = m_problem.windowSize();
    const double last = static_cast<double>(m_problem.scale(j));
    gatherPatch(estimate.object, estimate.positions[j], SubpixelMethod::Fourier, work.patch, &m_problem.fft());
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      Complex* wave = work.transformed.image(m);
      kernels::exitWave(probeOf(estimate, j, m, work.probe), work.patch.data(), wave, count);
      m_problem.detector().forwardUnscaled(wave);
      if (m == 0) kernels::power(wave, work.power.data(), count);
      else kernels::addPower(wave, work.power.data(), count);
    }
    const float* target = m_problem.target(j, work.target);
    double product = 0;
    double power = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (target[i] < 0) continue;  // masked
      product += static_cast<double>(std::sqrt(work.power[i]) * target[i]);
      power += static_cast<double>(work.power[i]);
    }
    const double unit = static_cast<double>(m_problem.detector().scale());
    const double root = product / (unit * unit * power);
    if (!std::isfinite(root) || !(root > 0)) return last;
    return last * std::clamp(root * root, 1 / kLargestChange, kLargestChange);
  }

  int m_from;
  const ReconstructionProblem& m_problem;
  PatternSweep m_sweep;
  std::vector<double> m_found;
};

}  // namespace

std::unique_ptr<Refinement> makeScaleRefinement(const EngineSetup& setup) {
  return std::make_unique<ScaleRefinement>(setup);
}

}  // namespace ptycho
