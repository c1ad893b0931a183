#include "core/source/stb_image_jpeg_png.h"

#include <cstdlib>
#include <limits>
#include <memory>

#include <fmt/format.h>

namespace {

// An honest decoder never asks for more at once than the picture in 16-bit RGBA, twice for interlacing. More means a
// file made to exhaust the memory; stb then sees "out of memory" and gives up.
thread_local std::size_t allocationLimit = std::numeric_limits<std::size_t>::max();

// Zeros, because a damaged JPEG may decode with a Huffman table that it never defines: from whatever lay in memory stb
// computes places outside its arrays, from zeros the symbol 0.
void* limitedMalloc(std::size_t bytes) { return bytes > allocationLimit ? nullptr : std::calloc(1, bytes); }
void* limitedRealloc(void* block, std::size_t bytes) {
  return bytes > allocationLimit ? nullptr : std::realloc(block, bytes);
}

}  // namespace

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 16384
#define STBI_FAILURE_USERMSG
#define STBI_MALLOC(bytes) limitedMalloc(bytes)
#define STBI_REALLOC(block, bytes) limitedRealloc(block, bytes)
#define STBI_FREE(block) std::free(block)
// Where a JPEG ends too early, stb shifts the next byte by more than 31 bits: any value will do there.
#ifdef __clang__
#pragma clang attribute push(__attribute__((no_sanitize("shift-exponent"))), apply_to = function)
#endif
#include <stb_image.h>
#ifdef __clang__
#pragma clang attribute pop
#endif

namespace ptycho {

namespace {

constexpr std::size_t kSmallAllocation = 4u << 20;

tl::unexpected<Error> decoderError() {
  const char* reason = stbi_failure_reason();
  return badInput(fmt::format("cannot be decoded ({}); the file is damaged, has a side above {} px or is no plain JPEG "
                              "or PNG: save it again.",
                              reason ? reason : "no reason given", STBI_MAX_DIMENSIONS));
}

template <class Sample>
RealImage lumaOf(const Sample* samples, const PhotoHeader& header) {
  RealImage luma(static_cast<std::size_t>(header.rows), static_cast<std::size_t>(header.cols));
  const auto channels = static_cast<std::size_t>(header.channels);
  constexpr float kScale = 1.0f / static_cast<float>(std::numeric_limits<Sample>::max());
  for (std::size_t i = 0; i < luma.size(); ++i) {
    const Sample* pixel = samples + i * channels;
    luma[i] = kScale * (channels < 3 ? static_cast<float>(pixel[0])
                                     : 0.299f * static_cast<float>(pixel[0]) + 0.587f * static_cast<float>(pixel[1]) +
                                           0.114f * static_cast<float>(pixel[2]));
  }
  return luma;
}

/// `load` is stbi_load_from_memory or its 16-bit sister. It is asked for the channels that the header names, so that
/// the count that was checked is the count that comes.
template <class Sample>
Result<RealImage> decodeWith(Sample* (*load)(const stbi_uc*, int, int*, int*, int*, int),
                             std::span<const std::uint8_t> bytes, PhotoHeader header) {
  int stored = 0;
  const std::unique_ptr<Sample, decltype(&std::free)> samples(
      load(bytes.data(), static_cast<int>(bytes.size()), &header.cols, &header.rows, &stored, header.channels),
      &std::free);
  if (!samples) return decoderError();
  return lumaOf(samples.get(), header);
}

}  // namespace

Result<PhotoHeader> readPhotoHeader(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return badInput("is larger than 2 GiB; save it smaller.");
  }
  allocationLimit = kSmallAllocation;
  PhotoHeader header;
  if (!stbi_info_from_memory(bytes.data(), static_cast<int>(bytes.size()), &header.cols, &header.rows,
                             &header.channels)) {
    return decoderError();
  }
  return header;
}

Result<RealImage> decodePhotoLuma(std::span<const std::uint8_t> bytes) {
  PTYCHO_TRY(const PhotoHeader header, readPhotoHeader(bytes));
  const auto length = static_cast<int>(bytes.size());
  allocationLimit = kSmallAllocation + 2 * bytes.size() +
                    16 * static_cast<std::size_t>(header.rows) * static_cast<std::size_t>(header.cols);
  if (stbi_is_16_bit_from_memory(bytes.data(), length)) return decodeWith(&stbi_load_16_from_memory, bytes, header);
  return decodeWith(&stbi_load_from_memory, bytes, header);
}

}  // namespace ptycho
