#include "core/exchange/npz_writer.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <zip.h>

#include "core/base/atomic_file.h"
#include "core/exchange/npy_header.h"
#include "core/store/file_text.h"

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

namespace ptycho {

namespace fs = std::filesystem;

namespace {

struct Element {
  std::string descr;
  std::uint64_t bytes;
};

Element elementOf(const NpzArray& array) {
  switch (array.element) {
    case NpzElement::Float32: return {"<f4", 4};
    case NpzElement::Float64: return {"<f8", 8};
    case NpzElement::Int64: return {"<i8", 8};
    case NpzElement::UInt16: return {"<u2", 2};
    case NpzElement::UInt32: return {"<u4", 4};
    case NpzElement::Text: return {fmt::format("<U{}", array.letters), 4 * array.letters};
    case NpzElement::Flag: return {"|b1", 1};
    case NpzElement::Complex64: return {"<c8", 8};
  }
  return {"<f4", 4};
}

/// One member as the library asks for it: header, then values, from front to back.
struct Source {
  const NpzArray* array = nullptr;
  std::string header;
  std::uint64_t elements = 1;
  std::uint64_t element_bytes = 0;
  std::uint64_t place = 0;          ///< of the next byte
  std::vector<char> block;          ///< values filled in but not yet handed over
  std::size_t block_place = 0;
  std::uint64_t filled = 0;         ///< values that were filled in so far
  std::optional<Error>* problem = nullptr;
  zip_error_t error{};

  [[nodiscard]] std::uint64_t size() const { return header.size() + elements * element_bytes; }
};

/// Puts the next values into the block.
bool fillBlock(Source& source) {
  constexpr std::uint64_t kBlockBytes = 1 << 20;
  const std::uint64_t count = std::min(kBlockBytes / source.element_bytes, source.elements - source.filled);
  source.block.resize(static_cast<std::size_t>(count * source.element_bytes));
  source.block_place = 0;
  const auto filled = source.array->fill(source.filled, count, source.block.data());
  source.filled += count;
  if (filled) return true;
  *source.problem = filled.error();
  zip_error_set(&source.error, ZIP_ER_READ, EIO);
  return false;
}

zip_int64_t readMember(Source& source, char* out, std::uint64_t wanted) {
  std::uint64_t done = 0;
  while (done < wanted && source.place < source.size()) {
    const char* from = nullptr;
    std::uint64_t here = 0;
    if (source.place < source.header.size()) {
      from = source.header.data() + source.place;
      here = source.header.size() - source.place;
    } else if (source.array->values != nullptr) {
      from = static_cast<const char*>(source.array->values) + (source.place - source.header.size());
      here = source.size() - source.place;
    } else {
      if (source.block_place == source.block.size() && !fillBlock(source)) return -1;
      from = source.block.data() + source.block_place;
      here = source.block.size() - source.block_place;
    }
    here = std::min(here, wanted - done);
    std::memcpy(out + done, from, here);
    if (source.place >= source.header.size() && source.array->values == nullptr) source.block_place += here;
    source.place += here;
    done += here;
  }
  return static_cast<zip_int64_t>(done);
}

zip_int64_t answer(void* state, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  Source& source = *static_cast<Source*>(state);
  switch (command) {
    case ZIP_SOURCE_OPEN:
      source.place = 0;
      source.filled = 0;
      source.block.clear();
      source.block_place = 0;
      return 0;
    case ZIP_SOURCE_READ: return readMember(source, static_cast<char*>(data), length);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE: return 0;
    case ZIP_SOURCE_STAT: {
      zip_stat_t* const stat = static_cast<zip_stat_t*>(data);
      zip_stat_init(stat);
      stat->size = source.size();
      stat->valid |= ZIP_STAT_SIZE;
      return sizeof(zip_stat_t);
    }
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&source.error, data, length);
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                            ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    default: zip_error_set(&source.error, ZIP_ER_OPNOTSUPP, 0); return -1;
  }
}

Result<void> checkNames(const fs::path& file, const std::vector<NpzArray>& arrays) {
  std::set<std::string> names;
  for (const NpzArray& array : arrays) {
    const bool word = !array.name.empty() && std::ranges::all_of(array.name, [](unsigned char letter) {
      return std::isalnum(letter) != 0 || letter == '_';
    });
    if (!word) return badInput(fmt::format("'{}' is no name of an array.", printable(array.name)), file.string());
    if (!names.insert(array.name).second) return badInput("two arrays are named " + array.name + ".", file.string());
  }
  return {};
}

Result<void> fillArchive(zip_t* archive, std::vector<Source>& sources, bool deflate, const fs::path& target) {
  const auto cannotWrite = [&] {
    return fail(ErrorCode::Io, fmt::format("cannot be written ({}).", zip_strerror(archive)), target.string());
  };
  for (Source& source : sources) {
    zip_source_t* const data = zip_source_function(archive, answer, &source);
    if (data == nullptr) return cannotWrite();
    const zip_int64_t index = zip_file_add(archive, (source.array->name + ".npy").c_str(), data, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(data);
      return cannotWrite();
    }
    const auto member = static_cast<zip_uint64_t>(index);
    constexpr zip_uint16_t kFirstDay = (1 << 5) | 1;  // 1 January 1980: nothing that changes from day to day
    if (zip_set_file_compression(archive, member, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(archive, member, 0, kFirstDay, 0) != 0) {
      return cannotWrite();
    }
  }
  return {};
}

NpzArray arrayOf(std::string name, NpzElement element, std::vector<std::uint64_t> shape, const void* values) {
  NpzArray array;
  array.name = std::move(name);
  array.element = element;
  array.shape = std::move(shape);
  array.values = values;
  return array;
}

}  // namespace

NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const float* values) {
  return arrayOf(std::move(name), NpzElement::Float32, std::move(shape), values);
}
NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const double* values) {
  return arrayOf(std::move(name), NpzElement::Float64, std::move(shape), values);
}
NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const std::int64_t* values) {
  return arrayOf(std::move(name), NpzElement::Int64, std::move(shape), values);
}
NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const std::complex<float>* values) {
  return arrayOf(std::move(name), NpzElement::Complex64, std::move(shape), values);
}
NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const std::uint8_t* values) {
  return arrayOf(std::move(name), NpzElement::Flag, std::move(shape), values);
}

