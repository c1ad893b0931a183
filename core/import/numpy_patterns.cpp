#include "core/import/numpy_patterns.h"

#include <cmath>

#include <fmt/format.h>

namespace ptycho {

Result<void> NumpyPatterns::checkRange(std::uint64_t first, std::uint64_t count) const {
  if (first <= m_shape[0] && count <= m_shape[0] - first) return {};
  return badInput(fmt::format("holds {} patterns; {} from [{}] were asked for.", m_shape[0], count, first),
                  m_file->where(m_array.name));
}

Result<void> NumpyPatterns::read(std::uint64_t first, std::uint64_t count, float* values) const {
  PTYCHO_CHECK(checkRange(first, count));
  // The rows of a single pattern are the first axis then.
  if (m_array.shape.size() == 2) return m_file->readSlab(m_array.name, 0, count > 0 ? m_shape[1] : 0, values);
  return m_file->readSlab(m_array.name, first, count, values);
}

std::optional<double> NumpyPatterns::typeMaximum() const {
  for (const int bits : {8, 16, 32, 64}) {
    if (m_array.type.starts_with(fmt::format("uint{}", bits))) return std::ldexp(1.0, bits) - 1;
    if (m_array.type.starts_with(fmt::format("int{}", bits))) return std::ldexp(1.0, bits - 1) - 1;
  }
  return std::nullopt;
}

Result<void> LastAxisPatterns::read(std::uint64_t first, std::uint64_t count, float* values) const {
  PTYCHO_CHECK(checkRange(first, count));
  if (m_values.empty()) PTYCHO_CHECK(m_file->read(m_array.name, m_values));
  const std::uint64_t pixels = m_shape[1] * m_shape[2];
  for (std::uint64_t k = 0; k < count; ++k) {
    for (std::uint64_t pixel = 0; pixel < pixels; ++pixel) {
      values[k * pixels + pixel] = m_values[pixel * m_shape[0] + first + k];
    }
  }
  return {};
}

}  // namespace ptycho
