#include "core/optics/column_blocks.h"

#include <cstdint>
#include <cstring>

#include "core/base/simd.h"

#pragma GCC diagnostic ignored "-Wpsabi"  // wide registers cross no call, all is inlined

namespace ptycho {

namespace {

constexpr std::size_t kTile = 4;
using Four [[gnu::vector_size(32)]] = std::uint64_t;  ///< complex numbers as they are, never computed with

[[gnu::always_inline]] inline Four load(const Complex* from) {
  Four values;
  std::memcpy(&values, static_cast<const void*>(from), sizeof values);
  return values;
}

[[gnu::always_inline]] inline void store(const Four& values, Complex* to) {
  std::memcpy(static_cast<void*>(to), &values, sizeof values);
}

/// to[j·toStride + i] = from[i·fromStride + j] for i, j < 4
[[gnu::always_inline]] inline void transposeTile(const Complex* from, std::size_t fromStride, Complex* to,
                                                 std::size_t toStride) {
  const Four a = load(from);
  const Four b = load(from + fromStride);
  const Four c = load(from + 2 * fromStride);
  const Four d = load(from + 3 * fromStride);
  const Four ab02 = __builtin_shufflevector(a, b, 0, 4, 2, 6);
  const Four ab13 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
  const Four cd02 = __builtin_shufflevector(c, d, 0, 4, 2, 6);
  const Four cd13 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  store(__builtin_shufflevector(ab02, cd02, 0, 1, 4, 5), to);
  store(__builtin_shufflevector(ab13, cd13, 0, 1, 4, 5), to + toStride);
  store(__builtin_shufflevector(ab02, cd02, 2, 3, 6, 7), to + 2 * toStride);
  store(__builtin_shufflevector(ab13, cd13, 2, 3, 6, 7), to + 3 * toStride);
}

/// to[j·toStride + i] = from[i·fromStride + j] for i < rows, j < cols
[[gnu::always_inline]] inline void transposeAll(const Complex* from, std::size_t fromStride, std::size_t rows,
                                                std::size_t cols, Complex* to, std::size_t toStride) {
  const std::size_t wholeRows = rows / kTile * kTile;
  const std::size_t wholeCols = cols / kTile * kTile;
  for (std::size_t i = 0; i < wholeRows; i += kTile) {
    for (std::size_t j = 0; j < wholeCols; j += kTile) {
      transposeTile(from + i * fromStride + j, fromStride, to + j * toStride + i, toStride);
    }
    for (std::size_t j = wholeCols; j < cols; ++j) {
      for (std::size_t k = i; k < i + kTile; ++k) to[j * toStride + k] = from[k * fromStride + j];
    }
  }
  for (std::size_t i = wholeRows; i < rows; ++i) {
    for (std::size_t j = 0; j < cols; ++j) to[j * toStride + i] = from[i * fromStride + j];
  }
}

}  // namespace

PTYCHO_SIMD void columnsToLines(const Complex* columns, std::size_t stride, std::size_t side, std::size_t lines,
                                Complex* block) {
  transposeAll(columns, stride, side, lines, block, side);
}

PTYCHO_SIMD void linesToColumns(const Complex* block, std::size_t side, std::size_t lines, Complex* columns,
                                std::size_t stride) {
  // Downwards, so that each cache line of the window is filled in one go.
  const std::size_t whole = side / kTile * kTile;
  for (std::size_t r = 0; r < whole; r += kTile) transposeAll(block + r, side, lines, kTile, columns + r * stride, stride);
  transposeAll(block + whole, side, lines, side - whole, columns + whole * stride, stride);
}

}  // namespace ptycho
