#include "core/exchange/npy_header.h"

#include <cctype>
#include <charconv>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "core/store/file_text.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

constexpr std::string_view kSignature = "\x93NUMPY";
constexpr std::uint64_t kLongestText = 64 << 10;

/// Walks over the text of the dictionary; each step says whether it found what it was to find.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : m_text(text) {}

  void skipSpace() {
    while (!m_text.empty() && std::isspace(static_cast<unsigned char>(m_text.front())) != 0) m_text.remove_prefix(1);
  }
  bool take(std::string_view word) {
    skipSpace();
    if (!m_text.starts_with(word)) return false;
    m_text.remove_prefix(word.size());
    return true;
  }
  [[nodiscard]] bool atEnd() {
    skipSpace();
    return m_text.empty();
  }
  [[nodiscard]] bool startsWithAny(std::string_view letters) {
    skipSpace();
    return !m_text.empty() && letters.find(m_text.front()) != letters.npos;
  }
  /// 'text' or "text", without escapes.
  std::optional<std::string> quoted() {
    if (!startsWithAny("'\"")) return std::nullopt;
    const std::size_t end = m_text.find(m_text.front(), 1);
    if (end == m_text.npos) return std::nullopt;
    std::string text(m_text.substr(1, end - 1));
    m_text.remove_prefix(end + 1);
    if (text.find('\\') != text.npos) return std::nullopt;
    return text;
  }
  std::optional<std::uint64_t> number() {
    skipSpace();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
    if (error != std::errc()) return std::nullopt;
    m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
    if (m_text.starts_with('L')) m_text.remove_prefix(1);  // Python 2's long integers
    return value;
  }

 private:
  std::string_view m_text;
};

tl::unexpected<Error> damaged(std::string_view what, const std::string& where) {
  return badInput(fmt::format("has a damaged NumPy header: {}.", what), where);
}

Result<void> setType(const std::string& descr, NpyHeader& header, const std::string& where) {
  const auto refuse = [&](const std::string& what) {
    return fail(ErrorCode::Unsupported, what + "; store the array as plain numbers.", where);
  };
  const std::string kinds = "biufcOSaUVMmt";
  const bool ordered = !descr.empty() && std::string_view("<>|=").find(descr.front()) != std::string_view::npos;
  const std::size_t at = ordered ? 1 : 0;
  if (descr.size() <= at || kinds.find(descr[at]) == kinds.npos) {
    return refuse(fmt::format("holds values of the type '{}', which is not known", printable(descr)));
  }
  const char kind = descr[at];
  if (kind == 'O') return refuse("holds Python objects, which can run code when they are read and are refused");
  if (kind == 'S' || kind == 'a' || kind == 'U') return refuse("holds text");
  if (kind == 'M' || kind == 'm') return refuse("holds dates or times");
  if (kind == 'V' || kind == 't') return refuse("holds raw bytes or records");
  std::uint32_t bytes = 0;
  const char* const end = descr.data() + descr.size();
  const auto [stop, error] = std::from_chars(descr.data() + at + 1, end, bytes);
  const auto among = [&](std::initializer_list<std::uint32_t> sizes) {
    for (const std::uint32_t size : sizes) {
      if (bytes == size) return true;
    }
    return false;
  };
  const bool known = error == std::errc() && stop == end &&
                     ((kind == 'b' && among({1})) || ((kind == 'i' || kind == 'u') && among({1, 2, 4, 8})) ||
                      (kind == 'f' && among({2, 4, 8})) || (kind == 'c' && among({8, 16})));
  if (!known) return refuse(fmt::format("holds values of the type '{}', which is not read", printable(descr)));
  if (bytes > 1 && (!ordered || descr.front() == '|')) {
    return damaged(fmt::format("the type '{}' has no byte order", printable(descr)), where);
  }
  header.kind = kind == 'b'   ? NpyKind::Flag
                : kind == 'i' ? NpyKind::Signed
                : kind == 'u' ? NpyKind::Unsigned
                : kind == 'f' ? NpyKind::Float
                              : NpyKind::Complex;
  header.item_bytes = bytes;
  header.big_endian = bytes > 1 && descr.front() == '>';
  return {};
}

Result<void> readShape(Cursor& cursor, NpyHeader& header, const std::string& where) {
  if (!cursor.take("(")) return damaged("its shape is no tuple", where);
  while (!cursor.take(")")) {
    const auto side = cursor.number();
    if (!side) return damaged("its shape has something else than whole numbers from 0 on", where);
    if (header.shape.size() == fileLimits().dimensions) {
      return badInput(fmt::format("has more than {} dimensions, the limit.", fileLimits().dimensions), where);
    }
    header.shape.push_back(*side);
    if (cursor.take(",")) continue;
    if (!cursor.take(")")) return damaged("its shape does not end", where);
    break;
  }
  return {};
}

