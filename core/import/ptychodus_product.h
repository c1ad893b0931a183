#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image.h"
#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"

namespace ptycho {

class NumpyFile;

/// What a ptychodus product holds, from HDF5 or NPZ (which has the same names, without attributes).
/// Source: ptychodus, plugins/h5_product_file.py and npz_product_file.py.
struct PtychodusProduct {
  std::string title;
  std::string name;
  std::optional<double> energy_eV;
  std::optional<double> distance_m;
  std::vector<double> indexes;  ///< [n]: number of each position's pattern in the patterns file
  std::vector<double> x_m;      ///< [n], larger = further right over the object
  std::vector<double> y_m;      ///< [n], larger = further down
  ComplexStack probe;           ///< [coherent · incoherent, H, W]
  std::uint64_t coherent = 1;   ///< modes that are added as waves with a weight for each position (OPR)
  ComplexImage object;          ///< the first layer
  std::uint64_t layers = 1;
  std::optional<std::array<double, 2>> object_pixel_m;   ///< (height, width)
  std::optional<std::array<double, 2>> object_centre_m;  ///< (y, x)
  std::vector<double> losses;
  std::vector<std::string> notes;
  std::vector<std::string> ignored;
};

/// Reads the NPZ twin of a product: the same names flat, attributes of probe and object with these words in front. Texts
/// (name, comments) are left out.
[[nodiscard]] Result<PtychodusProduct> numpyProduct(const NumpyFile& file, const ImportSpec& spec);

/// The product as a scan. Its patterns lie in a file of their own (spec.patterns_file), whose patterns are joined to
/// the positions by their indexes; without it the scan is a result only.
/// @param where  the product's file, for errors
/// Errors: lists of different lengths, indexes that are no whole numbers, a patterns file that cannot be read or of
/// which no pattern belongs to a position.
[[nodiscard]] Result<RawScan> productScan(PtychodusProduct product, const ImportSpec& spec, const std::string& where);

}  // namespace ptycho
