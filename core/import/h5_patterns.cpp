#include "core/import/h5_patterns.h"

#include <cmath>

#include <fmt/format.h>

namespace ptycho {

std::uint64_t H5Patterns::count() const { return m_dataset.shape.size() == 3 ? m_dataset.shape.front() : 1; }

Result<void> H5Patterns::read(std::uint64_t first, std::uint64_t count, float* values) const {
  if (first > this->count() || count > this->count() - first) {
    return badInput(fmt::format("holds {} patterns; {} from [{}] were asked for.", this->count(), count, first),
                    m_dataset.where);
  }
  return m_reader->readImages(m_dataset, first, count, values);
}

std::string H5Patterns::typeText() const { return h5TypeText(m_dataset.type.id()); }

std::optional<double> H5Patterns::typeMaximum() const {
  const std::string text = typeText();
  for (const int bits : {8, 16, 32, 64}) {
    if (text.starts_with(fmt::format("uint{}", bits))) return std::ldexp(1.0, bits) - 1;
    if (text.starts_with(fmt::format("int{}", bits))) return std::ldexp(1.0, bits - 1) - 1;
  }
  return std::nullopt;
}

}  // namespace ptycho
