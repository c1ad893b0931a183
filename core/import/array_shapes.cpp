#include "core/import/array_shapes.h"

#include <fmt/format.h>

#include "core/store/file_text.h"
#include "core/store/limits.h"

namespace ptycho {

Result<H5StackShape> joinedShape(const std::vector<std::uint64_t>& shape, const H5ArrayLimits& limits,
                                 const std::string& where) {
  if (shape.size() < 2) {
    return badInput(fmt::format("has {} dimensions {} where at least 2 (rows, columns) are needed.", shape.size(),
                                shapeText(shape)), where);
  }
  H5StackShape stack{1, shape[shape.size() - 2], shape.back()};
  for (std::size_t axis = 0; axis + 2 < shape.size(); ++axis) {
    if (shape[axis] != 0 && stack.count > limits.count / shape[axis]) {
      return badInput(fmt::format("has the shape {}; the limit is {} images.", shapeText(shape), limits.count), where);
    }
    stack.count *= shape[axis];
  }
  if (stack.count == 0 || stack.rows == 0 || stack.cols == 0) {
    return badInput(fmt::format("is empty: its shape is {}.", shapeText(shape)), where);
  }
  if (stack.rows > limits.side || stack.cols > limits.side) {
    return badInput(fmt::format("has images of {} × {} px; the limit is {} px a side.", stack.rows, stack.cols,
                                limits.side), where);
  }
  return stack;
}

std::vector<std::array<double, 2>> PositionLayout::pick(std::span<const double> values) const {
  std::vector<std::array<double, 2>> positions(count);
  for (std::uint64_t k = 0; k < count; ++k) {
    for (std::uint64_t axis = 0; axis < 2; ++axis) {
      positions[k][axis] = values[transposed ? axis * count + k : k * columns + axis];
    }
  }
  return positions;
}

Result<PositionLayout> positionLayout(const std::vector<std::uint64_t>& shape, std::uint64_t count,
                                      const std::string& where) {
  const auto few = [](std::uint64_t side) { return side == 2 || side == 3; };
  const std::uint64_t most = fileLimits().stack_length;
  if (shape.size() == 3 && few(shape[2]) && shape[0] > 0 && shape[1] > 0 && shape[0] <= most / shape[1]) {
    return PositionLayout{shape[0] * shape[1], shape[2], false};
  }
  if (shape.size() != 2 || (!few(shape[0]) && !few(shape[1]))) {
    return badInput(fmt::format("has the shape {} where [n, 2], [n, 3], [2, n] or [3, n] is needed.", shapeText(shape)),
                    where);
  }
  PositionLayout layout;
  layout.transposed = !few(shape[1]) || (few(shape[0]) && shape[0] != count && shape[1] == count);
  layout.count = layout.transposed ? shape[1] : shape[0];
  layout.columns = layout.transposed ? shape[0] : shape[1];
  if (layout.count == 0) return badInput("holds no positions.", where);
  if (layout.count > most) {
    return badInput(fmt::format("holds {} positions; the limit is {}.", layout.count, most), where);
  }
  return layout;
}

Result<Image<std::uint32_t>> maskFromValues(std::span<const double> values, std::uint64_t rows, std::uint64_t cols,
                                            const std::string& where) {
  Image<std::uint32_t> mask(rows, cols);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (!(values[i] >= 0 && values[i] <= UINT32_MAX)) {
      return badInput(fmt::format("holds {} at {}; a mask has whole numbers from 0 on.", values[i],
                                  indexText(i, {mask.rows(), mask.cols()})), where);
    }
    mask[i] = static_cast<std::uint32_t>(values[i]);
  }
  return mask;
}

}  // namespace ptycho
