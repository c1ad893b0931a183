#include "core/import/h5_patterns.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

std::uint64_t H5Patterns::count() const {
  std::uint64_t product = 1;
  for (std::size_t axis = 0; axis + 2 < m_dataset.shape.size(); ++axis) product *= m_dataset.shape[axis];
  return product;
}

std::optional<std::array<std::uint64_t, 2>> H5Patterns::raster() const {
  if (m_dataset.shape.size() != 4) return std::nullopt;
  return std::array{m_dataset.shape[0], m_dataset.shape[1]};
}

Result<void> H5Patterns::read(std::uint64_t first, std::uint64_t count, float* values) const {
  if (first > this->count() || count > this->count() - first) {
    return badInput(fmt::format("holds {} patterns; {} from [{}] were asked for.", this->count(), count, first),
                    m_dataset.where);
  }
  const std::uint64_t line = raster() ? (*raster())[1] : this->count();
  for (std::uint64_t done = 0; done < count;) {  // a line of the scan at a time
    const std::uint64_t here = first + done;
    const std::uint64_t some = std::min(count - done, line - here % line);
    PTYCHO_CHECK(m_reader->readImages(m_dataset, here, some, values + done * rows() * cols()));
    done += some;
  }
  return {};
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
