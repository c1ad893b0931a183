#include <cmath>
#include <optional>
#include <vector>

#include "core/optics/fft.h"
#include "core/optics/forward_model.h"
#include "core/optics/fourier_shift.h"

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

/// patch(r) ← patch(r + fraction), periodic in the window; unitary.
void shiftPatch(ComplexImage& patch, const SplitPosition& at, ShiftDirection direction, const Fft2* plan) {
  std::optional<Fft2> own;
  if (!plan) own.emplace(patch.rows(), patch.cols());
  std::vector<Complex> ramps(patch.rows() + patch.cols());
  fillShiftRamp(at.rowFraction, patch.rows(), ramps.data());
  fillShiftRamp(at.colFraction, patch.cols(), ramps.data() + patch.rows());
  fourierShift(plan ? *plan : *own, ramps.data(), ramps.data() + patch.rows(), direction, patch.data());
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
    if (!at.whole()) shiftPatch(patch, at, ShiftDirection::Forward, fft);
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
      shiftPatch(shifted, at, ShiftDirection::Adjoint, fft);
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
