#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"

namespace ptycho {

class H5Reader;
class NumpyFile;

/// What a file is made of, told by its first bytes and never by its name.
enum class Container { Hdf5, Zip, Npy, Tiff, Text, Other };

/// A file opened just far enough to see what it is. MATLAB 7.3 files are HDF5 with 512 bytes in front.
struct ScanFile {
  std::filesystem::path path;
  Container container = Container::Other;
  std::shared_ptr<H5Reader> hdf5;  ///< of HDF5, else null
  std::shared_ptr<NumpyFile> numpy;  ///< of NPZ (any ZIP archive) and NPY, else null

  /// Errors: no such file, a folder, nothing in it, not readable, damaged HDF5, ZIP or NPY.
  [[nodiscard]] static Result<ScanFile> open(const std::filesystem::path& path);
};

/// A format of another program: a file in core/import has one such value.
struct ScanFormat {
  FormatChoice choice = FormatChoice::Auto;
  std::string key;    ///< word of ImportSpec::format
  std::string title;  ///< "CXI"
  std::string about;  ///< one line: who writes it
  std::function<bool(const ScanFile&)> recognises;  ///< cheap, by content
  /// Patterns stay in the file. Takes paths and files of the spec, not its conventions.
  std::function<Result<RawScan>(const ScanFile&, const ImportSpec&)> open;
};

/// The most special first: the first that recognises a file has it.
[[nodiscard]] const std::vector<ScanFormat>& scanFormats();

/// Recognises the file (or takes the format asked for) and opens it. spec.positions_file is read in where given.
/// Errors name the file and say what it is and what was looked for.
[[nodiscard]] Result<RawScan> openScan(const std::filesystem::path& path, const ImportSpec& spec);

}  // namespace ptycho
