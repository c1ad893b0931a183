#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <zip.h>

#include "core/exchange/byte_stream.h"
#include "core/exchange/npz_file.h"
#include "core/store/file_text.h"
#include "core/store/limits.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

using Archive = std::shared_ptr<zip_t>;

struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

/// A member, opened when it is first read and kept open, so that slab after slab does not begin anew.
class MemberBytes : public ByteStream {
 public:
  MemberBytes(Archive archive, std::uint64_t index, std::uint64_t size, bool stored, std::string where)
      : m_archive(std::move(archive)), m_index(index), m_size(size), m_stored(stored), m_where(std::move(where)) {}

  [[nodiscard]] std::uint64_t size() const override { return m_size; }
  [[nodiscard]] bool forwardOnly() const override { return !m_stored; }

  [[nodiscard]] Result<void> read(std::uint64_t offset, std::uint64_t count, char* bytes) override {
    PTYCHO_CHECK(goTo(offset));
    PTYCHO_CHECK(take(count, bytes));
    // Only behind the last byte does the library compare the checksum.
    char none = 0;
    if (m_place == m_size && zip_fread(m_open.get(), &none, 1) != 0) return damaged();
    return {};
  }

 private:
  [[nodiscard]] tl::unexpected<Error> damaged() {
    const std::string reason = m_open ? zip_file_strerror(m_open.get()) : zip_strerror(m_archive.get());
    m_open.reset();
    return badInput(fmt::format("is cut off or damaged ({}).", reason), m_where);
  }

  Result<void> goTo(std::uint64_t offset) {
    if (!m_open || (!m_stored && offset < m_place)) {
      m_open.reset(zip_fopen_index(m_archive.get(), m_index, 0));
      m_place = 0;
      if (!m_open) return damaged();
    }
    if (m_stored && offset != m_place) {
      if (zip_fseek(m_open.get(), static_cast<zip_int64_t>(offset), SEEK_SET) != 0) return damaged();
      m_place = offset;
    }
    constexpr std::uint64_t kBlock = 1 << 16;
    std::vector<char> skipped(std::min(kBlock, offset - m_place));
    while (m_place < offset) PTYCHO_CHECK(take(std::min<std::uint64_t>(skipped.size(), offset - m_place), skipped.data()));
    return {};
  }

  Result<void> take(std::uint64_t count, char* bytes) {
    constexpr std::uint64_t kMost = 1 << 30;
    while (count > 0) {
      const zip_int64_t got = zip_fread(m_open.get(), bytes, std::min(count, kMost));
      if (got <= 0) return damaged();
      m_place += static_cast<std::uint64_t>(got);
      bytes += got;
      count -= static_cast<std::uint64_t>(got);
    }
    return {};
  }

  Archive m_archive;  // closed after the member
  std::uint64_t m_index;
  std::uint64_t m_size;
  bool m_stored;
  std::string m_where;
  std::unique_ptr<zip_file_t, CloseMember> m_open;
  std::uint64_t m_place = 0;
};

Result<Archive> openArchive(const fs::path& file) {
  PTYCHO_CHECK(checkZipDirectory(file));
  int code = 0;
  Archive archive(zip_open(file.c_str(), ZIP_RDONLY, &code), [](zip_t* opened) {
    if (opened != nullptr) zip_discard(opened);
  });
  if (!archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return badInput(fmt::format("is a damaged ZIP archive ({}).", reason), file.string());
  }
  return archive;
}

/// Why a member is not read; empty: it is.
std::string refusal(const zip_stat_t& stat) {
  const FileLimits& limits = fileLimits();
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if ((stat.valid & kNeeded) != kNeeded) return "does not say how large it is.";
  if (stat.encryption_method != ZIP_EM_NONE) return "is encrypted; store it without a password.";
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
    return fmt::format("is compressed by method {}; stored and deflated members are read.", stat.comp_method);
  }
  if (stat.size > limits.zip_member_bytes) {
    return fmt::format("says that it holds {}; the limit is {}.", byteText(stat.size), byteText(limits.zip_member_bytes));
  }
  if (stat.comp_method == ZIP_CM_STORE && stat.size != stat.comp_size) return "has two different sizes.";
  if (stat.size > limits.zip_small_bytes && stat.size / limits.zip_expansion > stat.comp_size) {
    return fmt::format("says that {} become {}, more than {} times as much.", byteText(stat.comp_size),
                       byteText(stat.size), limits.zip_expansion);
  }
  return {};
}

}  // namespace

Result<std::vector<ZipMember>> zipMembers(const fs::path& file) {
  PTYCHO_TRY(const Archive archive, openArchive(file));
  const FileLimits& limits = fileLimits();
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count < 0 || static_cast<std::uint64_t>(count) > limits.zip_members) {
    return badInput(fmt::format("holds {} members; the limit is {}.", count, limits.zip_members), file.string());
  }
  std::error_code status;
  const std::uint64_t fileBytes = fs::file_size(file, status);
  std::set<std::string> names;
  std::vector<ZipMember> members;
  for (std::uint64_t index = 0; index < static_cast<std::uint64_t>(count); ++index) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive.get(), index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) {
      return badInput(fmt::format("has a damaged member [{}].", index), file.string());
    }
    ZipMember member{stat.name, refusal(stat), nullptr};
    if (member.name.size() > limits.name_bytes) {
      return badInput(fmt::format("has a name of {} bytes; the limit is {}.", member.name.size(), limits.name_bytes),
                      file.string());
    }
    if (!names.insert(member.name).second) {
      return badInput(fmt::format("holds two members named {}; which one is meant cannot be known.",
                                  printable(member.name)), file.string());
    }
    if (member.refused.empty() && stat.comp_size > fileBytes) member.refused = "is cut off.";
    if (member.refused.empty()) {
      member.bytes = std::make_shared<MemberBytes>(archive, index, stat.size, stat.comp_method == ZIP_CM_STORE,
                                                   file.string() + ":" + printable(member.name));
    }
    members.push_back(std::move(member));
  }
  return members;
}

std::string zipVersion() { return zip_libzip_version(); }

}  // namespace ptycho
