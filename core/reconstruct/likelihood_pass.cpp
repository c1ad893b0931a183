#include "core/reconstruct/likelihood_pass.h"

#include <algorithm>
#include <numeric>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/pattern_pass.h"

namespace ptycho {

LikelihoodPass::LikelihoodPass(const ReconstructionProblem& problem, NoiseModel noise, const Estimate& start,
                               std::size_t fieldBytes)
    : m_problem(problem),
      m_likelihood(problem, noise),
      m_cover(problem, start),
      m_sweep(problem),
      m_losses(problem.patterns()),
      m_objectLight(problem.window(), problem.window()) {
  for (int t = 0; t < problem.threads(); ++t) m_lineWork.emplace_back(problem);
  const std::size_t fields = problem.patterns() * problem.modes();
  if (fields * problem.windowSize() * sizeof(Complex) <= fieldBytes) m_fields.emplace(problem, WavePrecision::Full);
}

double LikelihoodPass::loss(const Estimate& estimate) {
  m_fieldsAreCurrent = false;
  const std::size_t side = m_problem.window();
  const RoundTrip& transform = m_problem.roundTrip();
  m_sweep.each([&](std::size_t j, Workspace& work) {
    const float* data = m_likelihood.data(j, work.target);
    const PatchRows patch(m_cover, estimate.object, j, work.patch);
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      const Complex* probe = probeOf(estimate, j, m, work.probe);
      transform.forwardRows(work.trip, m, [&](std::size_t row, std::size_t lines, Complex* out) {
        kernels::plainWave(patch.with(probe, row, lines, side), out);
      });
    }
    double loss = 0;
    transform.forwardColumns(work.trip, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
      loss += lossOf(j, {data + column * side, column * side, lines * side}, blocks, work.power.data());
    });
    m_losses[j] = loss;
  });
  m_fieldsAreCurrent = keepsFields();
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

double LikelihoodPass::lossOf(std::size_t j, const Likelihood::Pixels& at, std::span<Complex* const> blocks,
                              float* power) {
  const std::size_t side = m_problem.window();
  for (std::size_t m = 0; keepsFields() && m < blocks.size(); ++m) {
    m_fields->store(j, m, at.first / side, at.count / side, blocks[m]);
  }
  sumPowers(blocks, power, at.count);
  return m_likelihood.loss(power, at);
}

void LikelihoodPass::gradientOf(std::size_t j, const Estimate& estimate, bool withProbe, Workspace& work,
                                const PatchBox& box) {
  const std::size_t side = m_problem.window();
  const RoundTrip& transform = m_problem.roundTrip();
  const float* data = m_likelihood.data(j, work.target);
  const PatchRows patch(m_cover, estimate.object, j, work.patch);
  const PatchSum sum(m_cover, j, box, work.sum);
  const Complex* first = probeOf(estimate, j, 0, work.probe);
  const auto probeRows = [&](std::size_t m, std::size_t row, std::size_t lines) {
    return patch.with(m == 0 ? first : estimate.probe.image(m), row, lines, side);
  };
  float* power = work.power.data();
  const auto turn = [&](const Likelihood::Pixels& at, std::span<Complex* const> blocks) {
    m_likelihood.factor(power, at, power);
    for (Complex* block : blocks) kernels::scaleBy(power, block, at.count);
  };
  using Blocks = std::span<Complex* const>;
  if (m_fieldsAreCurrent) {
    transform.inverseColumns(work.trip, [&](std::size_t column, std::size_t lines, Blocks blocks) {
      const Likelihood::Pixels at{data + column * side, column * side, lines * side};
      for (std::size_t m = 0; m < blocks.size(); ++m) m_fields->load(j, m, column, lines, blocks[m]);
      sumPowers(blocks, power, at.count);
      turn(at, blocks);
    });
  } else {
    for (std::size_t m = 0; m < m_problem.modes(); ++m) {
      transform.forwardRows(work.trip, m, [&](std::size_t row, std::size_t lines, Complex* out) {
        kernels::plainWave(probeRows(m, row, lines), out);
      });
    }
    double loss = 0;
    transform.throughColumns(work.trip, [&](std::size_t column, std::size_t lines, Blocks blocks) {
      const Likelihood::Pixels at{data + column * side, column * side, lines * side};
      loss += lossOf(j, at, blocks, power);
      turn(at, blocks);
    });
    m_losses[j] = loss;
  }
  for (std::size_t m = 0; m < m_problem.modes(); ++m) {
    transform.inverseRows(work.trip, m, [&](std::size_t row, std::size_t lines, const Complex* wave) {
      kernels::addRows(probeRows(m, row, lines), wave, sum.rows(row, lines), sum.stride());
      for (std::size_t k = 0; withProbe && k < lines; ++k) {
        kernels::addConjugateProduct(patch.row(row + k), wave + k * side,
                                     m_chunkProbe[m_chunkOf[j]].image(m) + (row + k) * side, side);
      }
    });
  }
  for (std::size_t r = 0; withProbe && r < side; ++r) {
    kernels::addPower(patch.row(r), m_chunkLight[m_chunkOf[j]].row(r), side);
  }
  sum.finish(work.patch);
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
  m_slopes.assign(m_problem.patterns() * steps.size(), 0.0);
  m_sweep.each([&](std::size_t j, Workspace& work) {
    LineWork& line = m_lineWork[static_cast<std::size_t>(omp_get_thread_num())];
    slopesOf(j, estimate, direction, withProbe, work, line, steps, &m_slopes[j * steps.size()]);
  });
  std::ranges::fill(slopes, 0.0);
  for (std::size_t i = 0; i < m_slopes.size(); ++i) slopes[i % steps.size()] += m_slopes[i];
}

