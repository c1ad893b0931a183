#include "core/learn/sample_choice.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/base/random.h"

namespace ptycho {

namespace {

// Streams apart from one another and from those of pictures and detectors, whose seeds may be the same number.
constexpr std::uint64_t kOrderStream = 0x6f72'6465'0000'0000;
constexpr std::uint64_t kPartnerStream = 0x7061'7274'0000'0000;
constexpr std::uint64_t kSymmetryStream = 0x7379'6d6d'0000'0000;
constexpr std::uint64_t kTrainingNoiseStream = 0x7472'6e73'0000'0000;
constexpr std::uint64_t kHeldOutNoiseStream = 0x6865'6c64'0000'0000;

constexpr int kRounds = 6;
constexpr std::size_t kTile = 32;

bool has(Symmetry symmetry, Symmetry part) {
  return (static_cast<unsigned>(symmetry) & static_cast<unsigned>(part)) != 0;
}

}  // namespace

std::uint64_t shuffledImage(std::uint64_t seed, std::uint64_t epoch, std::uint64_t place, std::uint64_t images) {
  const CounterRandom random(seed, kOrderStream ^ epoch);
  const int bits = std::max(1, (static_cast<int>(std::bit_width(images - 1)) + 1) / 2);
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::uint64_t at = place;
  do {
    std::uint64_t left = at >> bits;
    std::uint64_t right = at & mask;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
      left ^= random.words(round << 40 | right)[0] & mask;
      std::swap(left, right);
    }
    at = left << bits | right;
  } while (at >= images);
  return at;
}

std::uint64_t partnerOf(std::uint64_t seed, std::uint64_t sample, std::uint64_t image, std::uint64_t images) {
  return (image + 1 + CounterRandom(seed, kPartnerStream).below(sample, images - 1)) % images;
}

std::uint64_t noiseSeed(std::uint64_t seed, Role role, std::uint64_t sample) {
  const auto words = CounterRandom(seed, role == Role::Training ? kTrainingNoiseStream : kHeldOutNoiseStream)
                         .words(sample);
  return static_cast<std::uint64_t>(words[0]) << 32 | words[1];
}

Symmetry drawSymmetry(std::uint64_t seed, std::uint64_t sample, bool square) {
  return static_cast<Symmetry>(CounterRandom(seed, kSymmetryStream).below(sample, square ? 8 : 4));
}

RealImage transformed(const RealImage& image, Symmetry symmetry) {
  const bool transpose = has(symmetry, Symmetry::Transpose);
  const bool mirrorRows = has(symmetry, Symmetry::MirrorRows);
  const bool mirrorCols = has(symmetry, Symmetry::MirrorCols);
  RealImage out(transpose ? image.cols() : image.rows(), transpose ? image.rows() : image.cols());
  const auto sourceRow = [&](std::size_t r) { return mirrorRows ? image.rows() - 1 - r : r; };
  if (!transpose) {
    for (std::size_t r = 0; r < out.rows(); ++r) {
      const float* in = image.row(sourceRow(r));
      if (mirrorCols) std::reverse_copy(in, in + out.cols(), out.row(r));
      else std::copy_n(in, out.cols(), out.row(r));
    }
    return out;
  }
  // By tiles, so that neither side of a transposition strides through memory.
  for (std::size_t top = 0; top < out.rows(); top += kTile) {
    for (std::size_t left = 0; left < out.cols(); left += kTile) {
      for (std::size_t r = top; r < std::min(out.rows(), top + kTile); ++r) {
        const std::size_t sourceCol = mirrorCols ? image.cols() - 1 - r : r;
        for (std::size_t c = left; c < std::min(out.cols(), left + kTile); ++c) {
          out(r, c) = image(sourceRow(c), sourceCol);
        }
      }
    }
  }
  return out;
}

}  // namespace ptycho