Result<void> readDictionary(Cursor& cursor, NpyHeader& header, const std::string& where) {
  bool hasDescr = false;
  bool hasOrder = false;
  bool hasShape = false;
  if (!cursor.take("{")) return damaged("there is no dictionary", where);
  while (!cursor.take("}")) {
    const auto key = cursor.quoted();
    if (!key || !cursor.take(":")) return damaged("a key is missing", where);
    if (*key == "descr" && !hasDescr) {
      if (cursor.startsWithAny("[(")) {
        return fail(ErrorCode::Unsupported, "holds records; store each field as an array of its own.", where);
      }
      const auto descr = cursor.quoted();
      if (!descr) return damaged("its type is no text", where);
      PTYCHO_CHECK(setType(*descr, header, where));
      hasDescr = true;
    } else if (*key == "fortran_order" && !hasOrder) {
      header.fortran = cursor.take("True");
      if (!header.fortran && !cursor.take("False")) return damaged("fortran_order is neither True nor False", where);
      hasOrder = true;
    } else if (*key == "shape" && !hasShape) {
      PTYCHO_CHECK(readShape(cursor, header, where));
      hasShape = true;
    } else {
      return damaged(fmt::format("the key '{}' is unknown or there twice", printable(*key)), where);
    }
    if (cursor.take(",")) continue;
    if (!cursor.take("}")) return damaged("the dictionary does not end", where);
    break;
  }
  if (!cursor.atEnd()) return damaged("something follows the dictionary", where);
  if (!hasDescr || !hasOrder || !hasShape) return damaged("descr, fortran_order or shape is missing", where);
  return {};
}

}  // namespace

std::uint64_t NpyHeader::elements() const {
  std::uint64_t count = 1;
  for (const std::uint64_t side : shape) count *= side;
  return count;
}

std::string NpyHeader::typeText() const {
  const char* const names[] = {"flag", "int", "uint", "float", "complex"};
  if (kind == NpyKind::Flag) return "flag";
  return fmt::format("{}{}{}", names[static_cast<int>(kind)], item_bytes * 8, big_endian ? " big-endian" : "");
}

Result<std::uint64_t> npyHeaderBytes(std::string_view prefix, const std::string& where) {
  if (!prefix.starts_with(kSignature)) return badInput("is no NumPy array: it begins with other bytes.", where);
  const auto byte = [&](std::size_t at) { return static_cast<std::uint64_t>(static_cast<unsigned char>(prefix[at])); };
  if (prefix.size() < 10) return damaged("it is cut off", where);
  const std::uint64_t major = byte(6);
  if (major < 1 || major > 3 || byte(7) != 0) {
    return fail(ErrorCode::Unsupported, fmt::format("is a NumPy array of format {}.{}; 1.0, 2.0 and 3.0 are read.", major,
                                                    byte(7)), where);
  }
  const std::size_t lengthBytes = major == 1 ? 2 : 4;
  if (prefix.size() < 8 + lengthBytes) return damaged("it is cut off", where);
  std::uint64_t length = 0;
  for (std::size_t k = 0; k < lengthBytes; ++k) length |= byte(8 + k) << (8 * k);
  if (length > kLongestText) {
    return badInput(fmt::format("says that its header has {}; the limit is {}.", byteText(length), byteText(kLongestText)),
                    where);
  }
  return 8 + lengthBytes + length;
}

Result<NpyHeader> parseNpyHeader(std::string_view header, std::uint64_t most, const std::string& where) {
  PTYCHO_TRY(const std::uint64_t length, npyHeaderBytes(header, where));
  if (header.size() < length) return damaged("it is cut off", where);
  NpyHeader read;
  read.data_offset = length;
  const std::size_t start = header[6] == 1 ? 10 : 12;
  Cursor cursor(header.substr(start, static_cast<std::size_t>(length) - start));
  PTYCHO_CHECK(readDictionary(cursor, read, where));
  const std::uint64_t held = most > length ? (most - length) / read.item_bytes : 0;
  std::uint64_t product = 1;
  bool none = false;
  for (const std::uint64_t side : read.shape) none = none || side == 0;
  for (const std::uint64_t side : read.shape) {
    // Sides beside a 0 are bounded too, so that no later product of some of them can overflow.
    const std::uint64_t bound = none ? std::uint64_t{std::numeric_limits<std::uint32_t>::max()} : held / product;
    if (side > bound) {
      return badInput(fmt::format("says that it holds {} {}, but there are {} for them.", read.typeText(),
                                  shapeText(read.shape), byteText(most > length ? most - length : 0)), where);
    }
    if (!none) product *= side;
  }
  if (!none && product > held) return badInput("is cut off: its one value is missing.", where);
  return read;
}

std::string npyHeaderText(std::string_view descr, const std::vector<std::uint64_t>& shape) {
  std::string sides;
  for (const std::uint64_t side : shape) sides += fmt::format("{}, ", side);
  // Python writes (3,) and (3, 4).
  if (shape.size() == 1) sides.pop_back();
  if (shape.size() > 1) sides.resize(sides.size() - 2);
  std::string text = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", descr, sides);
  constexpr std::size_t kBefore = 10;
  constexpr std::size_t kAlignment = 64;
  const std::size_t length = (kBefore + text.size() + 1 + kAlignment - 1) / kAlignment * kAlignment - kBefore;
  text.resize(length - 1, ' ');
  text += '\n';
  std::string header(kSignature);
  header += {'\x01', '\0', static_cast<char>(length & 0xff), static_cast<char>(length >> 8)};
  return header + text;
}

}  // namespace ptycho
