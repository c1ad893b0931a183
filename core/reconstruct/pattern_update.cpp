#include "core/reconstruct/pattern_update.h"

#include <cmath>
#include <numbers>

#include "core/optics/fourier_shift.h"
#include "core/reconstruct/kernels.h"
#include "core/reconstruct/overlap_projection.h"
#include "core/reconstruct/scan_cover.h"

namespace ptycho {

namespace {

/// O_j and its spectrum.
void takePatch(const ReconstructionProblem& problem, const ComplexImage& object, const Position& position,
               PatternUpdate& update) {
  const std::size_t side = problem.window();
  const Fft2& fft = problem.fft();
  const double row = std::floor(position.row);
  const double col = std::floor(position.col);
  for (std::size_t r = 0; r < side; ++r) {
    std::copy_n(object.row(static_cast<std::size_t>(row) + r) + static_cast<std::size_t>(col), side,
                update.patch.row(r));
  }
  std::copy_n(update.patch.data(), update.patch.size(), update.spectrum.data());
  fft.forwardUnscaled(update.spectrum.data());
  if (position.row == row && position.col == col) return;
  Complex* ramps = update.ramps.data();
  fillShiftRamp(position.row - row, side, ramps);
  fillShiftRamp(position.col - col, side, ramps + side);
  applyShiftRamps(ramps, ramps + side, 1.0F, ShiftDirection::Forward, side, side, update.spectrum.data());
  const float factor = fft.scale() * fft.scale();
  const auto* in = reinterpret_cast<const float*>(update.spectrum.data());
  auto* out = reinterpret_cast<float*>(update.patch.data());
  for (std::size_t i = 0; i < 2 * update.patch.size(); ++i) out[i] = factor * in[i];
  fft.inverseUnscaled(update.patch.data());
}

}  // namespace

void takePatternUpdate(const ReconstructionProblem& problem, const Estimate& estimate, std::size_t j, Workspace& work,
                       PatternUpdate& update) {
  const std::size_t count = problem.windowSize();
  takePatch(problem, estimate.object, estimate.positions[j], update);
  for (std::size_t m = 0; m < problem.modes(); ++m) {
    const Complex* probe = probeOf(estimate, j, m, work.probe);
    if (m == 0) kernels::power(probe, update.light.data(), count);
    else kernels::addPower(probe, update.light.data(), count);
    kernels::exitWave(probe, update.patch.data(), work.waves.image(m), count);
    std::copy_n(work.waves.image(m), count, work.transformed.image(m));
    problem.detector().forwardUnscaled(work.transformed.image(m));
  }
  projectModulus(problem, problem.target(j, work.target), work.transformed, work.power);
  for (std::size_t m = 0; m < problem.modes(); ++m) {
    Complex* change = work.transformed.image(m);
    problem.detector().inverseUnscaled(change);
    kernels::addScaled(work.waves.image(m), -1.0F, change, count);
    const Complex* probe = probeOf(estimate, j, m, work.probe);
    if (m == 0) kernels::conjugateProduct(probe, change, update.change.data(), count);
    else kernels::addConjugateProduct(probe, change, update.change.data(), count);
  }
}

std::vector<float> angularFrequencies(std::size_t n) {
  std::vector<float> frequencies(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double signedIndex = static_cast<double>(k) - (2 * k >= n ? static_cast<double>(n) : 0.0);
    frequencies[k] = static_cast<float>(2 * std::numbers::pi * signedIndex / static_cast<double>(n));
  }
  return frequencies;
}

}  // namespace ptycho
