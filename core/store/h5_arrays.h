#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/optics/scan.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// What a data set may be: refused with a sentence when it is not.
struct H5ArrayLimits {
  std::uint64_t side;   ///< largest rows and columns
  std::uint64_t count;  ///< largest number of images
};
[[nodiscard]] H5ArrayLimits patternLimits();
[[nodiscard]] H5ArrayLimits objectLimits();

/// [count, rows, cols] of a data set of rank 3, or of rank 2 with count = 1; no side is 0.
struct H5StackShape {
  std::uint64_t count, rows, cols;
};
[[nodiscard]] Result<H5StackShape> stackShape(const H5Dataset& dataset, const H5ArrayLimits& limits);
/// The same, and reserves the memory.
[[nodiscard]] Result<H5StackShape> checkStackShape(H5Reader& reader, const H5Dataset& dataset,
                                                   const H5ArrayLimits& limits, std::size_t elementBytes);

/// @return [count, rows, cols]; rank 2 is one image
template <class T>
Result<ImageStack<T>> readStack(H5Reader& reader, const std::string& path, const H5ArrayLimits& limits) {
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const H5StackShape shape, checkStackShape(reader, dataset, limits, sizeof(T)));
  ImageStack<T> stack(shape.count, shape.rows, shape.cols);
  PTYCHO_CHECK(reader.readValues(dataset, stack.data()));
  return stack;
}

/// @return [rows, cols]; rank 3 with one image is that image
template <class T>
Result<Image<T>> readImage(H5Reader& reader, const std::string& path, H5ArrayLimits limits) {
  limits.count = 1;
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset(path));
  PTYCHO_TRY(const H5StackShape shape, checkStackShape(reader, dataset, limits, sizeof(T)));
  Image<T> image(shape.rows, shape.cols);
  PTYCHO_CHECK(reader.readValues(dataset, image.data()));
  return image;
}

/// [n, 2] (row, col) in px, finite.
[[nodiscard]] Result<std::vector<Position>> readPositions(H5Reader& reader, const std::string& path);
/// [n]
[[nodiscard]] Result<std::vector<double>> readNumbers(H5Reader& reader, const std::string& path);
[[nodiscard]] Result<std::vector<std::string>> readStrings(H5Reader& reader, const std::string& path);

/// "[3, 17, 5]" of a flat index into an array of this shape.
[[nodiscard]] std::string indexText(std::size_t flat, const std::vector<std::size_t>& shape);
/// The first value that is NaN, infinite or, where asked, negative, named with its index in an array of this shape.
/// @param first  flat index of the first of the values
enum class Sign { Any, NotNegative };
[[nodiscard]] Result<void> checkValues(std::span<const float> values, const std::vector<std::size_t>& shape, Sign sign,
                                       const std::string& where, std::size_t first = 0);
[[nodiscard]] Result<void> checkValues(std::span<const Complex> values, const std::vector<std::size_t>& shape,
                                       const std::string& where);

}  // namespace ptycho
