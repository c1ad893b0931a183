#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/store/h5_reader.h"

namespace ptycho {

/// Every value of a data set of real numbers of any rank, in the order of the file: [n], [1, n] and [n, 1] are the
/// same list (MATLAB knows no rank below 2). Empty when there is no such data set or it holds nothing.
/// @param most  more values than this are refused before anything is allocated
/// Errors: other types, too many values, values that are not finite.
[[nodiscard]] Result<std::vector<double>> numbersOf(H5Reader& reader, const std::string& path, std::uint64_t most);

}  // namespace ptycho
