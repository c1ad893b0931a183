#include <fmt/format.h>

#include "core/base/version.h"
#include "core/exchange/export_patterns.h"
#include "core/exchange/format_writers.h"
#include "core/exchange/h5_export.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kCxiVersion = 160;  // 1.6 times 100
constexpr double kKiloElectronVolt_J = 1.602176634e-16;

constexpr const char* kSource = "/entry_1/instrument_1/source_1";
constexpr const char* kDetector = "/entry_1/instrument_1/detector_1";
constexpr const char* kSampleGeometry = "/entry_1/sample_1/geometry_1";
constexpr const char* kProbeImage = "/entry_1/image_1";
constexpr const char* kObjectImage = "/entry_1/image_2";
constexpr const char* kPtychodus = "/entry_1/ptychodus";

std::string in(const char* group, const char* name) { return std::string(group) + "/" + name; }

void metres(H5Writer& writer, const std::string& path, double value) {
  writer.scalar(path, value);
  writer.textAttribute(path, "units", "m");
}

void writeInstrument(H5Writer& writer, const ExportView& view) {
  writer.group("/entry_1/instrument_1");
  writer.group(kSource);
  writer.group(kDetector);
  if (!view.geometry) return;
  if (view.geometry->radiation == Radiation::Photons) {
    writer.scalar(in(kSource, "energy"), view.geometry->energy_keV * kKiloElectronVolt_J);
    writer.textAttribute(in(kSource, "energy"), "units", "J");
  } else {
    metres(writer, in(kSource, "wavelength"), wavelengthOf(*view.geometry));
  }
  metres(writer, in(kDetector, "distance"), view.geometry->distance_m);
  metres(writer, in(kDetector, "x_pixel_size"), view.geometry->detector_pixel_um * 1e-6);
  metres(writer, in(kDetector, "y_pixel_size"), view.geometry->detector_pixel_um * 1e-6);
}

/// [n, 3]: x, y, 0.
void writeTranslation(H5Writer& writer, const std::string& path, const std::vector<Position>& positions,
                      const ExportView& view) {
  std::vector<double> values;
  values.reserve(3 * positions.size());
  for (const auto& [y, x] : middlesInMetres(positions, view)) values.insert(values.end(), {x, y, 0.0});
  writer.dataset(path, {positions.size(), 3}, H5Element::Float64, values.data(), H5Storage::Checked);
  writer.textAttribute(path, "units", "m");
}

void writeSample(H5Writer& writer, const ExportView& view) {
  writer.group("/entry_1/sample_1");
  if (!view.name.empty()) writer.text("/entry_1/sample_1/name", view.name);
  writer.group(kSampleGeometry);
  writeTranslation(writer, in(kSampleGeometry, "translation"), view.positions, view);
  if (!view.given.empty()) writeTranslation(writer, in(kSampleGeometry, "translation_given"), view.given, view);
}

void writeDetectorData(H5Writer& writer, const ExportedPatterns& patterns, const Image<std::uint32_t>& bad) {
  writePatterns(writer, in(kDetector, "data"), patterns);
  if (!bad.empty()) writer.image(in(kDetector, "mask"), bad, H5Storage::Compressed);
  writer.link("/entry_1/data_1/data", in(kDetector, "data"));
}

void writeImageGroup(H5Writer& writer, const char* group, const std::vector<hsize_t>& shape, const Complex* values,
                     const char* axes, double pixel_m) {
  writer.group(group);
  writer.dataset(in(group, "data"), shape, H5Element::Complex64, values, H5Storage::Plain);
  writer.textAttribute(in(group, "data"), "axes", axes);
  writer.text(in(group, "data_space"), "real");
  const std::vector<double> size{pixel_m * static_cast<double>(shape.back()),
                                 pixel_m * static_cast<double>(shape[shape.size() - 2]), 0};
  writer.dataset(in(group, "image_size"), {3}, H5Element::Float64, size.data(), H5Storage::Plain);
  writer.textAttribute(in(group, "image_size"), "units", "m");
  writer.link(in(group, "source_1"), kSource);
  writer.link(in(group, "detector_1"), kDetector);
}

void writeImages(H5Writer& writer, const ExportView& view) {
  if (view.probe != nullptr && view.object == nullptr) {
    // A guess that belongs to a measurement; as image_1 it would be taken for what the measurement shows.
    const ComplexStack& probe = *view.probe;
    writer.dataset(in(kSource, "illumination"), {probe.count(), probe.rows(), probe.cols()}, H5Element::Complex64,
                   probe.data(), H5Storage::Plain);
  } else if (view.probe != nullptr) {
    const ComplexStack& probe = *view.probe;
    writeImageGroup(writer, kProbeImage, {1, probe.count(), probe.rows(), probe.cols()}, probe.data(),
                    "coherent:incoherent:y:x", view.object_pixel_m);
    writer.link(in(kSource, "illumination"), in(kProbeImage, "data"));
  }
  if (view.object == nullptr) return;
  writeImageGroup(writer, kObjectImage, {1, view.rows, view.cols}, view.object->data(), "layer:y:x",
                  view.object_pixel_m);
  writer.group(kPtychodus);
  for (const char* name : {"object_pixel_width_m", "object_pixel_height_m", "probe_pixel_width_m",
                           "probe_pixel_height_m"}) {
    writer.scalar(in(kPtychodus, name), view.object_pixel_m);
  }
  for (const char* name : {"object_center_x_m", "object_center_y_m"}) writer.scalar(in(kPtychodus, name), 0.0);
  writer.dataset(in(kPtychodus, "probe_position_indexes"), {view.positions.size()}, H5Element::Int64,
                 countedIndexes(view.positions.size()).data(), H5Storage::Checked);
  if (view.history != nullptr) writeLosses(writer, kPtychodus, *view.history);
}

}  // namespace

Result<ExportedFiles> writeCxi(const fs::path& file, const ExportView& view) {
  const std::string where = file.string();
  PTYCHO_CHECK(checkPositions(view, where));
  PTYCHO_CHECK(pixelFor(view, "CXI", where));
  std::optional<ExportedPatterns> patterns;
  Image<std::uint32_t> bad;
  if (view.patterns != nullptr) {
    PTYCHO_TRY(patterns, ExportedPatterns::look(*view.patterns));
    bad = badPixels(*view.patterns);
  }
  const std::uint64_t payload = payloadOf(view) + (patterns ? patterns->bytes() : 0) + bad.size() * sizeof(bad[0]);
  PTYCHO_CHECK(writeH5File(file, payload, [&](H5Writer& writer) {
    writer.scalar("/cxi_version", kCxiVersion);
    writer.group("/entry_1");
    if (!view.name.empty()) writer.text("/entry_1/title", view.name);
    writeInstrument(writer, view);
    writeSample(writer, view);
    writer.group("/entry_1/data_1");
    writer.link("/entry_1/data_1/translation", in(kSampleGeometry, "translation"));
    if (patterns) writeDetectorData(writer, *patterns, bad);
    writeImages(writer, view);
    writer.group("/entry_1/process_1");
    writer.text("/entry_1/process_1/program", "Ptychodesk");
    writer.text("/entry_1/process_1/version", programVersion());
  }));
  ExportedFiles exported{{file}, notesOf(view, true, false)};
  if (view.geometry && view.geometry->radiation == Radiation::Electrons) {
    exported.notes.emplace_back("CXI has the energy of photons: the electrons' wavelength was written instead.");
  }
  if (!view.geometry) {
    exported.notes.emplace_back("Energy, distance and detector pixel are not known and were left out.");
  }
  return exported;
}

}  // namespace ptycho
