#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

enum class NpyKind { Flag, Signed, Unsigned, Float, Complex };

/// What stands before the numbers of an array that NumPy wrote. Source: numpy/lib/format.py ("Format Version 1.0" to 3.0):
/// "\x93NUMPY", major, minor, length of the text (2 bytes in version 1, 4 in 2 and 3, little-endian), then the text of a
/// Python dictionary with exactly descr, fortran_order and shape.
struct NpyHeader {
  NpyKind kind = NpyKind::Float;
  std::uint32_t item_bytes = 0;  ///< Flag 1; Signed, Unsigned 1, 2, 4, 8; Float 2, 4, 8; Complex 8, 16
  bool big_endian = false;
  bool fortran = false;          ///< the first index runs fastest
  std::vector<std::uint64_t> shape;
  std::uint64_t data_offset = 0; ///< of the first number, from the first byte of the array's file

  [[nodiscard]] std::uint64_t elements() const;
  [[nodiscard]] std::uint64_t dataBytes() const { return elements() * item_bytes; }
  [[nodiscard]] std::string typeText() const;  ///< "float32", "uint16 big-endian", "flag", "complex64", as h5TypeText()
};

/// Bytes that must be at hand to know how long a header is.
constexpr std::size_t kNpyPrefixBytes = 12;
/// Length of everything before the numbers, told by the first kNpyPrefixBytes (or all there are).
/// Errors: another signature or version, a text of more than 64 KiB.
[[nodiscard]] Result<std::uint64_t> npyHeaderBytes(std::string_view prefix, const std::string& where);
/// Reads the header; nothing is evaluated. Python 2's long integers (3L) are understood.
/// @param header  npyHeaderBytes() bytes
/// @param most    bytes that there are for header and numbers: a shape that asks for more is refused
/// Errors: not that dictionary, objects, text, dates, records, other types, more dimensions than the limits allow.
[[nodiscard]] Result<NpyHeader> parseNpyHeader(std::string_view header, std::uint64_t most, const std::string& where);

/// The header of version 1.0 of an array in C order, padded to 64 bytes.
/// @param descr  "<f4"
[[nodiscard]] std::string npyHeaderText(std::string_view descr, const std::vector<std::uint64_t>& shape);

}  // namespace ptycho
