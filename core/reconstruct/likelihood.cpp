#include "core/reconstruct/likelihood.h"

#include "core/reconstruct/kernels.h"

namespace ptycho {

namespace {
constexpr double kFloor = 1e-4;
}

Likelihood::Likelihood(const ReconstructionProblem& problem, NoiseModel noise) : m_problem(problem), m_noise(noise) {
  const double mean = problem.magnitudeSum() / static_cast<double>(problem.patterns() * problem.windowSize());
  m_level.scale = problem.fft().scale();
  m_level.floor = static_cast<float>(kFloor * mean * mean);
  const RealImage& background = problem.backgroundColumns();
  m_level.background = background.empty() ? nullptr : background.data();
}

const float* Likelihood::data(std::size_t j, RealImage& buffer) const {
  return m_noise == NoiseModel::Poisson ? m_problem.columnMeasured(j, buffer) : m_problem.columnTarget(j, buffer);
}

kernels::PoissonLevel Likelihood::levelAt(std::size_t first) const {
  kernels::PoissonLevel level = m_level;
  if (level.background != nullptr) level.background += first;
  return level;
}

double Likelihood::loss(const float* power, const Pixels& at) const {
  if (m_noise == NoiseModel::Poisson) return kernels::poissonDeviance(power, at.data, levelAt(at.first), at.count);
  return kernels::squaredResidualSum(power, at.data, m_level.scale, at.count);
}

void Likelihood::factor(const float* power, const Pixels& at, float* factor) const {
  if (m_noise == NoiseModel::Poisson) kernels::poissonFactor(power, at.data, levelAt(at.first), factor, at.count);
  else kernels::gradientFactor(power, at.data, m_level.scale, factor, at.count);
}

double Likelihood::slope(const kernels::LinePowers& line, const Pixels& at, float t) const {
  if (m_noise == NoiseModel::Poisson) return kernels::poissonSlope(line, at.data, levelAt(at.first), t, at.count);
  return kernels::gaussianSlope(line, at.data, m_level.scale, t, at.count);
}

}  // namespace ptycho
