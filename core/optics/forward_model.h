#pragma once

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

class DetectorTransform;
class Fft2;

enum class SubpixelMethod { Fourier, Bilinear };

/// Magnitudes of the whole scan:  M_j = |FFT2(P · O[patch_j])|, orthonormal, zero frequency at [0,0];
/// with several modes M_j² = Σ_m |FFT2(P_m · O[patch_j])|². Energy is kept: Σ M_j² = Σ |P·O|².
/// @param object    complex64 [H, W]
/// @param probe     complex64 [modes, w, w]
/// @return          float32 [n, w, w]; the same bits for any thread count
[[nodiscard]] RealStack farFieldIntensities(const ComplexImage& object, const ComplexStack& probe, const Scan& scan,
                                            SubpixelMethod method, int threads);

/// One pattern: intensity |FFT2(P · O[patch])|² summed over modes [w, w].
[[nodiscard]] RealImage farFieldIntensity(const ComplexImage& object, const ComplexStack& probe, const Position& position,
                                          SubpixelMethod method = SubpixelMethod::Fourier);

/// The same with |D(P · O[patch])|² for any way to the detector, near fields too.
[[nodiscard]] RealStack detectorIntensities(const DetectorTransform& detector, const ComplexImage& object,
                                            const ComplexStack& probe, const Scan& scan, SubpixelMethod method,
                                            int threads);
[[nodiscard]] RealImage detectorIntensity(const DetectorTransform& detector, const ComplexImage& object,
                                          const ComplexStack& probe, const Position& position, SubpixelMethod method);

/// The linear part of one mode:  A_j O = FFT2(P · O[patch_j])  for all positions.
/// @return complex64 [n, w, w]
[[nodiscard]] ComplexStack applyForward(const ComplexImage& object, const ComplexImage& probe, const Scan& scan,
                                        SubpixelMethod method = SubpixelMethod::Fourier);

/// Its exact adjoint:  Σ_j patch_jᵀ ( P* · FFT2⁻¹(y_j) ).
/// @param fields  complex64 [n, w, w]
/// @return        complex64 [object_rows, object_cols]
[[nodiscard]] ComplexImage applyAdjoint(const ComplexStack& fields, const ComplexImage& probe, const Scan& scan,
                                        SubpixelMethod method = SubpixelMethod::Fourier);

/// O[patch] at a position: a crop for whole pixels, else a Fourier shift of the crop or bilinear weights.
/// @param fft  a plan of the patch's shape for Fourier shifts; made on the spot when null
void gatherPatch(const ComplexImage& object, const Position& position, SubpixelMethod method, ComplexImage& patch,
                 const Fft2* fft = nullptr);
/// The adjoint of gatherPatch: adds the patch into the object.
void scatterPatch(const ComplexImage& patch, const Position& position, SubpixelMethod method, ComplexImage& object,
                  const Fft2* fft = nullptr);

/// fftshift / its inverse for even and odd sides: moves the zero frequency to [rows/2, cols/2] and back.
[[nodiscard]] RealImage centreZeroFrequency(const RealImage& pattern);
[[nodiscard]] RealImage cornerZeroFrequency(const RealImage& pattern);

}  // namespace ptycho
