#include "core/import/h5_scan_values.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "core/import/array_shapes.h"
#include "core/import/h5_patterns.h"
#include "core/store/h5_arrays.h"

namespace ptycho {

namespace {

/// All values of a data set of real numbers, counted against the limits.
Result<std::vector<double>> realsOf(H5Reader& reader, const H5Dataset& dataset) {
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(double)));
  std::vector<double> values(dataset.elements());
  PTYCHO_CHECK(reader.readValues(dataset, values.data()));
  return values;
}

}  // namespace

std::string firstOf(const H5Reader& reader, const std::vector<std::string>& paths) {
  const auto found = std::ranges::find_if(paths, [&reader](const std::string& path) { return reader.has(path); });
  return found == paths.end() ? std::string() : *found;
}

Result<std::optional<double>> numberOf(H5Reader& reader, const std::string& path) {
  if (!reader.has(path)) return std::nullopt;
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.elements() != 1) {
    return badInput(fmt::format("has {} where a single number is needed.", dataset.describe()), dataset.where);
  }
  PTYCHO_TRY(const std::vector<double> value, realsOf(reader, dataset));
  if (!std::isfinite(value.front())) {
    return badInput(fmt::format("is {}; it must be a finite number.", value.front()), dataset.where);
  }
  return value.front();
}

Result<std::optional<NumberWithUnit>> numberWithUnitOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const auto value, numberOf(reader, path));
  if (!value) return std::nullopt;
  PTYCHO_TRY(const auto unit, reader.textAttribute(path, "units"));
  std::string text = unit.value_or(std::string());
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::tolower(letter); });
  return NumberWithUnit{*value, printable(text)};
}

Result<PositionColumns> positionsOf(H5Reader& reader, const std::string& path, std::uint64_t count) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const PositionLayout layout, positionLayout(dataset.shape, count, dataset.where));
  PTYCHO_TRY(const std::vector<double> values, realsOf(reader, dataset));
  PositionColumns columns{layout.pick(values), layout.transposed};
  for (std::size_t k = 0; k < columns.values.size(); ++k) {
    for (const double value : columns.values[k]) {
      if (!std::isfinite(value)) {
        return badInput(fmt::format("holds {} for position [{}]; positions must be finite.", value, k), dataset.where);
      }
    }
  }
  return columns;
}

Result<Image<std::uint32_t>> maskOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  H5ArrayLimits limits = patternLimits();
  limits.count = 1;
  PTYCHO_TRY(const H5StackShape shape, joinedShape(dataset.shape, limits, dataset.where));
  if (dataset.kind == H5Class::Flag) {
    PTYCHO_CHECK(reader.reserve(dataset, 1));
    std::vector<std::uint8_t> flags(dataset.elements());
    PTYCHO_CHECK(reader.readValues(dataset, flags.data()));
    Image<std::uint32_t> mask(shape.rows, shape.cols);
    std::ranges::copy(flags, mask.begin());
    return mask;
  }
  PTYCHO_TRY(const std::vector<double> values, realsOf(reader, dataset));
  return maskFromValues(values, shape.rows, shape.cols, dataset.where);
}

Result<ComplexStack> probeOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const H5StackShape shape, joinedShape(dataset.shape, patternLimits(), dataset.where));
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(Complex)));
  ComplexStack modes(shape.count, shape.rows, shape.cols);
  PTYCHO_CHECK(reader.readValues(dataset, modes.data()));
  PTYCHO_CHECK(checkValues({modes.data(), modes.size()}, {shape.count, shape.rows, shape.cols}, dataset.where));
  return modes;
}

Result<ComplexImage> objectOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const H5StackShape shape, joinedShape(dataset.shape, objectLimits(), dataset.where));
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(Complex)));
  ComplexStack layers(shape.count, shape.rows, shape.cols);
  PTYCHO_CHECK(reader.readValues(dataset, layers.data()));
  ComplexImage object = layers.copy(0);
  PTYCHO_CHECK(checkValues({object.data(), object.size()}, {object.rows(), object.cols()}, dataset.where));
  return object;
}

Result<std::shared_ptr<RawPatterns>> patternsOf(std::shared_ptr<H5Reader> reader, const std::string& path,
                                                FourAxes four) {
  PTYCHO_TRY(H5Dataset dataset, reader->dataset(path));
  if (four == FourAxes::Raster && dataset.shape.size() == 4) {
    PTYCHO_CHECK(joinedShape(dataset.shape, patternLimits(), dataset.where));
  } else {
    PTYCHO_CHECK(stackShape(dataset, patternLimits()));
  }
  if (dataset.kind != H5Class::Real) {
    return badInput(fmt::format("has {} where patterns of real numbers are needed.", dataset.describe()),
                    dataset.where);
  }
  return std::make_shared<H5Patterns>(std::move(reader), std::move(dataset));
}

}  // namespace ptycho
