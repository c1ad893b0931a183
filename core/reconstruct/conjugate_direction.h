#pragma once

#include <vector>

#include "core/base/image.h"
#include "core/reconstruct/object_constraint.h"

namespace ptycho {

/// Something that a conjugate gradient moves, seen row by row: the object, or all modes of the probe.
struct DescentPart {
  std::size_t rows = 0, cols = 0;
  const Complex* point = nullptr;     ///< x
  const Complex* gradient = nullptr;  ///< g = dL/dx*
  Complex* step = nullptr;            ///< z, of the iteration before until precondition()
  Complex* direction = nullptr;       ///< d
  const RealImage* light = nullptr;   ///< Gauss–Newton's diagonal; row r belongs to rows r, r + light.rows(), …
  float offset = 0;                   ///< added to it
  float rate = 1;                     ///< D = (light + offset) / rate
  const ObjectConstraint* constraint = nullptr;  ///< Π; null: none
};

/// Directions of a preconditioned nonlinear conjugate gradient (Polak & Ribière, β ≥ 0):
///   z = −g/D,   β = ⟨z, z − z'⟩ / ⟨z', z'⟩,   d ← z + β·d,   ⟨a, b⟩ = Re Σ D·a*·b over all parts.
/// With a projection Π, z = Π(x − g/D) − x and d ← (Π(x + τ(z + β·d)) − x) / τ: what lies at a bound neither moves
/// out nor
/// weighs in β, and steps up to τ stay inside (of a convex set). Sums are made by rows and in their order.
class ConjugateDirection {
 public:
  explicit ConjugateDirection(int threads) : m_threads(threads), m_buffers(static_cast<std::size_t>(threads)) {}

  /// Makes z of all parts. @return β
  double precondition(const std::vector<DescentPart>& parts);
  /// Makes d of all parts; β = 0 forgets the old one. @return dL/dt at 0
  double turn(const std::vector<DescentPart>& parts, double beta, double reach);
  /// Σ light·|d|² of the last turn().
  [[nodiscard]] double directionLight() const { return m_directionLight; }
  /// The next β is 0.
  void forget() { m_norm = 0; }
  [[nodiscard]] double& norm() { return m_norm; }  ///< ⟨z', z'⟩, the state

 private:
  template <class Work>
  void eachRow(const DescentPart& part, Work&& work);

  int m_threads;
  std::vector<std::vector<Complex>> m_buffers;  ///< a row for each thread
  std::vector<double> m_first, m_second;        ///< a sum for each row
  double m_norm = 0;
  double m_directionLight = 0;
};

}  // namespace ptycho
