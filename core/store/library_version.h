#pragma once

#include <string>

namespace ptycho {

/// Version of the HDF5 library in use, for bug reports.
[[nodiscard]] std::string hdf5Version();

}  // namespace ptycho
