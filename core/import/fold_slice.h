#pragma once

#include <string>
#include <vector>

#include "core/import/scan_format.h"

namespace ptycho {

/// Parts of what fold_slice and PtychoShelves (MATLAB) write. Source: github.com/yijiang1/fold_slice, ptycho/+core and
/// ptycho/+scans/+positions/hdf5_pos.m.

/// Numbers of a MATLAB variable of any shape; empty where it is missing or an empty array.
[[nodiscard]] Result<std::vector<double>> matlabNumbers(H5Reader& reader, const std::string& path);

/// Wavelength, pixel, distance and energy below `prefix` ("/" or "/p/"). Lengths of electron scans are in Å, of X-ray
/// scans in metres; which of them is seen from the pixel of the object.
/// @return the unit of lengths, "m" or "angstrom"; empty where there is no pixel and no wavelength
[[nodiscard]] Result<std::string> readFoldSliceGeometry(H5Reader& reader, const std::string& prefix, RawScan& scan);

/// A result of the C++ engine or of save_results.m as HDF5 (/reconstruction/p), and the data prepared for that engine
/// (/measurement/n0). Both are written with rows and columns in HDF5's order.
[[nodiscard]] bool isPtychoShelves(const H5Reader& reader);
[[nodiscard]] Result<RawScan> openPtychoShelves(const ScanFile& file, const ImportSpec& spec);

}  // namespace ptycho
