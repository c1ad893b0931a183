#include "core/reconstruct/overlap_projection.h"

#include <cmath>
#include <numeric>

#include "core/reconstruct/kernels.h"
#include "core/reconstruct/kernels_projection.h"

namespace ptycho {

void UpdateNorm::addRow(std::size_t row, const Complex* before, const Complex* after, std::size_t count) {
  m_change[row] = kernels::squaredDistance(before, after, count);
  m_norm[row] = kernels::squaredNorm(after, count);
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

void projectOverlapRow(const ScanCover& cover, float epsilon, const ObjectConstraint& constraint, std::size_t row,
                       ComplexImage& sum, ComplexImage& object, UpdateNorm& norm) {
  Complex* next = sum.row(row);
  Complex* current = object.row(row);
  kernels::dividedStep(current, cover.illumination().row(row), epsilon, next, object.cols());
  constraint.constrainPart(row, 0, next, object.cols());
  norm.addRow(row, current, next, object.cols());
  std::copy_n(next, object.cols(), current);
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

void projectModuli(const float* target, float keep, float scale, std::span<Complex* const> blocks, float* power,
                   std::size_t count) {
  const float scale2 = scale * scale;
  if (blocks.size() == 1) {
    kernels::proximalModulus(target, keep, scale2, blocks[0], count);
    return;
  }
  kernels::power(blocks[0], power, count);
  for (std::size_t m = 1; m < blocks.size(); ++m) kernels::addPower(blocks[m], power, count);
  kernels::proximalFactor(power, target, keep, scale2, power, count);
  for (Complex* block : blocks) kernels::scaleBy(power, block, count);
}

}  // namespace ptycho
