#pragma once

#include "core/base/image.h"

namespace ptycho {

/// Proximal step of the total variation of a complex object:
///   argmin_U ½‖U − O‖² + λ·Σ_r √(|∂_row U|² + |∂_col U|²)
/// with forward differences, none across the border, and real and imaginary part under one root, so that edges of both
/// lie in one place. Chambolle's dual (J. Math. Imaging Vis. 20, 89, 2004) solved by the fast gradient projection of
/// Beck & Teboulle (IEEE Trans. Image Process. 18, 2419, 2009): U = O − λ·divᵀ(p),
///   p ← Π_{|p| ≤ 1}[ q + ∇(O − λ·divᵀ q) / (8λ) ],  q = p + (t−1)/t⁺·(p − p_before).
/// Buffers are made at the first step and kept.
class TotalVariation {
 public:
  /// @param weight  λ in units of the transmission: a plateau of n pixels in one dimension moves by 2λ/n
  /// @param iterations  of the inner loop
  void apply(ComplexImage& object, double weight, int iterations = 20);

 private:
  /// m_clean = O + λ·div q
  void clean(const ComplexImage& object, float weight);

  ComplexImage m_down, m_across;            ///< p
  ComplexImage m_downAhead, m_acrossAhead;  ///< q
  ComplexImage m_clean;
};

/// O ← O + weight·∇²O with the five-point Laplacian; the border repeats itself. Stable up to weight 0.25.
/// @param rows  buffer of two rows [2, cols], made anew when its shape differs
void smoothObject(ComplexImage& object, double weight, ComplexImage& rows);

}  // namespace ptycho
