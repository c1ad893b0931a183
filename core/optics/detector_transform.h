#pragma once

#include <cstddef>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/fft.h"
#include "core/optics/geometry.h"

namespace ptycho {

/// H of the Fresnel propagation of a window by a distance at which one pixel has the Fresnel number F (Goodman,
/// Introduction to Fourier Optics, §4.2; in the paraxial approximation, which is that of the scaling theorem too):
///   H[u,v] = exp(−πi(u² + v²)/(side²·F)) · exp(2πi(u + v)·⌊side/2⌋/side),   u, v signed, zero frequency at [0,0].
/// The second factor moves the window's middle to [0,0], where patterns have the optical axis. |H| = 1: unitary.
/// It is sampled without aliasing down to F = 1/side.
/// @return complex64 [side, side], symmetric
[[nodiscard]] ComplexImage fresnelTransfer(std::size_t side, double fresnelNumber);

/// H of a geometry; empty in the far field. Unsupported where F < 1/side.
[[nodiscard]] Result<ComplexImage> transferOf(const Geometry& geometry, std::size_t side);

/// From the exit wave ψ = P·O in its window to the detector and back, unitary:
///   far field   D = F{ψ}                 (F: Fft2, orthonormal)
///   near field  D = F⁻¹{H·F{ψ}}          with the window's pixels on the detector, the light cyclic at its edges
/// The adjoint is the inverse. What is "unscaled" is as with Fft2: forwardUnscaled gives D/scale(), and scale()² times
/// inverseUnscaled(forwardUnscaled(ψ)) is ψ, whichever the field, so that nobody else needs to know. RoundTrip does the
/// same in sweeps. Thread-safe; far fields have the bits of Fft2.
class DetectorTransform {
 public:
  /// @param transfer  H [rows, cols] of the near field; empty: far field
  DetectorTransform(std::size_t rows, std::size_t cols, const ComplexImage& transfer = {});

  void forward(Complex* wave) const;
  void inverse(Complex* field) const;
  void forwardUnscaled(Complex* wave) const;
  void inverseUnscaled(Complex* field) const;
  [[nodiscard]] float scale() const { return m_fft.scale(); }  ///< 1/√(rows·cols)
  /// The plain transform of the window, for shifts in the plane of the object.
  [[nodiscard]] const Fft2& fft() const { return m_fft; }

 private:
  void scaleAll(Complex* values) const;

  Fft2 m_fft;
  ComplexImage m_filter;  ///< H·scale(); empty: far field
};

}  // namespace ptycho
