#include "core/import/h5_numbers.h"

#include <cmath>

#include <fmt/format.h>

namespace ptycho {

Result<std::vector<double>> numbersOf(H5Reader& reader, const std::string& path, std::uint64_t most) {
  if (!reader.has(path)) return std::vector<double>();
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.elements() > most) {
    return badInput(fmt::format("has {} where at most {} numbers can be.", dataset.describe(), most), dataset.where);
  }
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(double)));
  std::vector<double> values(dataset.elements());
  PTYCHO_CHECK(reader.readValues(dataset, values.data()));
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!std::isfinite(values[k])) {
      return badInput(fmt::format("holds {} at [{}]; it must be finite.", values[k], k), dataset.where);
    }
  }
  return values;
}

}  // namespace ptycho
