#include "core/exchange/export_patterns.h"
#include "core/exchange/format_writers.h"
#include "core/exchange/h5_export.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// PtyLab puts a window at encoder / pixel + No // 2 − Np // 2, whole pixels throughout.
void writeEncoder(H5Writer& writer, const char* path, const std::vector<Position>& positions, const ExportView& view) {
  const double row = static_cast<double>(view.window_px / 2) - static_cast<double>(view.rows / 2);
  const double col = static_cast<double>(view.window_px / 2) - static_cast<double>(view.cols / 2);
  std::vector<double> values;
  values.reserve(2 * positions.size());
  for (const Position& position : positions) {
    values.push_back((position.row + row) * view.object_pixel_m);
    values.push_back((position.col + col) * view.object_pixel_m);
  }
  writer.dataset(path, {positions.size(), 2}, H5Element::Float64, values.data(), H5Storage::Checked);
}

void writeOptics(H5Writer& writer, const Geometry& geometry, double object_pixel_m) {
  writer.scalar("/dxd", geometry.detector_pixel_um * 1e-6);
  writer.scalar("/zo", geometry.distance_m);
  writer.scalar("/wavelength", wavelengthOf(geometry));
  writer.scalar("/dxp", object_pixel_m);
}

/// (nlambda, nosm, npsm, nslice, y, x)
void writePictures(H5Writer& writer, const ExportView& view) {
  if (view.probe != nullptr) {
    writer.dataset("/probe", {1, 1, view.probe->count(), 1, view.probe->rows(), view.probe->cols()},
                   H5Element::Complex64, view.probe->data(), H5Storage::Plain);
  }
  if (view.object != nullptr) {
    writer.dataset("/object", {1, 1, 1, 1, view.rows, view.cols}, H5Element::Complex64, view.object->data(),
                   H5Storage::Plain);
  }
  if (view.history == nullptr || view.history->empty()) return;
  std::vector<double> errors;
  for (const IterationRecord& record : *view.history) errors.push_back(record.residual);
  writer.numbers("/error", errors);
}

Result<void> checkGeometry(const ExportView& view, const std::string& where) {
  if (view.geometry) return {};
  return badInput("has no geometry, and PtyLab needs distance, wavelength and detector pixel; import or simulate the "
                  "scan with energy_keV, distance_m and detector_pixel_um, or export as CXI or NPZ.", where);
}

}  // namespace

Result<ExportedFiles> writePtyLab(const fs::path& file, const ExportView& view) {
  const std::string where = file.string();
  PTYCHO_CHECK(checkPositions(view, where));
  PTYCHO_CHECK(checkGeometry(view, where));
  std::optional<ExportedPatterns> patterns;
  if (view.patterns != nullptr) {
    PTYCHO_TRY(patterns, ExportedPatterns::look(*view.patterns));
  }
  if (!patterns && (view.object == nullptr || view.probe == nullptr)) {
    return badInput("has neither a reconstruction nor patterns for PtyLab; export it with its patterns.", where);
  }
  const std::uint64_t payload = payloadOf(view) + (patterns ? patterns->bytes() : 0);
  PTYCHO_CHECK(writeH5File(file, payload, [&](H5Writer& writer) {
    if (patterns) {
      writer.series("/ptychogram", {patterns->count(), patterns->rows(), patterns->cols()}, H5Element::Float32,
                    [&](std::uint64_t index, void* image) {
                      return patterns->read(index, 1, static_cast<float*>(image));
                    });
      writer.scalar("/orientation", std::int64_t{0});
    }
    writeEncoder(writer, "/encoder", view.given.empty() ? view.positions : view.given, view);
    if (!view.given.empty()) writeEncoder(writer, "/encoder_corrected", view.positions, view);
    writeOptics(writer, *view.geometry, view.object_pixel_m);
    writePictures(writer, view);
  }));
  ExportedFiles exported{{file}, notesOf(view, true, false)};
  if (patterns && !badPixels(*view.patterns).empty()) {
    exported.notes.emplace_back("PtyLab's files have no mask; the invalid pixels are in the patterns as they are.");
  }
  return exported;
}

}  // namespace ptycho
