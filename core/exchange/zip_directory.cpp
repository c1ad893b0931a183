#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "core/exchange/byte_stream.h"
#include "core/store/limits.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// The end of the central directory lies in the last 22 + 65,535 bytes; with 64-bit numbers, 20 bytes before it stand
/// "PK\6\7" and the place of a record "PK\6\6" with the number of members 32 bytes into it (APPNOTE.TXT 4.3.14 to 4.3.16).
constexpr std::uint64_t kTail = 22 + 65'535 + 20;
constexpr std::string_view kEnd("PK\x05\x06", 4);
constexpr std::string_view kLocator("PK\x06\x07", 4);
constexpr std::string_view kEnd64("PK\x06\x06", 4);
constexpr std::size_t kEnd64Bytes = 56;

std::uint64_t littleEndian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t k = 0; k < count; ++k) {
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + k])) << (8 * k);
  }
  return value;
}

}  // namespace

FileBytes::FileBytes(fs::path file, std::uint64_t size)
    : m_file(std::move(file)), m_in(m_file, std::ios::binary), m_size(size) {}

Result<void> FileBytes::read(std::uint64_t offset, std::uint64_t count, char* bytes) {
  if (offset > m_size || count > m_size - offset) return badInput("is cut off.", m_file.string());
  m_in.clear();
  m_in.seekg(static_cast<std::streamoff>(offset));
  if (count > 0 && !m_in.read(bytes, static_cast<std::streamsize>(count))) {
    return fail(ErrorCode::Io, "cannot be read to its end.", m_file.string());
  }
  return {};
}

Result<void> checkZipDirectory(const fs::path& file) {
  std::error_code status;
  const std::uint64_t size = fs::file_size(file, status);
  if (status) return fail(ErrorCode::Io, "cannot be read; look at its permissions.", file.string());
  FileBytes in(file, size);
  std::string tail(static_cast<std::size_t>(std::min(size, kTail)), '\0');
  PTYCHO_CHECK(in.read(size - tail.size(), tail.size(), tail.data()));
  if (tail.rfind(kEnd) == tail.npos) {
    return badInput("is a ZIP archive without its directory: it is cut off, or still being written.", file.string());
  }
  for (std::size_t at = tail.find(kLocator); at != tail.npos; at = tail.find(kLocator, at + 1)) {
    if (at + 16 > tail.size()) break;
    const std::uint64_t place = littleEndian(tail, at + 8, 8);
    if (size < kEnd64Bytes || place > size - kEnd64Bytes) continue;  // the library refuses it
    std::string record(kEnd64Bytes, '\0');
    PTYCHO_CHECK(in.read(place, record.size(), record.data()));
    if (!record.starts_with(kEnd64)) continue;
    const std::uint64_t members = std::max(littleEndian(record, 24, 8), littleEndian(record, 32, 8));
    if (members > fileLimits().zip_members) {
      return badInput(fmt::format("says that it holds {} members; the limit is {}.", members, fileLimits().zip_members),
                      file.string());
    }
  }
  return {};
}

}  // namespace ptycho
