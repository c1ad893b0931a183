#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ptycho {

/// A PNG as bytes, written from the format's description: one chunk of each kind, deflate without compression.
struct PngPicture {
  std::uint32_t cols = 8;
  std::uint32_t rows = 8;
  int bits = 8;      ///< 8 or 16
  int channels = 1;  ///< 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha
  std::function<int(std::uint32_t row, std::uint32_t col, int channel)> sample;
};
std::string pngBytes(const PngPicture& picture);

/// A PNG of this size whose pixel data unpacks to `unpackedBytes` zeros, from about a 160th of that.
std::string pngBomb(std::uint32_t side, std::size_t unpackedBytes);

/// A baseline JPEG of flat 8 × 8 blocks, `blocksAcross` in a row; channel values are levels 0 … 255 of grey (one
/// channel) or of Y, Cb and Cr (three). Flat blocks have only DC terms, so the values come back exactly.
std::string jpegBytes(std::size_t blocksAcross, const std::vector<std::vector<int>>& channels);

}  // namespace ptycho
