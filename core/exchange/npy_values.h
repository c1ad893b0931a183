#pragma once

#include <complex>
#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/exchange/npy_header.h"

namespace ptycho {

/// Turns `count` numbers as they lie in an array's file into values of memory. Complex numbers become only complex ones,
/// numbers with a fraction no whole ones; else an error says so before a value is touched.
/// @param bytes  count · header.item_bytes, in any alignment
[[nodiscard]] Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, float* values,
                                     const std::string& where);
[[nodiscard]] Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, double* values,
                                     const std::string& where);
[[nodiscard]] Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count,
                                     std::complex<float>* values, const std::string& where);
/// Errors: also an unsigned number above 2⁶³ − 1.
[[nodiscard]] Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, std::int64_t* values,
                                     const std::string& where);
/// 1 for what is not 0.
[[nodiscard]] Result<void> npyValues(const NpyHeader& header, const char* bytes, std::size_t count, std::uint8_t* values,
                                     const std::string& where);

/// A number of IEEE 754 half precision.
[[nodiscard]] float halfToFloat(std::uint16_t half);

/// Puts numbers in Fortran order (the first index runs fastest) into C order.
/// @param first, count  slab along the first axis; `out` gets count · (elements of one) · item_bytes
/// @param bytes  the whole array
void npySlabOfFortran(const NpyHeader& header, const char* bytes, std::uint64_t first, std::uint64_t count, char* out);

}  // namespace ptycho
