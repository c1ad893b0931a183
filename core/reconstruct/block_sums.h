#pragma once

#include <cstddef>

namespace ptycho::kernels {

/// Sums for PTYCHO_SIMD functions, in a fixed order: the same bits every time. Terms are made a block at a time in
/// single precision, so that their loop vectorises; each block is added up in 16 lanes, the blocks in double.
/// Write term(i) without branches, as a lambda with __attribute__((always_inline)).
inline constexpr std::size_t kSumBlock = 128;
inline constexpr std::size_t kSumLanes = 16;

[[gnu::always_inline]] inline double sumOfBlock(const float* terms) {
  float lanes[kSumLanes];
  for (std::size_t k = 0; k < kSumLanes; ++k) lanes[k] = terms[k];
  for (std::size_t i = kSumLanes; i < kSumBlock; i += kSumLanes) {
    for (std::size_t k = 0; k < kSumLanes; ++k) lanes[k] += terms[i + k];
  }
  double sum = 0;
  for (std::size_t k = 0; k < kSumLanes; ++k) sum += static_cast<double>(lanes[k]);
  return sum;
}

template <class Term>
[[gnu::always_inline]] inline double sumOver(std::size_t count, Term term) {
  alignas(64) float terms[kSumBlock];
  double sum = 0;
  std::size_t first = 0;
  for (; first + kSumBlock <= count; first += kSumBlock) {
    for (std::size_t i = 0; i < kSumBlock; ++i) terms[i] = term(first + i);
    sum += sumOfBlock(terms);
  }
  for (; first < count; ++first) sum += static_cast<double>(term(first));
  return sum;
}

/// Two sums at once: terms(i, a, b) sets a and b.
struct SumPair {
  double first = 0;
  double second = 0;
};
template <class Terms>
[[gnu::always_inline]] inline SumPair sumPairOver(std::size_t count, Terms terms) {
  alignas(64) float a[kSumBlock];
  alignas(64) float b[kSumBlock];
  SumPair sum;
  std::size_t first = 0;
  for (; first + kSumBlock <= count; first += kSumBlock) {
    for (std::size_t i = 0; i < kSumBlock; ++i) terms(first + i, a[i], b[i]);
    sum.first += sumOfBlock(a);
    sum.second += sumOfBlock(b);
  }
  for (; first < count; ++first) {
    terms(first, a[0], b[0]);
    sum.first += static_cast<double>(a[0]);
    sum.second += static_cast<double>(b[0]);
  }
  return sum;
}

}  // namespace ptycho::kernels
