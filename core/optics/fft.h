#pragma once

#include <cstddef>
#include <memory>

#include "core/base/image.h"
#include "core/optics/fft_planning.h"

namespace ptycho {

class RoundTrip;

/// Two-dimensional complex transform of one shape, single precision, in place, orthonormal:
///   F[u,v] = 1/√(rows·cols) Σ f[r,c] exp(−2πi(ur/rows + vc/cols)),   no shift: zero frequency at [0,0].
/// Plans are estimated unless asked otherwise: the same bits in every process. FFTW's estimated two-dimensional plans
/// lose a factor of ten and more on 256 × 256 and 512 × 512, whose columns push one another out of the cache; those
/// sides go block by block through a padded copy (RoundTrip), which is as quick as a measured plan.
/// Making a plan is serialised; executing is thread-safe. Any 8-byte aligned data will do.
class Fft2 {
 public:
  Fft2(std::size_t rows, std::size_t cols, FftPlanning planning = FftPlanning::Estimated);
  ~Fft2();
  Fft2(const Fft2&) = delete;
  Fft2& operator=(const Fft2&) = delete;

  void forward(Complex* data) const;
  void inverse(Complex* data) const;
  /// Without the factor: the caller folds scale() into another pass.
  void forwardUnscaled(Complex* data) const;
  void inverseUnscaled(Complex* data) const;
  [[nodiscard]] float scale() const { return m_scale; }  ///< 1/√(rows·cols)

  [[nodiscard]] std::size_t rows() const { return m_rows; }
  [[nodiscard]] std::size_t cols() const { return m_cols; }

 private:
  struct Plans;
  void scaleAll(Complex* data) const;
  void forwardByBlocks(Complex* data) const;
  void inverseByBlocks(Complex* data) const;

  std::size_t m_rows;
  std::size_t m_cols;
  float m_scale;
  std::unique_ptr<RoundTrip> m_blocks;  ///< null: a plan of FFTW for the whole
  std::unique_ptr<Plans> m_plans;       ///< null: by blocks
};

}  // namespace ptycho
