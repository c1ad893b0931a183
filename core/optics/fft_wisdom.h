#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/error.h"

namespace ptycho {

// FFTW's wisdom: which way of computing a transform was measured to be quickest on this processor. Nothing loads it
// by itself, so that results keep the same bits in every process; with wisdom loaded, transforms made from then on
// (Fft2, RoundTrip, estimated ones too) may differ from the untuned ones in the last bit. Both functions are
// serialised with the making of plans.

/// $XDG_CACHE_HOME or ~/.cache, then ptychodesk/fftwf-wisdom; empty if the environment names no such folder.
[[nodiscard]] std::filesystem::path defaultWisdomPath();

/// Reads wisdom into this process. A file from another processor or version of FFTW, or a damaged one, is refused
/// (Unsupported) and changes nothing.
[[nodiscard]] Result<void> loadFftWisdom(const std::filesystem::path& path);

/// Measures the transforms (Fft2 and RoundTrip) of square windows of these sides, seconds for each side of some
/// hundred pixels, and writes what it learned to `path` in one step, added to what a usable file there holds.
[[nodiscard]] Result<void> tuneFft(std::span<const std::size_t> sides, const std::filesystem::path& path);

}  // namespace ptycho
