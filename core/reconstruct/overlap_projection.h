#pragma once

#include <span>
#include <vector>

#include "core/reconstruct/object_constraint.h"
#include "core/reconstruct/scan_cover.h"

namespace ptycho {

/// Squared norms gathered row by row, so that their sum does not depend on the number of threads.
class UpdateNorm {
 public:
  explicit UpdateNorm(std::size_t rows) : m_change(rows), m_norm(rows) {}
  /// Adds what one row changed from `before` to `after`; rows may be added in parallel.
  void addRow(std::size_t row, const Complex* before, const Complex* after, std::size_t count);
  [[nodiscard]] double ratio() const;  ///< χ

 private:
  std::vector<double> m_change;
  std::vector<double> m_norm;
};

/// χ between two objects.
[[nodiscard]] double updateSize(const ComplexImage& before, const ComplexImage& after);

/// One row of the overlap projection with constraints, from sum = Σ_j Σ_m P_jm*(ψ_jm − P_jm·O_prev) over the object:
///   O = O_prev + sum / (W + ε)  =  (Σ_j P_j*ψ_j + ε·O_prev) / (W + ε),  ε = regularisation · max W.
/// The first form is exact also between pixels, where Σ|P|² is not quite diagonal; where nothing shines the previous
/// object stays. The row of `sum` is used up; rows may be done in parallel.
/// @param epsilon  ScanCover::epsilon()
void projectOverlapRow(const ScanCover& cover, float epsilon, const ObjectConstraint& constraint, std::size_t row,
                       ComplexImage& sum, ComplexImage& object, UpdateNorm& norm);

/// Replaces the moduli of the (unscaled) transforms of all modes of one pattern by the measured ones:
///   F_m ← F_m · M / √Σ|F_m|²   (masked pixels keep theirs), so that the unscaled inverse gives Π_F ψ.
/// @param target  of ReconstructionProblem::target()
void projectModulus(const ReconstructionProblem& problem, const float* target, ComplexStack& waves, RealImage& scratch);

/// The same for one block of transforms, one pointer a mode; with `keep` > 0 the proximal step of Σ(|F| − M)², which
/// keeps that share of a modulus: |F| ← keep·|F| + (1 − keep)·M.
/// @param scale  of the transforms; @param power  [count], scratch for several modes
void projectModuli(const float* target, float keep, float scale, std::span<Complex* const> blocks, float* power,
                   std::size_t count);

}  // namespace ptycho
