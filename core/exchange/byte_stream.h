#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

/// Bytes that are read at any place, cheapest from front to back.
class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// Whether going back means to begin anew.
  [[nodiscard]] virtual bool forwardOnly() const = 0;
  /// Exactly `count` bytes from `offset`.
  [[nodiscard]] virtual Result<void> read(std::uint64_t offset, std::uint64_t count, char* bytes) = 0;
};

/// A file as it is.
class FileBytes : public ByteStream {
 public:
  FileBytes(std::filesystem::path file, std::uint64_t size);
  [[nodiscard]] std::uint64_t size() const override { return m_size; }
  [[nodiscard]] bool forwardOnly() const override { return false; }
  [[nodiscard]] Result<void> read(std::uint64_t offset, std::uint64_t count, char* bytes) override;

 private:
  std::filesystem::path m_file;
  std::ifstream m_in;
  std::uint64_t m_size;
};

/// A file inside a ZIP archive; `name` is what the archive calls it and never becomes a path.
struct ZipMember {
  std::string name;
  std::string refused;                 ///< why it cannot be read; empty: it can
  std::shared_ptr<ByteStream> bytes;   ///< null where it is refused
};

/// What an archive holds: at most fileLimits().zip_members, each within zip_member_bytes and zip_expansion, stored or
/// deflated. Errors: no archive, damaged, too many members, two of the same name.
[[nodiscard]] Result<std::vector<ZipMember>> zipMembers(const std::filesystem::path& file);

/// Refuses an archive whose directory says that it has more members than the limit, before anything is allocated for
/// them (the library believes the directory).
[[nodiscard]] Result<void> checkZipDirectory(const std::filesystem::path& file);

}  // namespace ptycho
