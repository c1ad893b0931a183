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
  m_level.background = problem.background().empty() ? nullptr : problem.background().data();
}

const float* Likelihood::data(std::size_t j, RealImage& buffer) const {
  return m_noise == NoiseModel::Poisson ? m_problem.measured(j, buffer) : m_problem.target(j, buffer);
}

double Likelihood::loss(const float* power, const float* data) const {
  const std::size_t count = m_problem.windowSize();
  if (m_noise == NoiseModel::Poisson) return kernels::poissonDeviance(power, data, m_level, count);
  return kernels::squaredResidualSum(power, data, m_level.scale, count);
}

void Likelihood::factor(const float* power, const float* data, float* factor) const {
  const std::size_t count = m_problem.windowSize();
  if (m_noise == NoiseModel::Poisson) kernels::poissonFactor(power, data, m_level, factor, count);
  else kernels::gradientFactor(power, data, m_level.scale, factor, count);
}

double Likelihood::slope(const kernels::LinePowers& line, const float* data, float t) const {
  const std::size_t count = m_problem.windowSize();
  if (m_noise == NoiseModel::Poisson) return kernels::poissonSlope(line, data, m_level, t, count);
  return kernels::gaussianSlope(line, data, m_level.scale, t, count);
}

}  // namespace ptycho
