#include "core/import/numpy_scan_values.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/import/array_shapes.h"
#include "core/import/numpy_patterns.h"
#include "core/store/file_text.h"
#include "core/store/h5_arrays.h"
#include "core/store/limits.h"

namespace ptycho {

std::string firstOf(const NumpyFile& file, const std::vector<std::string>& names) {
  const auto found = std::ranges::find_if(names, [&file](const std::string& name) { return file.has(name); });
  return found == names.end() ? std::string() : *found;
}

Result<std::vector<double>> numpyNumbers(const NumpyFile& file, const std::string& name, std::uint64_t most) {
  std::vector<double> values;
  if (name.empty() || !file.has(name)) return values;
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  if (array.elements() > most) {
    return badInput(fmt::format("holds {} values; the limit is {}.", array.elements(), most), file.where(name));
  }
  PTYCHO_CHECK(file.read(name, values));
  const auto wrong = std::ranges::find_if(values, [](double value) { return !std::isfinite(value); });
  if (wrong != values.end()) {
    return badInput(fmt::format("holds {} at [{}]; it must be finite.", *wrong, wrong - values.begin()), file.where(name));
  }
  return values;
}

Result<std::optional<double>> numpyNumber(const NumpyFile& file, const std::string& name) {
  if (!file.has(name)) return std::nullopt;
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  if (array.elements() != 1) {
    return badInput(fmt::format("has {} {} where a single number is needed.", array.type, shapeText(array.shape)),
                    file.where(name));
  }
  PTYCHO_TRY(const std::vector<double> value, numpyNumbers(file, name, 1));
  return value.front();
}

Result<std::vector<std::array<double, 2>>> numpyPositions(const NumpyFile& file, const std::string& name,
                                                          std::uint64_t count) {
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  PTYCHO_TRY(const PositionLayout layout, positionLayout(array.shape, count, file.where(name)));
  PTYCHO_TRY(const std::vector<double> values, numpyNumbers(file, name, array.elements()));
  return layout.pick(values);
}

Result<std::vector<std::array<double, 2>>> numpyPositions(const NumpyFile& file, const std::string& first,
                                                          const std::string& second) {
  PTYCHO_TRY(const std::vector<double> one, numpyNumbers(file, first, fileLimits().stack_length));
  PTYCHO_TRY(const std::vector<double> other, numpyNumbers(file, second, fileLimits().stack_length));
  if (one.size() != other.size()) {
    return badInput(fmt::format("has {} values and {} has {}; there must be as many of each.", one.size(),
                                printable(second), other.size()), file.where(first));
  }
  std::vector<std::array<double, 2>> positions;
  positions.reserve(one.size());
  for (std::size_t k = 0; k < one.size(); ++k) positions.push_back({one[k], other[k]});
  return positions;
}

Result<Image<std::uint32_t>> numpyMask(const NumpyFile& file, const std::string& name) {
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  H5ArrayLimits limits = patternLimits();
  limits.count = 1;
  PTYCHO_TRY(const H5StackShape shape, joinedShape(array.shape, limits, file.where(name)));
  std::vector<double> values;
  PTYCHO_CHECK(file.read(name, values));
  return maskFromValues(values, shape.rows, shape.cols, file.where(name));
}

Result<ComplexStack> numpyProbe(const NumpyFile& file, const std::string& name) {
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  PTYCHO_TRY(const H5StackShape shape, joinedShape(array.shape, patternLimits(), file.where(name)));
  std::vector<Complex> values;
  PTYCHO_CHECK(file.read(name, values));
  PTYCHO_CHECK(checkValues(values, {shape.count, shape.rows, shape.cols}, file.where(name)));
  ComplexStack modes(shape.count, shape.rows, shape.cols);
  std::ranges::copy(values, modes.data());
  return modes;
}

Result<ComplexImage> numpyObject(const NumpyFile& file, const std::string& name) {
  PTYCHO_TRY(const NumpyArray array, file.array(name));
  PTYCHO_TRY(const H5StackShape shape, joinedShape(array.shape, objectLimits(), file.where(name)));
  std::vector<Complex> values;
  PTYCHO_CHECK(file.read(name, values));
  values.resize(shape.rows * shape.cols);
  PTYCHO_CHECK(checkValues(values, {shape.rows, shape.cols}, file.where(name)));
  ComplexImage object(shape.rows, shape.cols);
  std::ranges::copy(values, object.begin());
  return object;
}

Result<std::shared_ptr<RawPatterns>> numpyPatterns(std::shared_ptr<NumpyFile> file, const std::string& name,
                                                   PatternAxes axes) {
  PTYCHO_TRY(const NumpyArray array, file->array(name));
  const std::string where = file->where(name);
  std::vector<std::uint64_t> shape = array.shape;
  if (array.type.starts_with("complex")) return badInput("has complex numbers where patterns are needed.", where);
  // Channels of neural networks.
  if (shape.size() == 4 && shape.back() == 1) shape.pop_back();
  if (shape.size() == 4 && shape[1] == 1) shape.erase(shape.begin() + 1);
  if (shape.size() == 2) shape.insert(shape.begin(), 1);
  if (shape.size() == 4 && axes == PatternAxes::Raster) {
    PTYCHO_TRY(const H5StackShape joined, joinedShape(shape, patternLimits(), where));
    PTYCHO_CHECK(checkAllocation(shape[1] * joined.rows * joined.cols, sizeof(float), where));  // a line of the scan
    shape = {joined.count, joined.rows, joined.cols};
  }
  if (shape.size() != 3) {
    return badInput(fmt::format("has the shape {} where patterns [n, rows, cols] or [scan rows, scan columns, rows, cols] "
                                "are needed.", shapeText(array.shape)), where);
  }
  std::array<std::uint64_t, 3> sides{shape[0], shape[1], shape[2]};
  if (axes == PatternAxes::Last) sides = {shape[2], shape[0], shape[1]};
  const H5ArrayLimits limits = patternLimits();
  if (sides[0] == 0 || sides[1] == 0 || sides[2] == 0) {
    return badInput(fmt::format("is empty: its shape is {}.", shapeText(array.shape)), where);
  }
  if (sides[0] > limits.count || sides[1] > limits.side || sides[2] > limits.side) {
    return badInput(fmt::format("has the shape {}; the limits are {} patterns of {} px a side.", shapeText(array.shape),
                                limits.count, limits.side), where);
  }
  if (axes == PatternAxes::Last) return std::make_shared<LastAxisPatterns>(std::move(file), array, sides);
  return std::make_shared<NumpyPatterns>(std::move(file), array, sides);
}

}  // namespace ptycho
