#pragma once

#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/fft.h"
#include "core/optics/forward_model.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

/// An acquisition prepared for engines: checked, square-rooted, ordered.
/// Sums over patterns are done row by row of the object in a fixed order, so that they need no locks and give the
/// same bits for any thread count.
class ReconstructionProblem {
 public:
  /// Errors: no probe, shapes that differ, NaN or negative intensities, windows outside the object.
  static Result<void> check(const Acquisition& acquisition);
  /// @param acquisition  has passed check(); its positions and shapes are copied
  ReconstructionProblem(const Acquisition& acquisition, int threads);

  [[nodiscard]] std::size_t patterns() const { return m_scan.positions.size(); }
  [[nodiscard]] std::size_t modes() const { return m_probe.count(); }
  [[nodiscard]] std::size_t windowSize() const { return m_probe.imageSize(); }
  [[nodiscard]] std::size_t window() const { return m_probe.rows(); }
  [[nodiscard]] int threads() const { return m_threads; }
  [[nodiscard]] const Scan& scan() const { return m_scan; }
  [[nodiscard]] const ComplexStack& probe() const { return m_probe; }
  [[nodiscard]] const Fft2& fft() const { return m_fft; }
  /// M_j · fft().scale() [w, w]; −1 where masked.
  [[nodiscard]] const float* target(std::size_t j) const { return m_targets.image(j); }
  /// W(r) = Σ_j Σ_m |P_m(r − r_j)|² [object]
  [[nodiscard]] const RealImage& illumination() const { return m_illumination; }
  [[nodiscard]] float largestIllumination() const { return m_largestIllumination; }
  /// ε = regularisation · max W. Between pixels a shifted window is mixed across its border, so that W is no longer an
  /// upper bound of Σ S*|P|²S where hardly any light reaches: there at least 0.05 keeps the steps stable.
  [[nodiscard]] float epsilon(double regularisation) const;
  [[nodiscard]] double magnitudeSum() const { return m_magnitudeSum; }

  void gather(const ComplexImage& object, std::size_t j, ComplexImage& patch) const;
  /// Brings what is to be added at position j onto whole pixels; nothing to do for whole-pixel positions.
  /// @param contribution  [w, w], changed in place; @param scratch  [w, w]
  void bringToGrid(std::size_t j, Complex* contribution, ComplexImage& scratch) const;

  /// Calls rowWork(row, sum) for each object row in parallel, with sum[c] = Σ_j contributions_j at (row, c).
  template <class RowWork>
  void sumRows(const ComplexStack& contributions, RowWork&& rowWork) const;

  /// R = Σ| |F| − M | / Σ M of an object.
  [[nodiscard]] double residual(const ComplexImage& object) const;

 private:
  void addRow(const ComplexStack& contributions, std::size_t row, Complex* sum) const;

  int m_threads;
  Scan m_scan;
  ComplexStack m_probe;
  Fft2 m_fft;
  RealStack m_targets;
  RealImage m_illumination;
  float m_largestIllumination = 0;
  bool m_wholePixels = true;
  double m_magnitudeSum = 0;
  std::vector<std::size_t> m_byRow;   ///< pattern numbers sorted by their first row
  std::vector<std::size_t> m_firstRow;
};

template <class RowWork>
void ReconstructionProblem::sumRows(const ComplexStack& contributions, RowWork&& rowWork) const {
  const auto rows = static_cast<std::ptrdiff_t>(m_scan.object_rows);
#pragma omp parallel num_threads(m_threads)
  {
    ComplexImage sum(1, static_cast<std::size_t>(m_scan.object_cols));
#pragma omp for schedule(dynamic, 16)
    for (std::ptrdiff_t row = 0; row < rows; ++row) {
      addRow(contributions, static_cast<std::size_t>(row), sum.data());
      rowWork(static_cast<std::size_t>(row), sum.data());
    }
  }
}

}  // namespace ptycho
