#include "core/reconstruct/engine.h"

#include <cmath>
#include <numeric>
#include <optional>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/range.h"

namespace ptycho {

std::unique_ptr<Engine> makeEngine(const StageSpec& stage, const RangeSpec& range, std::uint64_t seed,
                                   const ReconstructionProblem& problem, const ComplexImage& object) {
  switch (stage.engine) {
    case EngineKind::Epie:
    case EngineKind::Rpie: return makePie(stage, range, seed, problem);
    case EngineKind::DifferenceMap: return makeDifferenceMap(stage, range, problem, object);
    case EngineKind::Raar: return makeRelaxedReflections(stage, range, problem, object);
    case EngineKind::Awf: return makeWirtingerFlow(stage, range, problem, object);
  }
  return nullptr;
}

std::vector<Workspace> makeWorkspaces(const ReconstructionProblem& problem) {
  return std::vector<Workspace>(static_cast<std::size_t>(problem.threads()), Workspace(problem));
}

void UpdateNorm::addRow(std::size_t row, const Complex* before, const Complex* after, std::size_t count) {
  double change = 0;
  double norm = 0;
  for (std::size_t i = 0; i < count; ++i) {
    change += static_cast<double>(std::norm(after[i] - before[i]));
    norm += static_cast<double>(std::norm(after[i]));
  }
  m_change[row] = change;
  m_norm[row] = norm;
}

double UpdateNorm::ratio() const {
  const double change = std::accumulate(m_change.begin(), m_change.end(), 0.0);
  const double norm = std::accumulate(m_norm.begin(), m_norm.end(), 0.0);
  return norm > 0 ? std::sqrt(change / norm) : 0;
}

double projectOverlap(const ReconstructionProblem& problem, const ComplexStack& contributions, double regularisation,
                      const RangeSpec* range, ComplexImage& object) {
  const float epsilon = problem.epsilon(regularisation);
  std::optional<RangeProjection> projection;
  if (range) projection.emplace(*range);
  UpdateNorm norm(object.rows());
  problem.sumRows(contributions, [&](std::size_t row, Complex* sum) {
    Complex* current = object.row(row);
    const float* light = problem.illumination().row(row);
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const float weight = light[c] + epsilon;
      sum[c] = weight > 0 ? current[c] + sum[c] / weight : current[c];
    }
    if (projection) projection->apply(sum, object.cols());
    norm.addRow(row, current, sum, object.cols());
    std::copy_n(sum, object.cols(), current);
  });
  return norm.ratio();
}

void projectModulus(const ReconstructionProblem& problem, std::size_t j, ComplexStack& waves, RealImage& scratch) {
  const std::size_t count = problem.windowSize();
  const float maskedFactor = problem.fft().scale() * problem.fft().scale();
  if (waves.count() == 1) {
    kernels::replaceModulus(problem.target(j), maskedFactor, waves.image(0), count);
    return;
  }
  kernels::power(waves.image(0), scratch.data(), count);
  for (std::size_t m = 1; m < waves.count(); ++m) kernels::addPower(waves.image(m), scratch.data(), count);
  kernels::modulusFactor(scratch.data(), problem.target(j), maskedFactor, scratch.data(), count);
  for (std::size_t m = 0; m < waves.count(); ++m) kernels::scaleBy(scratch.data(), waves.image(m), count);
}

}  // namespace ptycho
