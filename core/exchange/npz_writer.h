#pragma once

#include <complex>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace ptycho {

enum class NpzElement { Float32, Float64, Int64, UInt16, UInt32, Flag, Complex64, Text };

/// An array that an NPZ is to hold, little-endian and in C order.
struct NpzArray {
  std::string name;                  ///< becomes the member name.npy
  NpzElement element = NpzElement::Float32;
  std::vector<std::uint64_t> shape;
  std::uint64_t letters = 0;         ///< of Text: UTF-32 letters of each value, as NumPy's str
  const void* values = nullptr;      ///< all values, alive until the file is written; or, instead:
  /// fills in `count` values from the `first` on (in C order), called in rising order; for more than fits into memory
  std::function<Result<void>(std::uint64_t first, std::uint64_t count, void* values)> fill;
};

[[nodiscard]] NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const float* values);
[[nodiscard]] NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const double* values);
[[nodiscard]] NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const std::int64_t* values);
[[nodiscard]] NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const std::complex<float>* values);
/// Written as bool: 0 or 1 each.
[[nodiscard]] NpzArray npzArray(std::string name, std::vector<std::uint64_t> shape, const std::uint8_t* values);

/// A single text, kept as UTF-32. @param letters  of UTF-8 text; alive until the file is written
[[nodiscard]] std::u32string npzLetters(const std::string& text);
[[nodiscard]] NpzArray npzText(std::string name, const std::u32string& letters);

/// Writes what numpy.load() reads. Replaced in one step; the same arrays give the same bytes (there are no time stamps).
/// @param deflate  compress, else the arrays are stored as they are and can be read at any place
/// Errors: two arrays of the same name, names that are no words, a full disk, what `fill` returns.
[[nodiscard]] Result<void> writeNpz(const std::filesystem::path& file, const std::vector<NpzArray>& arrays, bool deflate);

}  // namespace ptycho
