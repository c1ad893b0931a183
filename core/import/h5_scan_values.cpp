#include "core/import/h5_scan_values.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "core/import/h5_patterns.h"
#include "core/store/h5_arrays.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

/// Rows and columns are the last two dimensions; what stands before them is joined.
Result<H5StackShape> joinedShape(const H5Dataset& dataset, const H5ArrayLimits& limits) {
  const auto& shape = dataset.shape;
  if (shape.size() < 2) {
    return badInput(fmt::format("has {} dimensions {} where at least 2 (rows, columns) are needed.", shape.size(),
                                shapeText(shape)), dataset.where);
  }
  H5StackShape stack{1, shape[shape.size() - 2], shape.back()};
  for (std::size_t axis = 0; axis + 2 < shape.size(); ++axis) {
    if (shape[axis] != 0 && stack.count > limits.count / shape[axis]) {
      return badInput(fmt::format("has the shape {}; the limit is {} images.", shapeText(shape), limits.count),
                      dataset.where);
    }
    stack.count *= shape[axis];
  }
  if (stack.count == 0 || stack.rows == 0 || stack.cols == 0) {
    return badInput(fmt::format("is empty: its shape is {}.", shapeText(shape)), dataset.where);
  }
  if (stack.rows > limits.side || stack.cols > limits.side) {
    return badInput(fmt::format("has images of {} × {} px; the limit is {} px a side.", stack.rows, stack.cols,
                                limits.side), dataset.where);
  }
  return stack;
}

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
  const auto& shape = dataset.shape;
  const auto few = [](std::uint64_t side) { return side == 2 || side == 3; };
  if (shape.size() != 2 || (!few(shape[0]) && !few(shape[1]))) {
    return badInput(fmt::format("has the shape {} where [n, 2], [n, 3], [2, n] or [3, n] is needed.",
                                shapeText(shape)), dataset.where);
  }
  PositionColumns columns;
  columns.transposed = !few(shape[1]) || (few(shape[0]) && shape[0] != count && shape[1] == count);
  const std::uint64_t n = columns.transposed ? shape[1] : shape[0];
  if (n == 0) return badInput("holds no positions.", dataset.where);
  if (n > fileLimits().stack_length) {
    return badInput(fmt::format("holds {} positions; the limit is {}.", n, fileLimits().stack_length), dataset.where);
  }
  PTYCHO_TRY(const std::vector<double> values, realsOf(reader, dataset));
  columns.values.resize(n);
  for (std::uint64_t k = 0; k < n; ++k) {
    for (std::uint64_t axis = 0; axis < 2; ++axis) {
      const double value = values[columns.transposed ? axis * n + k : k * shape[1] + axis];
      if (!std::isfinite(value)) {
        return badInput(fmt::format("holds {} for position [{}]; positions must be finite.", value, k), dataset.where);
      }
      columns.values[k][axis] = value;
    }
  }
  return columns;
}

Result<Image<std::uint32_t>> maskOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  H5ArrayLimits limits = patternLimits();
  limits.count = 1;
  PTYCHO_TRY(const H5StackShape shape, joinedShape(dataset, limits));
  Image<std::uint32_t> mask(shape.rows, shape.cols);
  if (dataset.kind == H5Class::Flag) {
    PTYCHO_CHECK(reader.reserve(dataset, 1));
    std::vector<std::uint8_t> flags(dataset.elements());
    PTYCHO_CHECK(reader.readValues(dataset, flags.data()));
    std::ranges::copy(flags, mask.begin());
    return mask;
  }
  PTYCHO_TRY(const std::vector<double> values, realsOf(reader, dataset));
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!(values[i] >= 0 && values[i] <= UINT32_MAX)) {
      return badInput(fmt::format("holds {} at {}; a mask has whole numbers from 0 on.", values[i],
                                  indexText(i, {mask.rows(), mask.cols()})), dataset.where);
    }
    mask[i] = static_cast<std::uint32_t>(values[i]);
  }
  return mask;
}

Result<ComplexStack> probeOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const H5StackShape shape, joinedShape(dataset, patternLimits()));
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(Complex)));
  ComplexStack modes(shape.count, shape.rows, shape.cols);
  PTYCHO_CHECK(reader.readValues(dataset, modes.data()));
  PTYCHO_CHECK(checkValues({modes.data(), modes.size()}, {shape.count, shape.rows, shape.cols}, dataset.where));
  return modes;
}

Result<ComplexImage> objectOf(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const H5StackShape shape, joinedShape(dataset, objectLimits()));
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(Complex)));
  ComplexStack layers(shape.count, shape.rows, shape.cols);
  PTYCHO_CHECK(reader.readValues(dataset, layers.data()));
  ComplexImage object = layers.copy(0);
  PTYCHO_CHECK(checkValues({object.data(), object.size()}, {object.rows(), object.cols()}, dataset.where));
  return object;
}

Result<std::shared_ptr<RawPatterns>> patternsOf(std::shared_ptr<H5Reader> reader, const std::string& path) {
  PTYCHO_TRY(H5Dataset dataset, reader->dataset(path));
  PTYCHO_CHECK(stackShape(dataset, patternLimits()));
  if (dataset.kind != H5Class::Real) {
    return badInput(fmt::format("has {} where patterns of real numbers are needed.", dataset.describe()),
                    dataset.where);
  }
  return std::make_shared<H5Patterns>(std::move(reader), std::move(dataset));
}

}  // namespace ptycho
