#include "core/reconstruct/probe_projection.h"

#include <algorithm>

namespace ptycho {

namespace {
constexpr float kRegularisation = 1e-3F;
}

ProbeProjection::ProbeProjection(const ReconstructionProblem& problem) : m_problem(problem) {
  m_whole = {ComplexStack(problem.modes(), problem.window(), problem.window()),
             RealImage(problem.window(), problem.window())};
  m_parts.assign(PatternSweep::slotsFor(problem), m_whole);
}

void ProbeProjection::clear() {
  std::ranges::fill(m_whole.sums, Complex{});
  std::ranges::fill(m_whole.light, 0.0F);
  for (auto& part : m_parts) {
    std::ranges::fill(part.sums, Complex{});
    std::ranges::fill(part.light, 0.0F);
  }
}

void ProbeProjection::flush(std::size_t slot) {
  Part& part = m_parts[slot];
  kernels::addScaled(part.sums.data(), 1.0F, m_whole.sums.data(), part.sums.size());
  for (std::size_t i = 0; i < part.light.size(); ++i) m_whole.light[i] += part.light[i];
  std::ranges::fill(part.sums, Complex{});
  std::ranges::fill(part.light, 0.0F);
}

void ProbeProjection::apply(double step, ComplexStack& probe) const {
  const float epsilon = kRegularisation * *std::ranges::max_element(m_whole.light);
  const auto factor = static_cast<float>(step);
  for (std::size_t m = 0; m < probe.count(); ++m) {
    const Complex* sum = m_whole.sums.image(m);
    Complex* values = probe.image(m);
    for (std::size_t i = 0; i < probe.imageSize(); ++i) {
      const float weight = m_whole.light[i] + epsilon;
      if (weight > 0) values[i] += factor / weight * sum[i];
    }
  }
}

}  // namespace ptycho
