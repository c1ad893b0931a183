#include <fmt/format.h>

#include "core/import/formats.h"
#include "core/import/h5_numbers.h"
#include "core/import/h5_scan_values.h"
#include "core/import/numpy_scan_values.h"
#include "core/import/ptychodus_product.h"
#include "core/store/limits.h"

namespace ptycho {

namespace {

bool isProduct(const ScanFile& file) {
  if (file.numpy) return file.numpy->has("probe_position_x_m") && file.numpy->has("probe_position_y_m");
  return file.hdf5 && file.hdf5->has("/probe_position_x_m") && file.hdf5->has("/probe_position_y_m");
}

/// (height, width) of a pixel of a data set, where both attributes are there.
Result<std::optional<std::array<double, 2>>> pairOf(const H5Reader& reader, const std::string& path,
                                                    const std::string& first, const std::string& second) {
  PTYCHO_TRY(const auto one, reader.realAttribute(path, first));
  PTYCHO_TRY(const auto other, reader.realAttribute(path, second));
  if (!one || !other) return std::nullopt;
  return std::array<double, 2>{*one, *other};
}

/// Root attributes; ptychodus refuses a file without the required ones, which is told and not copied.
Result<void> readAttributes(const H5Reader& reader, PtychodusProduct& product) {
  PTYCHO_TRY(const auto name, reader.textAttribute("/", "name"));
  if (name) product.name = printable(*name);
  PTYCHO_TRY(const auto comments, reader.textAttribute("/", "comments"));
  if (comments && !comments->empty()) product.notes.push_back("Comments: " + printable(*comments));
  PTYCHO_TRY(product.distance_m, reader.realAttribute("/", "detector_object_distance_m"));
  PTYCHO_TRY(product.energy_eV, reader.realAttribute("/", "probe_energy_eV"));
  PTYCHO_TRY(const auto exposure, reader.realAttribute("/", "exposure_time_s"));
  std::string missing;
  const auto need = [&missing](bool there, const char* attribute) {
    if (!there) missing += (missing.empty() ? "" : ", ") + std::string(attribute);
  };
  need(name.has_value(), "name");
  need(comments.has_value(), "comments");
  need(product.distance_m.has_value(), "detector_object_distance_m");
  need(product.energy_eV.has_value(), "probe_energy_eV");
  need(exposure.has_value(), "exposure_time_s");
  if (!missing.empty()) {
    product.notes.push_back("The file lacks attributes that every product has: " + missing + ".");
  }
  for (const char* unused : {"probe_photon_count", "mass_attenuation_m2_kg", "tomography_angle_deg"}) {
    PTYCHO_TRY(const auto value, reader.realAttribute("/", unused));
    if (value && *value != 0) product.notes.push_back(fmt::format("Not used: {} = {:.6g}.", unused, *value));
  }
  return {};
}

Result<void> readPictures(H5Reader& reader, const ImportSpec& spec, PtychodusProduct& product) {
  const std::string probe = spec.probe_path.empty() ? "/probe" : spec.probe_path;
  if (reader.has(probe)) {
    PTYCHO_TRY(product.probe, probeOf(reader, probe));
    PTYCHO_TRY(const H5Dataset dataset, reader.dataset(probe));
    product.coherent = dataset.shape.size() == 4 ? dataset.shape.front() : 1;
    PTYCHO_TRY(product.object_pixel_m, pairOf(reader, probe, "pixel_height_m", "pixel_width_m"));
  }
  if (!reader.has("/object")) return {};
  PTYCHO_TRY(product.object, objectOf(reader, "/object"));
  PTYCHO_TRY(const H5Dataset dataset, reader.dataset("/object"));
  product.layers = dataset.shape.size() == 3 ? dataset.shape.front() : 1;
  PTYCHO_TRY(product.object_centre_m, pairOf(reader, "/object", "center_y_m", "center_x_m"));
  PTYCHO_TRY(const auto pixel, pairOf(reader, "/object", "pixel_height_m", "pixel_width_m"));
  if (pixel) product.object_pixel_m = pixel;
  return {};
}

Result<RawScan> openProduct(const ScanFile& file, const ImportSpec& spec) {
  if (!isProduct(file)) {
    return badInput("is no ptychodus product: it has no probe_position_x_m and probe_position_y_m.",
                    file.path.string());
  }
  if (file.numpy) {
    PTYCHO_TRY(PtychodusProduct product, numpyProduct(*file.numpy, spec));
    return productScan(std::move(product), spec, file.path.string());
  }
  H5Reader& reader = *file.hdf5;
  const std::uint64_t most = fileLimits().stack_length;
  PtychodusProduct product;
  product.title = "ptychodus product (HDF5)";
  PTYCHO_CHECK(readAttributes(reader, product));
  PTYCHO_TRY(product.indexes, numbersOf(reader, "/probe_position_indexes", most));
  PTYCHO_TRY(product.x_m, numbersOf(reader, "/probe_position_x_m", most));
  PTYCHO_TRY(product.y_m, numbersOf(reader, "/probe_position_y_m", most));
  if (!reader.has("/probe_position_indexes")) {
    for (std::size_t k = 0; k < product.x_m.size(); ++k) product.indexes.push_back(static_cast<double>(k));
  }
  PTYCHO_CHECK(readPictures(reader, spec, product));
  // The name before `loss_values` was `costs`.
  PTYCHO_TRY(product.losses, numbersOf(reader, firstOf(reader, {"/loss_values", "/costs"}), most));
  if (reader.has("/opr_weights")) product.ignored.push_back("/opr_weights");
  if (product.layers > 1) product.ignored.push_back("/object_layer_spacing_m");
  return productScan(std::move(product), spec, file.path.string());
}

}  // namespace

ScanFormat ptychodusProductFormat() {
  return {FormatChoice::PtychodusProduct, "ptychodus-product", "ptychodus product",
          "Results that ptychodus saves: positions, probe, object and geometry", isProduct, openProduct};
}

}  // namespace ptycho
