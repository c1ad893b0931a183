#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/error.h"

namespace ptycho {

// FFTW's wisdom: which way of computing a transform was measured to be quickest on a processor. Every process begins with
// the known plans, which are compiled in: a fixed text, so that results keep the same bits in every process. No file is
// loaded by itself; with one loaded, transforms made from then on (Fft2, RoundTrip, estimated ones too) may differ from
// the untuned ones in the last bit. All functions are serialised with the making of plans.

/// $XDG_CACHE_HOME or ~/.cache, then ptychodesk/fftwf-wisdom; empty if the environment names no such folder.
[[nodiscard]] std::filesystem::path defaultWisdomPath();

/// Reads wisdom into this process. A file from another processor or version of FFTW, or a damaged one, is refused
/// (Unsupported) and changes nothing.
[[nodiscard]] Result<void> loadFftWisdom(const std::filesystem::path& path);

/// Measures the transforms (Fft2 and RoundTrip) of square windows of these sides, seconds for each side of some
/// hundred pixels, and writes what it learned to `path` in one step, added to what a usable file there holds. The known
/// plans play no part in it.
[[nodiscard]] Result<void> tuneFft(std::span<const std::size_t> sides, const std::filesystem::path& path);

/// Forgets all wisdom, or all but the known plans: for comparisons.
void forgetFftWisdom();
/// @return false if the known plans are not for this processor and version of FFTW: plans are then made by rule
bool useKnownFftPlans();

}  // namespace ptycho
