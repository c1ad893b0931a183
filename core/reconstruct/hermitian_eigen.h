#pragma once

#include <complex>
#include <vector>

#include "core/base/image.h"

namespace ptycho {

/// Eigenvalues (largest first) and eigenvectors of a small Hermitian matrix.
struct HermitianEigen {
  std::vector<double> values;
  Image<std::complex<double>> vectors;  ///< row k = eigenvector of values[k]; its largest element is real, positive
};

/// Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations), in double; for a few rows.
/// @param matrix  [n, n], matrix(a, b) = conj(matrix(b, a))
[[nodiscard]] HermitianEigen hermitianEigen(Image<std::complex<double>> matrix);

}  // namespace ptycho
