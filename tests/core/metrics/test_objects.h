#pragma once

#include <cmath>
#include <numbers>

#include "core/base/image.h"
#include "core/base/random.h"
#include "core/source/dead_leaves.h"
#include "core/source/sample_object.h"

namespace ptycho {

/// A generated picture as the reference object: A = 0.5 + 0.5 g, φ = −(π/3) g.
inline ComplexImage leafObject(std::size_t rows, std::size_t cols, std::int64_t index = 0) {
  const RealImage luma = deadLeaves(3, index, rows, cols);
  return complexObject(luma, luma, ObjectSpec{});
}

/// Every value multiplied by factor·exp(i·phase).
inline ComplexImage scaled(ComplexImage object, double factor, double phase_rad) {
  for (Complex& value : object) value = Complex(std::complex<double>(value) * std::polar(factor, phase_rad));
  return object;
}

/// Complex Gaussian noise of this standard deviation added to real and imaginary part.
inline ComplexImage noisy(ComplexImage object, double deviation, std::uint64_t seed) {
  const CounterRandom random(seed, 0);
  for (std::size_t i = 0; i < object.size(); ++i) {
    object[i] += Complex(static_cast<float>(deviation * random.normal(2 * i)),
                         static_cast<float>(deviation * random.normal(2 * i + 1)));
  }
  return object;
}

/// Multiplied by exp(2πi(periodsDown·r/rows + periodsAcross·c/cols)).
inline ComplexImage ramped(ComplexImage object, double periodsDown, double periodsAcross) {
  for (std::size_t r = 0; r < object.rows(); ++r) {
    for (std::size_t c = 0; c < object.cols(); ++c) {
      const double periods = periodsDown * static_cast<double>(r) / static_cast<double>(object.rows()) +
                             periodsAcross * static_cast<double>(c) / static_cast<double>(object.cols());
      object(r, c) *= Complex(std::polar(1.0, 2 * std::numbers::pi * periods));
    }
  }
  return object;
}

inline ComplexImage cropped(const ComplexImage& object, std::size_t top, std::size_t left, std::size_t rows,
                            std::size_t cols) {
  ComplexImage part(rows, cols);
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(object.row(top + r) + left, cols, part.row(r));
  return part;
}

}  // namespace ptycho
