#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"
#include "core/optics/scan.h"

namespace ptycho {

/// A data set in a file: "scan.h5:/probe" (the part after the last ":/" is the data set).
struct ArrayAddress {
  std::filesystem::path file;
  std::string dataset;
};
/// A missing data set part falls back to `defaultDataset`.
[[nodiscard]] ArrayAddress parseArrayAddress(std::string_view text, std::string_view defaultDataset);

/// Arrays from any HDF5 file, within the limits; real data become complex with zero imaginary part; compounds
/// {r, i} / {real, imag}, float32 or float64, any byte order. Errors name the file, the data set and what is there.
[[nodiscard]] Result<ComplexImage> loadComplexImage(const ArrayAddress& address);   ///< rank 2, or 3 with one image
[[nodiscard]] Result<ComplexStack> loadComplexStack(const ArrayAddress& address);   ///< rank 2 (one mode) or 3
[[nodiscard]] Result<std::vector<Position>> loadPositions(
    const ArrayAddress& address);  ///< [n, 2] (row, col) px, finite

/// What kind of file this is, from its content.
enum class FileKind { Acquisition, Reconstruction, Preview, Network, Evaluation, OtherOfOurs, OtherHdf5, NotHdf5 };
[[nodiscard]] FileKind recogniseFile(const std::filesystem::path& file);
/// "acquisition", "reconstruction", "preview", "network", "evaluation", "ours", "hdf5", "other".
[[nodiscard]] std::string_view fileKindWord(FileKind kind);
[[nodiscard]] std::optional<FileKind> fileKindFromWord(std::string_view word);

/// Whether it is an HDF5 file that this program wrote, of whatever kind.
[[nodiscard]] constexpr bool isOurs(FileKind kind) { return kind <= FileKind::OtherOfOurs; }
[[nodiscard]] inline bool isOurs(const std::filesystem::path& file) { return isOurs(recogniseFile(file)); }

/// Every data set of an HDF5 file: path, shape, type text, units. Depth and number are limited.
struct DatasetInfo {
  std::string path;
  std::vector<std::uint64_t> shape;
  std::string type;
  std::string units;
};
[[nodiscard]] Result<std::vector<DatasetInfo>> listDatasets(const std::filesystem::path& file);

}  // namespace ptycho
