#include "core/reconstruct/likelihood_pass.h"

#include <algorithm>
#include <numeric>

#include "core/reconstruct/kernels.h"

namespace ptycho {

LikelihoodPass::LikelihoodPass(const ReconstructionProblem& problem, NoiseModel noise, const Estimate& start,
                               std::size_t fieldBytes)
    : m_problem(problem),
      m_likelihood(problem, noise),
      m_cover(problem, start),
      m_sweep(problem),
      m_lineWork(static_cast<std::size_t>(problem.threads()), LineWork(problem)),
      m_losses(problem.patterns()),
      m_objectLight(problem.window(), problem.window()) {
  const std::size_t fields = problem.patterns() * problem.modes();
  if (fields * problem.windowSize() * sizeof(Complex) <= fieldBytes) {
    m_fields = ComplexStack(fields, problem.window(), problem.window());
  }
}

double LikelihoodPass::loss(const Estimate& estimate) {
  m_fieldsAreCurrent = false;
  m_sweep.each([&](std::size_t j, Workspace& work) { lossOf(j, estimate, work); });
  m_fieldsAreCurrent = !m_fields.empty();
  return std::accumulate(m_losses.begin(), m_losses.end(), 0.0);
}

double LikelihoodPass::gradient(const Estimate& estimate, bool withProbe, LikelihoodVector& gradient) {
  if (withProbe) sortIntoChunks();
  m_sweep.run(m_cover, gradient.object, [&](std::size_t j, Workspace& work, const PatchBox& box) {
    gradientOf(j, estimate, withProbe, work, box);
  });
  m_fieldsAreCurrent = false;
  if (withProbe) sumChunks(gradient);
  return std::accumulate(m_losses.begin(), m_losses.end(), 0.0);
}

Complex* LikelihoodPass::fieldOf(std::size_t j, std::size_t mode, Workspace& work) {
  return m_fields.empty() ? work.waves.image(mode) : m_fields.image(j * m_problem.modes() + mode);
}

const float* LikelihoodPass::lossOf(std::size_t j, const Estimate& estimate, Workspace& work) {
  const std::size_t count = m_problem.windowSize();
  float* power = work.power.data();
  m_cover.gather(estimate.object, j, work.patch);
  for (std::size_t m = 0; m < m_problem.modes(); ++m) {
    Complex* field = fieldOf(j, m, work);
    if (!m_fieldsAreCurrent) {
      kernels::exitWave(probeOf(estimate, j, m, work.probe), work.patch.data(), field, count);
      m_problem.fft().forwardUnscaled(field);
    }
    if (m == 0) kernels::power(field, power, count);
    else kernels::addPower(field, power, count);
  }
  const float* data = m_likelihood.data(j, work.target);
  m_losses[j] = m_likelihood.loss(power, data);
  return data;
}

void LikelihoodPass::gradientOf(std::size_t j, const Estimate& estimate, bool withProbe, Workspace& work,
                                const PatchBox& box) {
  const std::size_t count = m_problem.windowSize();
  float* power = work.power.data();
  const float* data = lossOf(j, estimate, work);
  m_likelihood.factor(power, data, power);
  Complex* sum = work.transformed.image(0);
  for (std::size_t m = 0; m < m_problem.modes(); ++m) {
    Complex* wave = work.waves.image(m);
    kernels::scaled(power, fieldOf(j, m, work), wave, count);
    m_problem.fft().inverseUnscaled(wave);
    const Complex* probe = probeOf(estimate, j, m, work.probe);
    if (m == 0) kernels::conjugateProduct(probe, wave, sum, count);
    else kernels::addConjugateProduct(probe, wave, sum, count);
    if (withProbe) kernels::addConjugateProduct(work.patch.data(), wave, m_chunkProbe[m_chunkOf[j]].image(m), count);
  }
  if (withProbe) kernels::addPower(work.patch.data(), m_chunkLight[m_chunkOf[j]].data(), count);
  deposit(m_cover, j, sum, work.probe, box);
}

void LikelihoodPass::sortIntoChunks() {
  const auto& chunks = m_cover.chunks();
  m_chunkOf.resize(m_problem.patterns());
  for (std::size_t c = 0; c < chunks.size(); ++c) {
    for (std::size_t k = chunks[c].first; k < chunks[c].last; ++k) m_chunkOf[m_cover.order()[k]] = c;
  }
  const std::size_t side = m_problem.window();
  m_chunkProbe.resize(chunks.size(), ComplexStack(m_problem.modes(), side, side));
  m_chunkLight.resize(chunks.size(), RealImage(side, side));
  for (auto& sum : m_chunkProbe) std::fill_n(sum.data(), sum.size(), Complex{});
  for (auto& sum : m_chunkLight) std::ranges::fill(sum, 0.0F);
}

void LikelihoodPass::sumChunks(LikelihoodVector& gradient) {
  const auto rows = static_cast<std::ptrdiff_t>(m_problem.window());
  const std::size_t side = m_problem.window();
#pragma omp parallel for schedule(static) num_threads(m_problem.threads())
  for (std::ptrdiff_t at = 0; at < rows; ++at) {
    const std::size_t offset = static_cast<std::size_t>(at) * side;
    std::fill_n(m_objectLight.data() + offset, side, 0.0F);
    for (const auto& light : m_chunkLight) {
      for (std::size_t c = 0; c < side; ++c) m_objectLight[offset + c] += light[offset + c];
    }
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      Complex* sum = gradient.probe.image(m) + offset;
      std::fill_n(sum, side, Complex{});
      for (const auto& part : m_chunkProbe) kernels::addScaled(part.image(m) + offset, 1.0F, sum, side);
    }
  }
}

