#pragma once

#include <cstddef>
#include <cstring>

#include "core/base/image.h"

namespace ptycho {

// Complex arithmetic on eight numbers at a time for PTYCHO_SIMD functions (core/base/simd.h): pairs stay interleaved
// and are swapped within a register, about twice as quick as what the compiler makes of a loop over re and im.
// Everything is inlined into the function that uses it and compiled for that function's processor.

#pragma GCC diagnostic ignored "-Wpsabi"  // wide registers cross no call, all is inlined; users' too, so not popped

using ComplexLanes [[gnu::vector_size(64)]] = float;  ///< re, im, re, im, …
inline constexpr std::size_t kComplexLanes = 8;

#define PTYCHO_LANES [[gnu::always_inline]] inline

/// The first `count` ≤ 8 numbers, the rest 0; any alignment.
PTYCHO_LANES ComplexLanes loadLanes(const Complex* from, std::size_t count) {
  ComplexLanes lanes{};
  std::memcpy(&lanes, static_cast<const void*>(from), count * sizeof(Complex));
  return lanes;
}

PTYCHO_LANES void storeLanes(const ComplexLanes& lanes, Complex* to, std::size_t count) {
  std::memcpy(static_cast<void*>(to), &lanes, count * sizeof(Complex));
}

PTYCHO_LANES ComplexLanes swappedLanes(const ComplexLanes& a) {
  return __builtin_shufflevector(a, a, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
}

PTYCHO_LANES ComplexLanes realLanes(const ComplexLanes& a) {
  return __builtin_shufflevector(a, a, 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
}

/// (−im, im) for each number
PTYCHO_LANES ComplexLanes imaginaryLanes(const ComplexLanes& a) {
  constexpr ComplexLanes kSign{-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1};
  return kSign * __builtin_shufflevector(a, a, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15);
}

/// a·b
PTYCHO_LANES ComplexLanes product(const ComplexLanes& a, const ComplexLanes& b) {
  return realLanes(a) * b + imaginaryLanes(a) * swappedLanes(b);
}

/// conj(a)·b
PTYCHO_LANES ComplexLanes conjugateProduct(const ComplexLanes& a, const ComplexLanes& b) {
  return realLanes(a) * b - imaginaryLanes(a) * swappedLanes(b);
}

/// Calls body(i, n) for i = 0, 8, 16, … with n = 8 known to the compiler, and once with what is left.
template <class Body>
PTYCHO_LANES void eachLanes(std::size_t count, const Body& body) {
  std::size_t i = 0;
  for (; i + kComplexLanes <= count; i += kComplexLanes) body(i, kComplexLanes);
  if (i < count) body(i, count - i);
}

#undef PTYCHO_LANES

}  // namespace ptycho
