#pragma once

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/scan.h"
#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {

/// The object that the first of several starts begins with: flat (the middles of the ranges), random pixel by pixel
/// (uniform in the ranges), or given (cropped to the scan's object; an error when smaller).
[[nodiscard]] Result<ComplexImage> startObject(const ReconstructionSpec& spec, const ComplexImage& given,
                                               const Scan& scan);

/// The object of a further start: amplitude and phase uniform in the ranges, but smooth over about `width_px` pixels,
/// as objects are: noise of single pixels is high spatial frequencies, which the first iterations take away without
/// getting anywhere else than from a flat start.
/// @param start  2, 3, …: each has its own random numbers
[[nodiscard]] ComplexImage furtherStart(const ReconstructionSpec& spec, std::size_t rows, std::size_t cols, int start,
                                        int width_px);

/// O ← O + strength · n where light falls (W > 1e-3 · max W); n is complex noise of variance 1, smoothed over 3 × 3
/// pixels.
/// @param which  number of the perturbation: each has its own random numbers
void perturbObject(ComplexImage& object, const RealImage& illumination, double strength, std::uint64_t seed,
                   std::uint64_t which);

}  // namespace ptycho
