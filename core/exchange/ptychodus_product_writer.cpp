#include "core/exchange/export_patterns.h"
#include "core/exchange/format_writers.h"
#include "core/exchange/h5_export.h"
#include "core/exchange/ptychodus_parts.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

void writeProduct(H5Writer& writer, const ProductParts& parts) {
  writer.textAttribute("/", "name", parts.name);
  writer.textAttribute("/", "comments", parts.comments);
  writer.attribute("/", "detector_object_distance_m", parts.distance_m);
  writer.attribute("/", "probe_energy_eV", parts.energy_eV);
  // ptychodus has 0 for what it does not know.
  for (const char* unknown : {"probe_photon_count", "exposure_time_s", "mass_attenuation_m2_kg",
                              "tomography_angle_deg"}) {
    writer.attribute("/", unknown, 0.0);
  }
  writer.dataset("/probe_position_indexes", {parts.indexes.size()}, H5Element::Int64, parts.indexes.data(),
                 H5Storage::Checked);
  writer.numbers("/probe_position_x_m", parts.x_m);
  writer.numbers("/probe_position_y_m", parts.y_m);
  const ComplexStack& probe = parts.probe;
  writer.dataset("/probe", {parts.coherent, probe.count() / parts.coherent, probe.rows(), probe.cols()},
                 H5Element::Complex64, probe.data(), H5Storage::Plain);
  writer.attribute("/probe", "pixel_width_m", parts.pixel_m);
  writer.attribute("/probe", "pixel_height_m", parts.pixel_m);
  if (!parts.opr_weights.empty()) {
    // Written by ptychodus as a data set, but read by it as an attribute of the probe.
    const std::vector<hsize_t> shape{parts.opr_weights.size() / parts.coherent, parts.coherent};
    writer.dataset("/opr_weights", shape, H5Element::Float64, parts.opr_weights.data(), H5Storage::Checked);
    writer.attribute("/probe", "opr_weights", shape, parts.opr_weights);
  }
  writer.dataset("/object", {1, parts.object().rows(), parts.object().cols()}, H5Element::Complex64,
                 parts.object().data(), H5Storage::Plain);
  writer.attribute("/object", "center_x_m", 0.0);
  writer.attribute("/object", "center_y_m", 0.0);
  writer.attribute("/object", "pixel_width_m", parts.pixel_m);
  writer.attribute("/object", "pixel_height_m", parts.pixel_m);
  writer.numbers("/object_layer_spacing_m", {});
  writer.dataset("/loss_epochs", {parts.epochs.size()}, H5Element::Int64, parts.epochs.data(), H5Storage::Checked);
  writer.numbers("/loss_values", parts.losses);
}

/// As the workflows of ptychodus keep patterns in HDF5, with the detector's pixel as attributes.
Result<void> writePatternsBeside(const fs::path& file, const Acquisition& acquisition) {
  PTYCHO_TRY(const ExportedPatterns patterns, ExportedPatterns::look(acquisition));
  const Image<std::uint32_t> bad = badPixels(acquisition);
  const std::vector<std::int64_t> indexes = countedIndexes(patterns.count());
  MaskImage flags(patterns.rows(), patterns.cols(), 0);
  for (std::size_t i = 0; i < bad.size(); ++i) flags[i] = bad[i] != 0 ? 1 : 0;
  return writeH5File(file, patterns.bytes() + flags.size() + 8 * indexes.size(), [&](H5Writer& writer) {
    writer.dataset("/indexes", {indexes.size()}, H5Element::Int64, indexes.data(), H5Storage::Checked);
    writePatterns(writer, "/patterns", patterns);
    if (acquisition.geometry) {
      for (const char* side : {"detector_pixel_height_m", "detector_pixel_width_m"}) {
        writer.attribute("/patterns", side, acquisition.geometry->detector_pixel_um * 1e-6);
      }
    }
    writer.image("/bad_pixels", flags, H5Storage::Compressed);
  });
}

}  // namespace

Result<ExportedFiles> writePtychodusProduct(const fs::path& file, const ExportView& view) {
  PTYCHO_TRY(ProductParts parts, productParts(view, file.string()));
  PTYCHO_CHECK(writeH5File(file, payloadOf(view), [&](H5Writer& writer) { writeProduct(writer, parts); }));
  ExportedFiles exported{{file}, std::move(parts.notes)};
  if (view.patterns == nullptr) return exported;
  const fs::path beside = besideFile(file, "patterns", file.extension().string());
  PTYCHO_CHECK(writePatternsBeside(beside, *view.patterns));
  exported.files.push_back(beside);
  return exported;
}

}  // namespace ptycho
