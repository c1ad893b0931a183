#pragma once

#include <cstddef>
#include <string>

#include "core/store/h5_handle.h"
#include "core/store/h5_writer.h"

namespace ptycho {

/// What the values of a data set in any file are to us.
enum class H5Class {
  Real,     ///< integers of 1–8 bytes, float32, float64; any byte order
  Complex,  ///< compound of two equal floats named {r, i}, {re, im} or {real, imag}
  Flag,     ///< one-byte enumeration, as h5py writes booleans
  Text,     ///< strings of a fixed length
  Other,
};

/// Judged by class, size and members, never by conversion: unusual bit layouts are Other.
[[nodiscard]] H5Class h5ClassOf(hid_t type);
/// "float32", "uint16 big-endian", "complex64", "string of 8", "compound of 3".
[[nodiscard]] std::string h5TypeText(hid_t type);

/// Types of our files (little-endian) and of memory (native).
[[nodiscard]] H5TypeHandle h5FileType(H5Element element);
[[nodiscard]] H5TypeHandle h5MemoryType(H5Element element);
/// UTF-8 text of a fixed length, padded with zeros.
[[nodiscard]] H5TypeHandle h5TextType(std::size_t length);
/// UTF-8 text of a variable length, as h5py writes str.
[[nodiscard]] H5TypeHandle h5VariableTextType();
/// Native complex64 whose members carry the names of the file's compound, so that HDF5 matches them.
[[nodiscard]] H5TypeHandle h5ComplexMemoryTypeLike(hid_t fileType);

}  // namespace ptycho
