#include "core/exchange/export_patterns.h"

#include <algorithm>
#include <cmath>

namespace ptycho {

namespace {

/// [0,0] to [h/2, w/2].
template <class T>
void toMiddle(const T* corner, std::size_t rows, std::size_t cols, T* out) {
  const std::size_t half = cols / 2;
  for (std::size_t r = 0; r < rows; ++r) {
    const T* row = corner + (r + rows - rows / 2) % rows * cols;
    std::copy_n(row + cols - half, half, out + r * cols);
    std::copy_n(row, cols - half, out + r * cols + half);
  }
}

template <class T>
void converted(const std::vector<float>& from, void* to) {
  T* values = static_cast<T*>(to);
  for (std::size_t i = 0; i < from.size(); ++i) values[i] = static_cast<T>(from[i]);
}

}  // namespace

Result<void> ExportedPatterns::read(std::size_t first, std::size_t count, float* values) const {
  const std::size_t size = rows() * cols();
  if (!m_acquisition->source) {
    for (std::size_t k = 0; k < count; ++k) {
      toMiddle(m_acquisition->patterns.image(first + k), rows(), cols(), values + k * size);
    }
    return {};
  }
  std::vector<float> stored(size);
  for (std::size_t k = 0; k < count; ++k) {
    PTYCHO_CHECK(m_acquisition->source->read(first + k, 1, stored.data()));
    toMiddle(stored.data(), rows(), cols(), values + k * size);
  }
  return {};
}

Result<void> ExportedPatterns::readAs(std::size_t index, void* values) const {
  if (m_numbers == PatternNumbers::Float) return read(index, 1, static_cast<float*>(values));
  std::vector<float> pattern(rows() * cols());
  PTYCHO_CHECK(read(index, 1, pattern.data()));
  if (m_numbers == PatternNumbers::Unsigned16) converted<std::uint16_t>(pattern, values);
  else converted<std::uint32_t>(pattern, values);
  return {};
}

Result<ExportedPatterns> ExportedPatterns::look(const Acquisition& acquisition) {
  // Above 2²⁴ every float is a whole number, so that nothing can be told; the largest number of a type often stands
  // for a saturated pixel, so that it is left free.
  constexpr float kLargestTold = 16'777'216;
  constexpr float kLargest16 = 65'534;
  ExportedPatterns patterns(acquisition);
  std::vector<float> pattern(patterns.rows() * patterns.cols());
  float largest = 0;
  for (std::size_t k = 0; k < patterns.count(); ++k) {
    PTYCHO_CHECK(patterns.read(k, 1, pattern.data()));
    for (const float value : pattern) {
      if (!(value >= 0 && value <= kLargestTold && std::floor(value) == value)) return patterns;
      largest = std::max(largest, value);
    }
  }
  patterns.m_numbers = largest <= kLargest16 ? PatternNumbers::Unsigned16 : PatternNumbers::Unsigned32;
  return patterns;
}

Image<std::uint32_t> badPixels(const Acquisition& acquisition) {
  const MaskImage& mask = acquisition.mask;
  if (mask.empty() || std::ranges::all_of(mask, [](std::uint8_t valid) { return valid != 0; })) return {};
  MaskImage middle(mask.rows(), mask.cols());
  toMiddle(mask.data(), mask.rows(), mask.cols(), middle.data());
  Image<std::uint32_t> bad(mask.rows(), mask.cols());
  std::ranges::transform(middle, bad.begin(), [](std::uint8_t valid) { return valid != 0 ? 0u : 1u; });
  return bad;
}

}  // namespace ptycho
