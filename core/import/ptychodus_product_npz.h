#pragma once

#include <filesystem>

#include "core/import/ptychodus_product.h"

namespace ptycho {

/// Whether an NPZ holds the positions of a ptychodus product.
[[nodiscard]] bool isProductNpz(const std::filesystem::path& file);

/// The NPZ twin of a product: the same names as in HDF5, attributes as arrays of one value (probe_pixel_width_m,
/// object_center_x_m, …). Texts are not read; the file's name is the product's.
/// Errors: those of NumpyFile; an object or a probe of fewer than two dimensions; values that are not finite.
[[nodiscard]] Result<PtychodusProduct> readProductNpz(const std::filesystem::path& file, const ImportSpec& spec);

}  // namespace ptycho