void LikelihoodPass::slopes(const Estimate& estimate, const LikelihoodVector& direction, bool withProbe,
                            std::span<const double> steps, std::span<double> slopes) {
  m_slopes.resize(m_problem.patterns() * steps.size());
  m_sweep.each([&](std::size_t j, Workspace& work) {
    LineWork& lineWork = m_lineWork[static_cast<std::size_t>(omp_get_thread_num())];
    kernels::LinePowers line;
    for (std::size_t k = 0; k < (withProbe ? 5U : 3U); ++k) line.coefficient[k] = lineWork.powers.image(k);
    linePowersOf(j, estimate, direction, withProbe, work, lineWork, line);
    const float* data = m_likelihood.data(j, work.target);
    for (std::size_t k = 0; k < steps.size(); ++k) {
      m_slopes[j * steps.size() + k] = m_likelihood.slope(line, data, static_cast<float>(steps[k]));
    }
  });
  std::ranges::fill(slopes, 0.0);
  for (std::size_t i = 0; i < m_slopes.size(); ++i) slopes[i % steps.size()] += m_slopes[i];
}

void LikelihoodPass::linePowersOf(std::size_t j, const Estimate& estimate, const LikelihoodVector& direction,
                                  bool withProbe, Workspace& work, LineWork& lineWork,
                                  const kernels::LinePowers& line) const {
  const std::size_t count = m_problem.windowSize();
  const Fft2& fft = m_problem.fft();
  ComplexImage& change = work.patch;  // d_O under the window
  Complex* object = work.transformed.image(0);
  if (withProbe || m_fields.empty()) {
    m_cover.gather(estimate.object, j, change);
    std::copy_n(change.data(), count, object);
  }
  m_cover.gather(direction.object, j, change);
  for (std::size_t m = 0; m < m_problem.modes(); ++m) {
    const Complex* probe = probeOf(estimate, j, m, work.probe);
    const Complex* field = m_fields.empty() ? work.waves.image(m) : m_fields.image(j * m_problem.modes() + m);
    if (m_fields.empty()) {
      kernels::exitWave(probe, object, work.waves.image(m), count);
      fft.forwardUnscaled(work.waves.image(m));
    }
    Complex* linear = lineWork.linear.data();
    kernels::exitWave(probe, change.data(), linear, count);
    Complex* quadratic = nullptr;
    if (withProbe) {
      kernels::addProduct(direction.probe.image(m), object, linear, count);
      quadratic = work.probe.data();
      kernels::exitWave(direction.probe.image(m), change.data(), quadratic, count);
      fft.forwardUnscaled(quadratic);
    }
    fft.forwardUnscaled(linear);
    kernels::linePowers(field, linear, quadratic, m == 0, line, count);
  }
}

double likelihoodLoss(const ReconstructionProblem& problem, NoiseModel noise, const Estimate& estimate) {
  return LikelihoodPass(problem, noise, estimate, 0).loss(estimate);
}

}  // namespace ptycho
