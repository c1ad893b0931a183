#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/measured/raw_scan.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// Values of foreign HDF5 files, which all vet before they read (H5Reader, core/store/limits.h).

/// The first of these paths that the file has; empty when it has none.
[[nodiscard]] std::string firstOf(const H5Reader& reader, const std::vector<std::string>& paths);

/// A single real number: a scalar, or an array of one value. Nothing when there is no such data set.
/// Errors: text, several values, not finite.
[[nodiscard]] Result<std::optional<double>> numberOf(H5Reader& reader, const std::string& path);
/// The same with the attribute `units` of the data set, in lower case; empty: none.
struct NumberWithUnit {
  double value = 0;
  std::string unit;
};
[[nodiscard]] Result<std::optional<NumberWithUnit>> numberWithUnitOf(H5Reader& reader, const std::string& path);

/// Positions [n, 2], [n, 3], [2, n] or [3, n] as two columns; [n, 2] has it where both would do.
/// @param count  patterns of the file; 0: unknown
/// Errors: another rank or shape; more values than the limits allow.
struct PositionColumns {
  std::vector<std::array<double, 2>> values;
  bool transposed = false;  ///< stored as [2 or 3, n]
};
[[nodiscard]] Result<PositionColumns> positionsOf(H5Reader& reader, const std::string& path, std::uint64_t count);

/// [rows, cols]: any integer or flag type; negative values are refused.
[[nodiscard]] Result<Image<std::uint32_t>> maskOf(H5Reader& reader, const std::string& path);
/// [modes, h, w] of complex (or real) data of rank 2 to 6; leading dimensions are joined.
[[nodiscard]] Result<ComplexStack> probeOf(H5Reader& reader, const std::string& path);
/// [h, w]: the last two dimensions, the first of each leading one.
[[nodiscard]] Result<ComplexImage> objectOf(H5Reader& reader, const std::string& path);

/// What four dimensions mean: a raster (scan rows, scan columns, rows, cols), or nothing that is known (in CXI a detector
/// of several modules).
enum class FourAxes { Refused, Raster };

/// Patterns [n, rows, cols] of a data set that stay in the file; rank 2 is one pattern.
/// Errors: complex or text, other ranks, sides beyond the limits.
[[nodiscard]] Result<std::shared_ptr<RawPatterns>> patternsOf(std::shared_ptr<H5Reader> reader, const std::string& path,
                                                              FourAxes four = FourAxes::Refused);

}  // namespace ptycho
