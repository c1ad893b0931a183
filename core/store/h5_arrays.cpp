#include "core/store/h5_arrays.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/store/limits.h"

namespace ptycho {

H5ArrayLimits patternLimits() { return {fileLimits().pattern_side, fileLimits().stack_length}; }
H5ArrayLimits objectLimits() { return {fileLimits().object_side, fileLimits().stack_length}; }

Result<H5StackShape> stackShape(const H5Dataset& dataset, const H5ArrayLimits& limits) {
  const auto& shape = dataset.shape;
  const bool single = limits.count == 1;
  if (shape.size() != 2 && shape.size() != 3) {
    return badInput(fmt::format("has {} dimensions {} where {} are needed.", shape.size(), shapeText(shape),
                                single ? "2 (rows, columns)" : "3 (images, rows, columns)"), dataset.where);
  }
  const H5StackShape stack{shape.size() == 3 ? shape.front() : 1, shape[shape.size() - 2], shape.back()};
  if (stack.count == 0 || stack.rows == 0 || stack.cols == 0) {
    return badInput(fmt::format("is empty: its shape is {}.", shapeText(shape)), dataset.where);
  }
  if (stack.rows > limits.side || stack.cols > limits.side) {
    return badInput(fmt::format("has images of {} × {} px; the limit is {} px a side.", stack.rows, stack.cols,
                                limits.side), dataset.where);
  }
  if (stack.count > limits.count) {
    return badInput(single ? fmt::format("holds {} images where one is needed.", stack.count)
                           : fmt::format("holds {} images; the limit is {}.", stack.count, limits.count),
                    dataset.where);
  }
  return stack;
}

Result<H5StackShape> checkStackShape(H5Reader& reader, const H5Dataset& dataset, const H5ArrayLimits& limits,
                                     std::size_t elementBytes) {
  PTYCHO_TRY(const H5StackShape stack, stackShape(dataset, limits));
  PTYCHO_CHECK(reader.reserve(dataset, elementBytes));
  return stack;
}

Result<std::vector<Position>> readPositions(H5Reader& reader, const std::string& path) {
  static_assert(sizeof(Position) == 2 * sizeof(double));
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.shape.size() != 2 || dataset.shape[1] != 2) {
    return badInput(fmt::format("has the shape {} where [n, 2] (row, column of each position) is needed.",
                                shapeText(dataset.shape)), dataset.where);
  }
  if (dataset.shape[0] == 0) return badInput("holds no positions.", dataset.where);
  if (dataset.shape[0] > fileLimits().stack_length) {
    return badInput(fmt::format("holds {} positions; the limit is {}.", dataset.shape[0], fileLimits().stack_length),
                    dataset.where);
  }
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(double)));
  std::vector<Position> positions(dataset.shape[0]);
  PTYCHO_CHECK(reader.readValues(dataset, &positions.front().row));
  for (std::size_t k = 0; k < positions.size(); ++k) {
    for (const auto& [value, axis] : {std::pair(positions[k].row, 0), std::pair(positions[k].col, 1)}) {
      if (!std::isfinite(value)) {
        return badInput(fmt::format("holds {} at [{}, {}]; positions must be finite numbers of px.", value, k, axis),
                        dataset.where);
      }
    }
  }
  return positions;
}

Result<std::vector<double>> readNumbers(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.shape.size() != 1) {
    return badInput(fmt::format("has the shape {} where one column of numbers is needed.", shapeText(dataset.shape)),
                    dataset.where);
  }
  PTYCHO_CHECK(reader.reserve(dataset, sizeof(double)));
  std::vector<double> values(dataset.shape[0]);
  PTYCHO_CHECK(reader.readValues(dataset, values.data()));
  return values;
}

Result<std::vector<std::string>> readStrings(H5Reader& reader, const std::string& path) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  if (dataset.shape.size() != 1) {
    return badInput(fmt::format("has the shape {} where one column of text is needed.", shapeText(dataset.shape)),
                    dataset.where);
  }
  PTYCHO_CHECK(reader.reserve(dataset, H5Tget_size(dataset.type.id()) + sizeof(std::string)));
  return reader.readStrings(dataset);
}

std::string indexText(std::size_t flat, const std::vector<std::size_t>& shape) {
  std::vector<std::size_t> index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    index[axis] = flat % shape[axis];
    flat /= shape[axis];
  }
  return fmt::format("[{}]", fmt::join(index, ", "));
}

Result<void> checkValues(std::span<const float> values, const std::vector<std::size_t>& shape, Sign sign,
                         const std::string& where, std::size_t first) {
  constexpr float kMost = std::numeric_limits<float>::max();
  const float least = sign == Sign::NotNegative ? 0.0f : -kMost;
  // NaN fails both comparisons; counting instead of leaving early lets the loop run on the vector units.
  std::size_t good = 0;
  for (const float value : values)
    good += static_cast<std::size_t>(value >= least) & static_cast<std::size_t>(value <= kMost);
  if (good == values.size()) return {};
  const auto bad = std::ranges::find_if(values, [&](float value) { return !(value >= least && value <= kMost); });
  return badInput(
      fmt::format("holds {} at {}; {}.", *bad, indexText(first + static_cast<std::size_t>(bad - values.begin()), shape),
                  sign == Sign::NotNegative ? "the values must be finite and not negative: repair or remove them"
                                            : "the values must be finite: repair or remove them"),
      where);
}

Result<void> checkValues(std::span<const Complex> values, const std::vector<std::size_t>& shape,
                         const std::string& where) {
  std::vector<std::size_t> parts = shape;
  parts.push_back(2);
  return checkValues(std::span(reinterpret_cast<const float*>(values.data()), 2 * values.size()), parts, Sign::Any,
                     where);
}

}  // namespace ptycho
