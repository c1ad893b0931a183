#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "core/optics/fft.h"
#include "core/optics/forward_model.h"

namespace ptycho {

namespace {

struct SplitPosition {
  std::size_t row = 0;
  std::size_t col = 0;
  double rowFraction = 0;
  double colFraction = 0;
  [[nodiscard]] bool whole() const { return rowFraction == 0 && colFraction == 0; }
};

SplitPosition split(const Position& position) {
  const double row = std::floor(position.row);
  const double col = std::floor(position.col);
  return {static_cast<std::size_t>(row), static_cast<std::size_t>(col), position.row - row, position.col - col};
}

/// exp(2πi·f·k/n) for signed frequencies k; the adjoint shift has −f.
std::vector<Complex> shiftRamp(std::size_t n, double fraction) {
  std::vector<Complex> ramp(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double frequency = static_cast<double>(k) - (2 * k >= n ? static_cast<double>(n) : 0.0);
    const double phase = 2 * std::numbers::pi * fraction * frequency / static_cast<double>(n);
    ramp[k] = {static_cast<float>(std::cos(phase)), static_cast<float>(std::sin(phase))};
  }
  return ramp;
}

/// patch(r) ← patch(r + fraction), periodic in the window; unitary.
void fourierShift(ComplexImage& patch, double rowFraction, double colFraction, const Fft2* plan) {
  std::optional<Fft2> own;
  if (!plan) own.emplace(patch.rows(), patch.cols());
  const Fft2& fft = plan ? *plan : *own;
  fft.forward(patch.data());
  const auto rowRamp = shiftRamp(patch.rows(), rowFraction);
  const auto colRamp = shiftRamp(patch.cols(), colFraction);
  for (std::size_t r = 0; r < patch.rows(); ++r) {
    for (std::size_t c = 0; c < patch.cols(); ++c) patch(r, c) *= rowRamp[r] * colRamp[c];
  }
  fft.inverse(patch.data());
}

struct BilinearWeights {
  float w00, w01, w10, w11;
  explicit BilinearWeights(const SplitPosition& at)
      : w00(static_cast<float>((1 - at.rowFraction) * (1 - at.colFraction))),
        w01(static_cast<float>((1 - at.rowFraction) * at.colFraction)),
        w10(static_cast<float>(at.rowFraction * (1 - at.colFraction))),
        w11(static_cast<float>(at.rowFraction * at.colFraction)) {}
};

}  // namespace

void gatherPatch(const ComplexImage& object, const Position& position, SubpixelMethod method, ComplexImage& patch,
                 const Fft2* fft) {
  const SplitPosition at = split(position);
  if (at.whole() || method == SubpixelMethod::Fourier) {
    for (std::size_t r = 0; r < patch.rows(); ++r) {
      std::copy_n(object.row(at.row + r) + at.col, patch.cols(), patch.row(r));
    }
    if (!at.whole()) fourierShift(patch, at.rowFraction, at.colFraction, fft);
    return;
  }
  const BilinearWeights weights(at);
  for (std::size_t r = 0; r < patch.rows(); ++r) {
    const std::size_t below = std::min(at.row + r + 1, object.rows() - 1);
    for (std::size_t c = 0; c < patch.cols(); ++c) {
      const std::size_t right = std::min(at.col + c + 1, object.cols() - 1);
      patch(r, c) = weights.w00 * object(at.row + r, at.col + c) + weights.w01 * object(at.row + r, right) +
                    weights.w10 * object(below, at.col + c) + weights.w11 * object(below, right);
    }
  }
}

void scatterPatch(const ComplexImage& patch, const Position& position, SubpixelMethod method, ComplexImage& object,
                  const Fft2* fft) {
  const SplitPosition at = split(position);
  if (at.whole() || method == SubpixelMethod::Fourier) {
    const ComplexImage* source = &patch;
    ComplexImage shifted;
    if (!at.whole()) {
      shifted = patch;
      fourierShift(shifted, -at.rowFraction, -at.colFraction, fft);
      source = &shifted;
    }
    for (std::size_t r = 0; r < patch.rows(); ++r) {
      Complex* out = object.row(at.row + r) + at.col;
      const Complex* in = source->row(r);
      for (std::size_t c = 0; c < patch.cols(); ++c) out[c] += in[c];
    }
    return;
  }
  const BilinearWeights weights(at);
  for (std::size_t r = 0; r < patch.rows(); ++r) {
    const std::size_t below = std::min(at.row + r + 1, object.rows() - 1);
    for (std::size_t c = 0; c < patch.cols(); ++c) {
      const std::size_t right = std::min(at.col + c + 1, object.cols() - 1);
      const Complex value = patch(r, c);
      object(at.row + r, at.col + c) += weights.w00 * value;
      object(at.row + r, right) += weights.w01 * value;
      object(below, at.col + c) += weights.w10 * value;
      object(below, right) += weights.w11 * value;
    }
  }
}

}  // namespace ptycho
