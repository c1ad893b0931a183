#pragma once

#include <cstdint>

#include "core/base/image.h"

namespace ptycho {

/// A picture with the statistics of natural images: opaque shapes with power-law radii (p(r) ∝ r⁻³ between a
/// smallest and a largest radius) occlude one another (Lee, Mumford & Huang, IJCV 41, 2001), each with its own
/// shade, gradient and band-limited texture. The mean power spectrum falls like f^(−2±0.3).
/// Same (seed, index, rows, cols): same bits.
/// @return luma in [0, 1] [rows, cols]
[[nodiscard]] RealImage deadLeaves(std::uint64_t seed, std::int64_t index, std::size_t rows, std::size_t cols);

}  // namespace ptycho
