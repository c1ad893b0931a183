#pragma once

#include <filesystem>
#include <string>

#include "core/base/image.h"
#include "core/store/h5_reader.h"

namespace ptycho {

/// MATLAB stores an array [rows, cols, n] column by column, so that HDF5 sees [n, cols, rows]: dimensions reversed and
/// each picture transposed. Files of `save -v7.3` name the class of every variable in the attribute MATLAB_class.

enum class MatlabFile { None, Hdf5, Older };
/// By the text in the first 128 bytes. Older files (level 5, v6, v7) are no HDF5.
[[nodiscard]] MatlabFile matlabFile(const std::filesystem::path& path);

/// Whether there is such a variable and it is not empty (an empty one is stored as its shape).
[[nodiscard]] bool hasMatlabArray(const H5Reader& reader, const std::string& path);
/// Errors: cells, function handles, objects, tables … name their class and the remedy. No MATLAB_class: fine.
[[nodiscard]] Result<void> checkMatlabClass(const H5Reader& reader, const std::string& path);

/// Rows and columns of every picture exchanged.
[[nodiscard]] ComplexStack transposed(const ComplexStack& stack);

}  // namespace ptycho
