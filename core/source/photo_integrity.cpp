#include "core/source/photo_integrity.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string_view>

namespace ptycho {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::array<std::uint8_t, 8> kPngSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::array<std::uint8_t, 3> kJpegSignature{0xff, 0xd8, 0xff};

bool startsWith(Bytes bytes, Bytes signature) {
  return bytes.size() >= signature.size() && std::equal(signature.begin(), signature.end(), bytes.begin());
}

constexpr auto kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t n = 0; n < 256; ++n) {
    std::uint32_t c = n;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1u) ? 0xedb88320u ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
  return table;
}();

std::uint32_t crc32(Bytes bytes) {
  std::uint32_t c = 0xffffffffu;
  for (const std::uint8_t byte : bytes) c = kCrcTable[(c ^ byte) & 0xffu] ^ (c >> 8);
  return c ^ 0xffffffffu;
}

std::uint32_t bigEndian32(Bytes bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

tl::unexpected<Error> cutOff() { return badInput("is cut off before its end; copy or save the photo again."); }

Result<void> checkPng(Bytes bytes) {
  std::size_t position = kPngSignature.size();
  while (bytes.size() - position >= 12) {
    const std::uint32_t length = bigEndian32(bytes.subspan(position));
    if (length > bytes.size() - position - 12) return cutOff();
    const Bytes typeAndData = bytes.subspan(position + 4, length + 4);
    if (crc32(typeAndData) != bigEndian32(bytes.subspan(position + 8 + length))) {
      return badInput("is damaged (a check sum does not fit); copy or save the photo again.");
    }
    if (startsWith(typeAndData, std::array<std::uint8_t, 4>{'I', 'E', 'N', 'D'})) return {};
    position += 12 + length;
  }
  return cutOff();
}

bool isRestart(std::uint8_t marker) { return marker >= 0xd0 && marker <= 0xd7; }

/// Whether the tables of one "define Huffman tables" segment fill it exactly and have at most 256 codes each. The
/// decoder (stb_image 2.27) believes the counts and would write past its tables.
bool huffmanTablesFit(Bytes tables) {
  constexpr std::size_t kHeader = 17;  // class and number, then the count of codes of each length
  while (!tables.empty()) {
    if (tables.size() < kHeader) return false;
    const auto counts = tables.subspan(1, kHeader - 1);
    const auto codes = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
    if (codes > 256 || tables.size() < kHeader + codes) return false;
    tables = tables.subspan(kHeader + codes);
  }
  return true;
}

/// The first marker at or after `position` that is not part of entropy-coded data.
std::size_t nextMarker(Bytes bytes, std::size_t position) {
  for (; position + 1 < bytes.size(); ++position) {
    const std::uint8_t follower = bytes[position + 1];
    if (bytes[position] == 0xff && follower != 0x00 && follower != 0xff && !isRestart(follower)) return position;
  }
  return bytes.size();
}

Result<void> checkJpeg(Bytes bytes) {
  constexpr std::uint8_t kEndOfImage = 0xd9;
  constexpr std::uint8_t kTemporary = 0x01;
  constexpr std::uint8_t kHuffmanTables = 0xc4;
  std::size_t position = nextMarker(bytes, 2);
  while (position < bytes.size()) {
    const std::uint8_t marker = bytes[position + 1];
    if (marker == kEndOfImage) return {};
    position += 2;
    if (marker != kTemporary) {
      if (bytes.size() - position < 2) return cutOff();
      const std::size_t length = static_cast<std::size_t>(bytes[position]) << 8 | bytes[position + 1];
      if (length < 2 || length > bytes.size() - position) return cutOff();
      if (marker == kHuffmanTables && !huffmanTablesFit(bytes.subspan(position + 2, length - 2))) {
        return badInput("is damaged (a code table is too long); copy or save the photo again.");
      }
      position += length;
    }
    position = nextMarker(bytes, position);
  }
  return cutOff();
}

}  // namespace

Result<PhotoFormat> detectPhotoFormat(Bytes bytes) {
  if (startsWith(bytes, kPngSignature)) return PhotoFormat::Png;
  if (startsWith(bytes, kJpegSignature)) return PhotoFormat::Jpeg;
  return fail(ErrorCode::Unsupported, "is neither a JPEG nor a PNG photo; convert it to one of them.");
}

Result<void> checkPhotoComplete(Bytes bytes, PhotoFormat format) {
  return format == PhotoFormat::Png ? checkPng(bytes) : checkJpeg(bytes);
}

}  // namespace ptycho
