#include "core/reconstruct/overlap_projection.h"

#include <cmath>
#include <numeric>

#include "core/reconstruct/kernels.h"

namespace ptycho {

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

double updateSize(const ComplexImage& before, const ComplexImage& after) {
  UpdateNorm norm(after.rows());
  for (std::size_t r = 0; r < after.rows(); ++r) norm.addRow(r, before.row(r), after.row(r), after.cols());
  return norm.ratio();
}

void projectOverlap(const ReconstructionProblem& problem, const ScanCover& cover, double regularisation,
                    ObjectConstraint& constraint, ComplexImage& sum, ComplexImage& object, UpdateNorm& norm) {
  const float epsilon = cover.epsilon(regularisation);
  const auto rows = static_cast<std::ptrdiff_t>(object.rows());
#pragma omp parallel for schedule(static) num_threads(problem.threads())
  for (std::ptrdiff_t at = 0; at < rows; ++at) {
    const auto row = static_cast<std::size_t>(at);
    Complex* added = sum.row(row);
    Complex* current = object.row(row);
    const float* light = cover.illumination().row(row);
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const float weight = light[c] + epsilon;
      added[c] = weight > 0 ? current[c] + added[c] / weight : current[c];
    }
    constraint.constrainPart(row, 0, added, object.cols());
    norm.addRow(row, current, added, object.cols());
    std::copy_n(added, object.cols(), current);
  }
  constraint.constrainWhole(object);
}

void projectModulus(const ReconstructionProblem& problem, const float* target, ComplexStack& waves, RealImage& scratch) {
  const std::size_t count = problem.windowSize();
  const float maskedFactor = problem.fft().scale() * problem.fft().scale();
  if (waves.count() == 1) {
    kernels::replaceModulus(target, maskedFactor, waves.image(0), count);
    return;
  }
  kernels::power(waves.image(0), scratch.data(), count);
  for (std::size_t m = 1; m < waves.count(); ++m) kernels::addPower(waves.image(m), scratch.data(), count);
  kernels::modulusFactor(scratch.data(), target, maskedFactor, scratch.data(), count);
  for (std::size_t m = 0; m < waves.count(); ++m) kernels::scaleBy(scratch.data(), waves.image(m), count);
}

}  // namespace ptycho
