#include "core/import/numpy_patterns.h"

#include <algorithm>
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
  if (raster()) return readLines(first, count, values);
  return m_file->readSlab(m_array.name, first, count, values);
}

std::optional<std::array<std::uint64_t, 2>> NumpyPatterns::raster() const {
  const auto& shape = m_array.shape;
  if (shape.size() != 4 || shape[1] == 1 || shape[0] * shape[1] != m_shape[0]) return std::nullopt;
  return std::array{shape[0], shape[1]};
}

/// Whole lines of the scan are entries of the first axis.
Result<void> NumpyPatterns::readLines(std::uint64_t first, std::uint64_t count, float* values) const {
  const std::uint64_t columns = (*raster())[1];
  const std::uint64_t pixels = m_shape[1] * m_shape[2];
  for (std::uint64_t k = first; k < first + count; ++k) {
    if (m_line.empty() || m_lineNumber != k / columns) {
      m_line.resize(columns * pixels);
      m_lineNumber = k / columns;
      if (auto read = m_file->readSlab(m_array.name, m_lineNumber, 1, m_line.data()); !read) {
        m_line.clear();
        return read;
      }
    }
    std::copy_n(m_line.data() + k % columns * pixels, pixels, values + (k - first) * pixels);
  }
  return {};
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
