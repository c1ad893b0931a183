#pragma once

#include <cstdint>

#include "core/base/image.h"

namespace ptycho {

/// Image number `place` of epoch `epoch` when `images` images are gone through in a seeded order: a permutation of
/// 0 … images − 1 that differs from epoch to epoch and of which any entry is had without the others (a Feistel network
/// over the smallest square power of two that holds `images`, walked until it lands inside; Black & Rogaway 2002).
/// @param place   below `images`
/// @param images  1 … 2⁴⁰
[[nodiscard]] std::uint64_t shuffledImage(std::uint64_t seed, std::uint64_t epoch, std::uint64_t place,
                                          std::uint64_t images);

/// One of the images other than `image`, for the phase of mapping `pair`; drawn anew for each sample.
/// @param images  at least 2
[[nodiscard]] std::uint64_t partnerOf(std::uint64_t seed, std::uint64_t sample, std::uint64_t image,
                                      std::uint64_t images);

/// The seed of the detector's noise of one object; training and held-out objects never share one.
enum class Role { Training, HeldOut };
[[nodiscard]] std::uint64_t noiseSeed(std::uint64_t seed, Role role, std::uint64_t sample);

/// A symmetry of the square: bits 1 and 2 mirror rows and columns, bit 4 then transposes; 0 leaves all as it is.
enum class Symmetry : std::uint8_t { None = 0, MirrorRows = 1, MirrorCols = 2, Transpose = 4 };
/// Drawn for each sample; pictures that are no squares are not transposed.
[[nodiscard]] Symmetry drawSymmetry(std::uint64_t seed, std::uint64_t sample, bool square);
/// out(r, c) = in(r', c') with (r', c') = (c, r) if transposed, then each mirrored if asked for.
[[nodiscard]] RealImage transformed(const RealImage& image, Symmetry symmetry);

}  // namespace ptycho
