#include "core/exchange/npy_values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

namespace ptycho {

namespace {

/// One stored number, with its bytes in the order of this machine.
template <class T>
T loaded(const char* bytes, bool bigEndian) {
  char ordered[sizeof(T)];
  std::memcpy(ordered, bytes, sizeof(T));
  if (bigEndian != (std::endian::native == std::endian::big)) std::reverse(ordered, ordered + sizeof(T));
  T value;
  std::memcpy(&value, ordered, sizeof(T));
  return value;
}

template <class Stored, class Out>
void convert(const NpyHeader& header, const char* bytes, std::size_t count, Out* values) {
  for (std::size_t k = 0; k < count; ++k) {
    const Stored stored = loaded<Stored>(bytes + k * sizeof(Stored), header.big_endian);
    if constexpr (std::is_same_v<Out, std::uint8_t>) {
      values[k] = stored != Stored{} ? 1 : 0;
    } else {
      values[k] = static_cast<Out>(stored);
    }
  }
}

template <class Out>
void convertHalf(const NpyHeader& header, const char* bytes, std::size_t count, Out* values) {
  for (std::size_t k = 0; k < count; ++k) {
    const float value = halfToFloat(loaded<std::uint16_t>(bytes + 2 * k, header.big_endian));
    if constexpr (std::is_same_v<Out, std::uint8_t>) {
      values[k] = value != 0 ? 1 : 0;
    } else {
      values[k] = static_cast<Out>(value);
    }
  }
}

/// Part of complex numbers of which each part has the type Part.
template <class Part>
void convertComplex(const NpyHeader& header, const char* bytes, std::size_t count, std::complex<float>* values) {
  for (std::size_t k = 0; k < count; ++k) {
    const char* const at = bytes + 2 * k * sizeof(Part);
    values[k] = {static_cast<float>(loaded<Part>(at, header.big_endian)),
                 static_cast<float>(loaded<Part>(at + sizeof(Part), header.big_endian))};
  }
}

template <class Out>
void convertWhole(const NpyHeader& header, const char* bytes, std::size_t count, Out* values) {
  const bool isSigned = header.kind == NpyKind::Signed;
  switch (header.item_bytes) {
    case 1: return isSigned ? convert<std::int8_t>(header, bytes, count, values)
                            : convert<std::uint8_t>(header, bytes, count, values);
    case 2: return isSigned ? convert<std::int16_t>(header, bytes, count, values)
                            : convert<std::uint16_t>(header, bytes, count, values);
    case 4: return isSigned ? convert<std::int32_t>(header, bytes, count, values)
                            : convert<std::uint32_t>(header, bytes, count, values);
    default: return isSigned ? convert<std::int64_t>(header, bytes, count, values)
                             : convert<std::uint64_t>(header, bytes, count, values);
  }
}

template <class Out>
Result<void> convertReal(const NpyHeader& header, const char* bytes, std::size_t count, Out* values,
                         const std::string& where) {
  switch (header.kind) {
    case NpyKind::Complex:
      return badInput(fmt::format("holds {}, where real numbers are needed.", header.typeText()), where);
    case NpyKind::Flag:
      for (std::size_t k = 0; k < count; ++k) values[k] = static_cast<Out>(bytes[k] != 0 ? 1 : 0);
      return {};
    case NpyKind::Float:
      if constexpr (!std::is_same_v<Out, std::int64_t>) {
        if (header.item_bytes == 2) convertHalf(header, bytes, count, values);
        if (header.item_bytes == 4) convert<float>(header, bytes, count, values);
        if (header.item_bytes == 8) convert<double>(header, bytes, count, values);
        return {};
      }
      return badInput(fmt::format("holds {}, where whole numbers are needed.", header.typeText()), where);
    default: convertWhole(header, bytes, count, values); return {};
  }
}

}  // namespace

float halfToFloat(std::uint16_t half) {
  const int exponent = (half >> 10) & 0x1f;
  const int fraction = half & 0x3ff;
  float value = 0;
  if (exponent == 0x1f) {
    value = fraction != 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
  } else if (exponent == 0) {
    value = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    value = std::ldexp(static_cast<float>(0x400 + fraction), exponent - 25);
  }
  return (half & 0x8000) != 0 ? -value : value;
}

Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, float* values,
                       const std::string& where) {
  return convertReal(header, bytes, count, values, where);
}

Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, double* values,
                       const std::string& where) {
  return convertReal(header, bytes, count, values, where);
}

Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, std::uint8_t* values,
                       const std::string& where) {
  return convertReal(header, bytes, count, values, where);
}

Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, std::int64_t* values,
                       const std::string& where) {
  if (header.kind == NpyKind::Unsigned && header.item_bytes == 8) {
    for (std::size_t k = 0; k < count; ++k) {
      const auto stored = loaded<std::uint64_t>(bytes + 8 * k, header.big_endian);
      if (stored > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return badInput(fmt::format("holds {}, more than can be a number of something.", stored), where);
      }
    }
  }
  return convertReal(header, bytes, count, values, where);
}

Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, std::complex<float>* values,
                       const std::string& where) {
  if (header.kind == NpyKind::Complex) {
    if (header.item_bytes == 8) convertComplex<float>(header, bytes, count, values);
    if (header.item_bytes == 16) convertComplex<double>(header, bytes, count, values);
    return {};
  }
  // Block by block, so that little more than the values themselves is held.
  constexpr std::size_t kBlock = 4096;
  std::vector<float> real(std::min(count, kBlock));
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t here = std::min(kBlock, count - first);
    PTYCHO_CHECK(convertReal(header, bytes + first * header.item_bytes, here, real.data(), where));
    std::copy_n(real.data(), here, values + first);
  }
  return {};
}

void npySlabOfFortran(const NpyHeader& header, const char* bytes, std::uint64_t first, std::uint64_t count, char* out) {
  const std::vector<std::uint64_t>& shape = header.shape;
  const std::uint64_t item = header.item_bytes;
  if (shape.empty()) {
    std::memcpy(out, bytes, item);
    return;
  }
  std::vector<std::uint64_t> strides(shape.size(), 1);
  for (std::size_t axis = 1; axis < shape.size(); ++axis) strides[axis] = strides[axis - 1] * shape[axis - 1];
  const std::uint64_t each = shape[0] == 0 ? 0 : header.elements() / shape[0];
  std::vector<std::uint64_t> index(shape.size(), 0);
  index[0] = first;
  std::uint64_t place = first;
  for (std::uint64_t k = 0; k < count * each; ++k) {
    std::memcpy(out + k * item, bytes + place * item, item);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      place += strides[axis];
      if (++index[axis] < shape[axis] || axis == 0) break;
      place -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

}  // namespace ptycho