std::u32string npzLetters(const std::string& text) {
  std::u32string letters;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i++]);
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    char32_t letter = more == 0 ? first : first & (0x3Fu >> more);
    for (int k = 0; k < more && i < text.size(); ++k) letter = (letter << 6) | (static_cast<unsigned char>(text[i++]) & 0x3Fu);
    letters += letter;
  }
  return letters.empty() ? std::u32string(1, U'\0') : letters;  // NumPy takes the zeros at the end away
}

NpzArray npzText(std::string name, const std::u32string& letters) {
  NpzArray array = arrayOf(std::move(name), NpzElement::Text, {}, letters.data());
  array.letters = letters.size();
  return array;
}

Result<void> writeNpz(const fs::path& file, const std::vector<NpzArray>& arrays, bool deflate) {
  PTYCHO_CHECK(checkNames(file, arrays));
  std::optional<Error> problem;
  std::vector<Source> sources;
  for (const NpzArray& array : arrays) {
    const Element element = elementOf(array);
    Source source;
    source.array = &array;
    source.header = npyHeaderText(element.descr, array.shape);
    source.element_bytes = element.bytes;
    source.problem = &problem;
    for (const std::uint64_t side : array.shape) source.elements *= side;
    sources.push_back(std::move(source));
  }
  return replaceFile(file, [&](const fs::path& target) -> Result<void> {
    int code = 0;
    zip_t* const archive = zip_open(target.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr) return tl::unexpected(errnoError(errno != 0 ? errno : EIO, "cannot write", target));
    auto filled = fillArchive(archive, sources, deflate, target);
    if (filled && zip_close(archive) == 0) return {};
    // Told before the archive is let go.
    const int number = zip_error_code_system(zip_get_error(archive));
    const std::string reason = zip_strerror(archive);
    zip_discard(archive);
    if (!filled) return filled;
    if (problem) return tl::unexpected(*problem);
    if (number != 0) return tl::unexpected(errnoError(number, "cannot write", target));
    return fail(ErrorCode::Io, fmt::format("cannot be written ({}).", reason), target.string());
  });
}

}  // namespace ptycho
