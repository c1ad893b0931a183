#pragma once

#include <cstddef>

#include "core/base/image.h"

namespace ptycho::kernels {

/// Σ_c Im(conj(a)·b) and Σ_c frequency·Im(conj(a)·b) over one row of two spectra.
struct RowSlope {
  double plain = 0;
  double weighted = 0;
};
[[nodiscard]] RowSlope rowSlope(const Complex* a, const Complex* b, const float* frequency, std::size_t count);

/// Σ_c q, Σ_c frequency·q and Σ_c frequency²·q over one row.
struct RowMoments {
  std::complex<double> zeroth, first, second;
};
[[nodiscard]] RowMoments rowMoments(const Complex* q, const float* frequency, std::size_t count);

/// Σ_c weight·|∂_rO|², Σ weight·Re(conj(∂_rO)·∂_cO) and Σ weight·|∂_cO|² over one row, with central differences of
/// fourth order: ∂f = (8(f₊₁ − f₋₁) − (f₊₂ − f₋₂)) / 12.
/// @param rows   the rows r−2, r−1, r, r+1, r+2
/// @param count  the first and last two columns are left out
struct RowCurvature {
  double rr = 0, rc = 0, cc = 0;
};
[[nodiscard]] RowCurvature rowCurvature(const Complex* const (&rows)[5], const float* weight, std::size_t count);

/// out = mask·(values + factor·change − mean)
void maskedUpdate(const Complex* values, const Complex* change, float factor, Complex mean, const float* mask,
                  Complex* out, std::size_t count);

}  // namespace ptycho::kernels