/// F changes along the line by t·G + t²·H, G = F[P·d_O + d_P·O] and H = F[d_P·d_O].
void LikelihoodPass::slopesOf(std::size_t j, const Estimate& estimate, const LikelihoodVector& direction,
                              bool withProbe, Workspace& work, LineWork& line, std::span<const double> steps,
                              double* slopes) {
  const std::size_t side = m_problem.window();
  const std::size_t modes = m_problem.modes();
  const RoundTrip& transform = m_problem.roundTrip();
  const std::size_t quadratic = modes;                       // the first H among the blocks
  const std::size_t fields = withProbe ? 2 * modes : modes;  // the first F, if it must be made again
  const std::size_t together = keepsFields() ? fields : fields + modes;
  if (!line.trip || line.trip->modes() != together) line.trip.emplace(side, together);
  const float* data = m_likelihood.data(j, work.target);
  const PatchRows change(m_cover, direction.object, j, work.patch);
  std::optional<PatchRows> object;
  if (withProbe || !keepsFields()) object.emplace(m_cover, estimate.object, j, work.sum);
  for (std::size_t m = 0; m < modes; ++m) {
    const Complex* probe = probeOf(estimate, j, m, work.probe);
    const Complex* turning = direction.probe.image(m);
    transform.forwardRows(*line.trip, m, [&](std::size_t row, std::size_t lines, Complex* out) {
      kernels::plainWave(change.with(probe, row, lines, side), out);
      for (std::size_t k = 0; withProbe && k < lines; ++k) {
        kernels::addProduct(turning + (row + k) * side, object->row(row + k), out + k * side, side);
      }
    });
    if (withProbe) {
      transform.forwardRows(*line.trip, quadratic + m, [&](std::size_t row, std::size_t lines, Complex* out) {
        kernels::plainWave(change.with(turning, row, lines, side), out);
      });
    }
    if (keepsFields()) continue;
    transform.forwardRows(*line.trip, fields + m, [&](std::size_t row, std::size_t lines, Complex* out) {
      kernels::plainWave(object->with(probe, row, lines, side), out);
    });
  }
  kernels::LinePowers powers;
  for (std::size_t k = 0; k < (withProbe ? 5U : 3U); ++k) powers.coefficient[k] = line.powers.image(k);
  transform.forwardColumns(*line.trip, [&](std::size_t column, std::size_t lines, std::span<Complex* const> blocks) {
    const Likelihood::Pixels at{data + column * side, column * side, lines * side};
    for (std::size_t m = 0; m < modes; ++m) {
      const Complex* field =
          keepsFields() ? m_fields->rows(j, m, column, lines, line.field.data()) : blocks[fields + m];
      kernels::linePowers(field, blocks[m], withProbe ? blocks[quadratic + m] : nullptr, m == 0, powers, at.count);
    }
    for (std::size_t k = 0; k < steps.size(); ++k) {
      slopes[k] += m_likelihood.slope(powers, at, static_cast<float>(steps[k]));
    }
  });
}

double likelihoodLoss(const ReconstructionProblem& problem, NoiseModel noise, const Estimate& estimate) {
  return LikelihoodPass(problem, noise, estimate, 0).loss(estimate);
}

}  // namespace ptycho
