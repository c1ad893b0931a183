#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/exchange/npz_file.h"
#include "core/measured/raw_scan.h"

namespace ptycho {

/// Values of NPZ files as scans need them: the counterpart of h5_scan_values.h.

/// The first of these arrays that the file has; empty when it has none.
[[nodiscard]] std::string firstOf(const NumpyFile& file, const std::vector<std::string>& names);

/// Every value of an array of real numbers of any rank; empty when there is no such array.
/// Errors: more than `most` values, other types, values that are not finite.
[[nodiscard]] Result<std::vector<double>> numpyNumbers(const NumpyFile& file, const std::string& name, std::uint64_t most);
/// A single number; nothing when there is no such array. Errors: several values.
[[nodiscard]] Result<std::optional<double>> numpyNumber(const NumpyFile& file, const std::string& name);

/// [n, 2], [n, 3], [2, n] or [3, n]; [n, 2] has it where both would do.
/// @param count  patterns of the file; 0: unknown
[[nodiscard]] Result<std::vector<std::array<double, 2>>> numpyPositions(const NumpyFile& file, const std::string& name,
                                                                       std::uint64_t count);
/// Two arrays of as many numbers. Errors: of another number.
[[nodiscard]] Result<std::vector<std::array<double, 2>>> numpyPositions(const NumpyFile& file, const std::string& first,
                                                                       const std::string& second);
/// [rows, cols], leading dimensions of 1 left out; whole numbers from 0 on or flags.
[[nodiscard]] Result<Image<std::uint32_t>> numpyMask(const NumpyFile& file, const std::string& name);
/// [modes, h, w] of complex (or real) data of rank 2 to 6; leading dimensions are joined.
[[nodiscard]] Result<ComplexStack> numpyProbe(const NumpyFile& file, const std::string& name);
/// [h, w]: the last two dimensions, the first of each leading one.
[[nodiscard]] Result<ComplexImage> numpyObject(const NumpyFile& file, const std::string& name);

/// How patterns lie: [n, rows, cols]; [rows, cols, n], which is held in memory in our order; or either [n, rows, cols] or
/// [scan rows, scan columns, rows, cols].
enum class PatternAxes { First, Last, Raster };

/// Patterns [n, rows, cols] that stay in the file; [rows, cols] is one pattern, and a last dimension of 1 is left out.
/// Errors: complex numbers, other ranks, sides beyond the limits.
[[nodiscard]] Result<std::shared_ptr<RawPatterns>> numpyPatterns(std::shared_ptr<NumpyFile> file, const std::string& name,
                                                                 PatternAxes axes = PatternAxes::First);

}  // namespace ptycho
