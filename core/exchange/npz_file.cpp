#include "core/exchange/npz_file.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/exchange/byte_stream.h"
#include "core/exchange/npy_header.h"
#include "core/exchange/npy_values.h"
#include "core/store/file_text.h"
#include "core/store/limits.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".npy";
/// Values are converted so many bytes at a time.
constexpr std::uint64_t kBlock = 1 << 20;
constexpr std::uint64_t kKeptMost = 1 << 30;

Result<NpyHeader> headerOf(ByteStream& bytes, const std::string& where) {
  std::string text(std::min<std::uint64_t>(kNpyPrefixBytes, bytes.size()), '\0');
  PTYCHO_CHECK(bytes.read(0, text.size(), text.data()));
  PTYCHO_TRY(const std::uint64_t length, npyHeaderBytes(text, where));
  if (length > bytes.size()) return badInput("is cut off within its header.", where);
  const std::size_t had = std::min<std::size_t>(text.size(), length);
  text.resize(static_cast<std::size_t>(length));
  PTYCHO_CHECK(bytes.read(had, length - had, text.data() + had));
  return parseNpyHeader(text, bytes.size(), where);
}

struct OpenArray {
  std::shared_ptr<ByteStream> bytes;
  NpyHeader header;
  std::vector<char> kept;  ///< all its numbers, where they had to be or could be kept
};

}  // namespace

std::uint64_t NumpyArray::elements() const {
  std::uint64_t count = 1;
  for (const std::uint64_t side : shape) count *= side;
  return count;
}

struct NumpyFile::Content {
  fs::path file;
  std::vector<NumpyArray> arrays;
  std::map<std::string, OpenArray> open;  ///< of the arrays without a problem
  std::uint64_t reserved = 0;

  void add(const std::string& name, std::shared_ptr<ByteStream> bytes, const std::string& refused) {
    NumpyArray array{name, {}, "", refused};
    if (bytes) {
      auto header = headerOf(*bytes, "");
      if (header) {
        array.shape = header->shape;
        array.type = header->typeText() + (header->fortran && header->shape.size() > 1 ? " in Fortran order" : "");
        open[name] = {std::move(bytes), std::move(*header), {}};
      } else {
        array.problem = header.error().message;
      }
    }
    arrays.push_back(std::move(array));
  }

  /// Memory is counted over the whole file.
  Result<void> reserve(std::uint64_t bytes, const std::string& where) {
    PTYCHO_CHECK(checkAllocation(reserved + bytes, 1, where));
    reserved += bytes;
    return {};
  }

  /// Whether the numbers lie in `kept`, where they are put if the order needs it or memory allows it.
  Result<bool> keep(OpenArray& array, const std::string& where) {
    const std::uint64_t bytes = array.header.dataBytes();
    if (!array.kept.empty() || bytes == 0) return true;
    const bool must = array.header.fortran && array.header.shape.size() > 1;
    const bool could = array.bytes->forwardOnly() && bytes <= kKeptMost && bytes <= freeMemoryBytes() / 4;
    if (!must && !could) return false;
    const auto reserved = reserve(bytes, where);
    if (!reserved && !must) return false;
    PTYCHO_CHECK(reserved);
    array.kept.resize(static_cast<std::size_t>(bytes));
    const auto read = array.bytes->read(array.header.data_offset, bytes, array.kept.data());
    if (!read) {
      array.kept.clear();
      return tl::unexpected(read.error());
    }
    return true;
  }

  template <class T>
  Result<void> slab(OpenArray& array, std::uint64_t first, std::uint64_t count, T* values, const std::string& where) {
    const NpyHeader& header = array.header;
    const std::uint64_t length = header.shape.empty() ? 1 : header.shape[0];
    if (first > length || count > length - first) {
      return badInput(fmt::format("has {} entries; {} from [{}] were asked for.", length, count, first), where);
    }
    if (length == 0 || count == 0) return {};
    const std::uint64_t each = header.elements() / length;
    if (each == 0) return {};  // any number of entries without a value: nothing to go through
    if (header.fortran && header.shape.size() > 1) {
      // As many entries together as a block holds: a list of positions has millions of two numbers.
      const std::uint64_t most = std::clamp<std::uint64_t>(kBlock / (each * header.item_bytes), 1, count);
      std::vector<char> ordered(static_cast<std::size_t>(most * each * header.item_bytes));
      for (std::uint64_t k = 0; k < count; k += most) {
        const std::uint64_t here = std::min(most, count - k);
        npySlabOfFortran(header, array.kept.data(), first + k, here, ordered.data());
        PTYCHO_CHECK(npyValues(header, ordered.data(), static_cast<std::size_t>(here * each), values + k * each, where));
      }
      return {};
    }
    if (!array.kept.empty()) {
      return npyValues(header, array.kept.data() + first * each * header.item_bytes, static_cast<std::size_t>(count * each),
                       values, where);
    }
    const std::uint64_t all = count * each;
    const std::uint64_t most = std::max<std::uint64_t>(1, kBlock / header.item_bytes);
    std::vector<char> block(static_cast<std::size_t>(std::min(all, most) * header.item_bytes));
    for (std::uint64_t done = 0; done < all; done += most) {
      const std::uint64_t here = std::min(most, all - done);
      PTYCHO_CHECK(array.bytes->read(header.data_offset + (first * each + done) * header.item_bytes,
                                     here * header.item_bytes, block.data()));
      PTYCHO_CHECK(npyValues(header, block.data(), static_cast<std::size_t>(here), values + done, where));
    }
    return {};
  }

