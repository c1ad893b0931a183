#include <fmt/format.h>

#include "core/import/numpy_scan_values.h"
#include "core/import/ptychodus_product.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

/// Two numbers, where both are there.
Result<std::optional<std::array<double, 2>>> pairOf(const NumpyFile& file, const std::string& first,
                                                    const std::string& second) {
  PTYCHO_TRY(const auto one, numpyNumber(file, first));
  PTYCHO_TRY(const auto other, numpyNumber(file, second));
  if (!one || !other) return std::nullopt;
  return std::array<double, 2>{*one, *other};
}

Result<void> readPictures(const NumpyFile& file, const ImportSpec& spec, PtychodusProduct& product) {
  const std::string probe = spec.probe_path.empty() ? "probe" : spec.probe_path;
  if (file.has(probe)) {
    PTYCHO_TRY(product.probe, numpyProbe(file, probe));
    PTYCHO_TRY(const NumpyArray array, file.array(probe));
    product.coherent = array.shape.size() == 4 ? array.shape.front() : 1;
    PTYCHO_TRY(product.object_pixel_m, pairOf(file, "probe_pixel_height_m", "probe_pixel_width_m"));
  }
  if (!file.has("object")) return {};
  PTYCHO_TRY(product.object, numpyObject(file, "object"));
  PTYCHO_TRY(const NumpyArray array, file.array("object"));
  product.layers = array.shape.size() == 3 ? array.shape.front() : 1;
  PTYCHO_TRY(product.object_centre_m, pairOf(file, "object_center_y_m", "object_center_x_m"));
  PTYCHO_TRY(const auto pixel, pairOf(file, "object_pixel_height_m", "object_pixel_width_m"));
  if (pixel) product.object_pixel_m = pixel;
  return {};
}

}  // namespace

Result<PtychodusProduct> numpyProduct(const NumpyFile& file, const ImportSpec& spec) {
  const std::uint64_t most = fileLimits().stack_length;
  PtychodusProduct product;
  product.title = "ptychodus product (NPZ)";
  PTYCHO_TRY(product.distance_m, numpyNumber(file, "detector_object_distance_m"));
  // The newest versions say photon_energy_eV.
  const std::string energy = firstOf(file, {"probe_energy_eV", "photon_energy_eV"});
  if (!energy.empty()) {
    PTYCHO_TRY(product.energy_eV, numpyNumber(file, energy));
  }
  PTYCHO_TRY(product.indexes, numpyNumbers(file, "probe_position_indexes", most));
  PTYCHO_TRY(product.x_m, numpyNumbers(file, "probe_position_x_m", most));
  PTYCHO_TRY(product.y_m, numpyNumbers(file, "probe_position_y_m", most));
  if (!file.has("probe_position_indexes")) {
    for (std::size_t k = 0; k < product.x_m.size(); ++k) product.indexes.push_back(static_cast<double>(k));
  }
  PTYCHO_CHECK(readPictures(file, spec, product));
  PTYCHO_TRY(product.losses, numpyNumbers(file, firstOf(file, {"loss_values", "costs"}), most));
  for (const char* unused : {"opr_weights", "object_layer_spacing_m", "object_layer_distance_m"}) {
    if (file.has(unused)) product.ignored.emplace_back(unused);
  }
  return product;
}

}  // namespace ptycho
