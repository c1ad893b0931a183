#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/store/h5_arrays.h"

namespace ptycho {

/// What the arrays of a scan look like, whatever the file that holds them. `where` is "scan.h5:/probe", for errors.

/// Rows and columns are the last two dimensions; what stands before them is joined to the count.
/// Errors: fewer than two dimensions, an empty array, sides or a count beyond the limits.
[[nodiscard]] Result<H5StackShape> joinedShape(const std::vector<std::uint64_t>& shape, const H5ArrayLimits& limits,
                                               const std::string& where);

/// Positions stored as [n, 2], [n, 3], [2, n] or [3, n]; [n, 2] has it where both would do. Those of a raster may be
/// [scan rows, scan columns, 2 or 3].
struct PositionLayout {
  std::uint64_t count = 0;
  std::uint64_t columns = 0;  ///< of a position as stored: 2 or 3
  bool transposed = false;    ///< stored as [2 or 3, n]

  /// The first two columns of values in the order of the file.
  [[nodiscard]] std::vector<std::array<double, 2>> pick(std::span<const double> values) const;
};
/// @param count  patterns of the file; 0: unknown
/// Errors: another rank or shape, no positions, more than the limits allow.
[[nodiscard]] Result<PositionLayout> positionLayout(const std::vector<std::uint64_t>& shape, std::uint64_t count,
                                                    const std::string& where);

/// [rows, cols] of whole numbers from 0 on; errors name the first value that is none.
[[nodiscard]] Result<Image<std::uint32_t>> maskFromValues(std::span<const double> values, std::uint64_t rows,
                                                          std::uint64_t cols, const std::string& where);

}  // namespace ptycho