  Result<OpenArray*> find(const std::string& name) {
    const std::string place = file.string() + ":" + printable(name);
    if (const auto found = open.find(name); found != open.end()) return &found->second;
    const auto listed = std::ranges::find(arrays, name, &NumpyArray::name);
    if (listed != arrays.end()) return badInput(listed->problem, place);
    return fail(ErrorCode::NotFound, "is not in the file.", place);
  }
};

Result<NumpyFile> NumpyFile::open(const fs::path& file) {
  std::error_code status;
  if (!fs::is_regular_file(file, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", file.string());
  const std::uint64_t size = fs::file_size(file, status);
  auto content = std::make_shared<Content>();
  content->file = file;
  auto plain = std::make_shared<FileBytes>(file, size);
  std::string head(std::min<std::uint64_t>(size, 6), '\0');
  PTYCHO_CHECK(plain->read(0, head.size(), head.data()));
  if (head == "\x93NUMPY") {
    // The only array of a file: what is wrong with it is wrong with the file.
    PTYCHO_TRY(const NpyHeader header, headerOf(*plain, file.string()));
    content->add("arr_0", std::move(plain), "");
    return NumpyFile(std::move(content));
  }
  if (!head.starts_with("PK")) return badInput("is neither NPZ nor NPY: it begins with other bytes.", file.string());
  PTYCHO_TRY(std::vector<ZipMember> members, zipMembers(file));
  for (ZipMember& member : members) {
    if (!member.name.ends_with(kSuffix) || member.name.size() == kSuffix.size()) continue;
    content->add(member.name.substr(0, member.name.size() - kSuffix.size()), std::move(member.bytes), member.refused);
  }
  return NumpyFile(std::move(content));
}

const std::vector<NumpyArray>& NumpyFile::arrays() const { return m_content->arrays; }
const fs::path& NumpyFile::file() const { return m_content->file; }
std::string NumpyFile::where(const std::string& name) const { return m_content->file.string() + ":" + printable(name); }

bool NumpyFile::has(const std::string& name) const {
  return std::ranges::find(m_content->arrays, name, &NumpyArray::name) != m_content->arrays.end();
}

Result<NumpyArray> NumpyFile::array(const std::string& name) const {
  PTYCHO_CHECK(m_content->find(name));
  return *std::ranges::find(m_content->arrays, name, &NumpyArray::name);
}

std::string NumpyFile::holdings() const {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t k = 0; k < m_content->arrays.size(); ++k) {
    if (k > 0) text += ", ";
    if (k == kMost) return text + fmt::format("and {} more", m_content->arrays.size() - kMost);
    const NumpyArray& array = m_content->arrays[k];
    text += array.problem.empty() ? fmt::format("{} {} {}", printable(array.name), array.type, shapeText(array.shape))
                                  : printable(array.name) + " (not readable)";
  }
  return text.empty() ? "no arrays" : text;
}

template <class T>
Result<void> NumpyFile::readAll(const std::string& name, std::vector<T>& values) const {
  PTYCHO_TRY(OpenArray* const array, m_content->find(name));
  const std::string place = where(name);
  if (array->header.fortran) PTYCHO_CHECK(m_content->keep(*array, place));
  const std::uint64_t count = array->header.elements();
  PTYCHO_CHECK(checkAllocation(count, sizeof(T), place));
  PTYCHO_CHECK(m_content->reserve(count * sizeof(T), place));
  values.resize(static_cast<std::size_t>(count));
  const std::uint64_t length = array->header.shape.empty() ? 1 : array->header.shape[0];
  return m_content->slab(*array, 0, length, values.data(), place);
}

Result<void> NumpyFile::read(const std::string& name, std::vector<float>& values) const { return readAll(name, values); }
Result<void> NumpyFile::read(const std::string& name, std::vector<double>& values) const { return readAll(name, values); }
Result<void> NumpyFile::read(const std::string& name, std::vector<std::complex<float>>& values) const {
  return readAll(name, values);
}
Result<void> NumpyFile::read(const std::string& name, std::vector<std::int64_t>& values) const {
  return readAll(name, values);
}
Result<void> NumpyFile::read(const std::string& name, std::vector<std::uint8_t>& values) const {
  return readAll(name, values);
}

Result<void> NumpyFile::readSlab(const std::string& name, std::uint64_t first, std::uint64_t count, float* values) const {
  PTYCHO_TRY(OpenArray* const array, m_content->find(name));
  PTYCHO_CHECK(m_content->keep(*array, where(name)));
  return m_content->slab(*array, first, count, values, where(name));
}

}  // namespace ptycho
