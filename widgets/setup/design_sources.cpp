#include "widgets/setup/design_sources.h"

#include <fmt/format.h>

#include "core/source/photo.h"
#include "core/store/array_file.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

/// Changes when the file does.
std::string stamp(const fs::path& file) {
  std::error_code status;
  const auto time = fs::last_write_time(file, status);
  const auto size = status ? 0 : fs::file_size(file, status);
  return fmt::format("{}|{}|{}", file.string(), status ? 0 : time.time_since_epoch().count(), size);
}

Result<ArrayAddress> addressOf(const std::string& text, const char* field, const char* dataset) {
  if (text.empty())
    return badInput(fmt::format("is empty; name an HDF5 file, for example scan.h5:{}.", dataset), field);
  return parseArrayAddress(text, dataset);
}

ComplexImage centreCrop(const ComplexImage& array, std::size_t rows, std::size_t cols) {
  ComplexImage crop(rows, cols);
  const std::size_t row0 = (array.rows() - rows) / 2;
  const std::size_t col0 = (array.cols() - cols) / 2;
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(array.row(row0 + r) + col0, cols, crop.row(r));
  return crop;
}

}  // namespace

Result<RealImage> DesignSources::luma(const fs::path& file) {
  const std::string name = stamp(file);
  if (const auto known = m_lumas.find(file.string()); known != m_lumas.end() && known->second.name == name) {
    return known->second.value;
  }
  PTYCHO_TRY(RealImage picture, loadPhotoLuma(file));
  if (m_lumas.size() > 1) m_lumas.clear();
  m_lumas[file.string()] = {name, picture};
  return picture;
}

Result<SampleObject> DesignSources::object(const ObjectSpec& spec, int rows, int cols) {
  const auto height = static_cast<std::size_t>(rows);
  const auto width = static_cast<std::size_t>(cols);
  if (spec.source == ObjectSource::File) {
    auto address = addressOf(spec.path, "path", "/object");
    if (!address) return passOn(address.error(), "object");
    const std::string name = stamp(address->file) + address->dataset;
    if (m_object.name != name) {
      auto loaded = loadComplexImage(*address);
      if (!loaded) return passOn(loaded.error(), "object");
      m_object = {name, std::move(*loaded)};
    }
    if (m_object.value.rows() < height || m_object.value.cols() < width) {
      return badInput(
          fmt::format("is {} × {} px but the scan needs {} × {} px; give a larger object, fewer positions or "
                      "a smaller step.",
                      m_object.value.rows(), m_object.value.cols(), rows, cols),
          "object: path");
    }
    return SampleObject{centreCrop(m_object.value, height, width), address->file.filename().string()};
  }
  const bool onePhoto = spec.source == ObjectSource::Photo && spec.mapping == ObjectMapping::Same &&
                        !spec.path.empty() && spec.amplitude_min <= spec.amplitude_max &&
                        spec.phase_min_rad <= spec.phase_max_rad;
  if (onePhoto) {
    auto picture = luma(spec.path);
    if (!picture) return passOn(picture.error(), "object");
    const RealImage cropped = coverAndCrop(*picture, height, width);
    return SampleObject{complexObject(cropped, cropped, spec), fs::path(spec.path).filename().string()};
  }
  const std::string name = fmt::format("{}|{}|{}", jsonText(specToJson(spec)), rows, cols);
  if (spec.source == ObjectSource::DeadLeaves && name == m_leavesName) return m_leaves;
  auto made = makeObject(spec, rows, cols);
  if (!made) return passOn(made.error(), "object");
  if (spec.source == ObjectSource::DeadLeaves) {
    m_leavesName = name;
    m_leaves = *made;
  }
  return made;
}

Result<ComplexStack> DesignSources::probe(const ProbeSpec& spec, const Geometry& geometry) {
  if (spec.kind != ProbeKind::File) {
    auto made = makeProbe(spec, geometry);
    if (!made) return passOn(made.error(), "probe");
    return made;
  }
  auto address = addressOf(spec.file, "probe_file", "/probe");
  if (!address) return passOn(address.error(), "probe");
  const std::string name = stamp(address->file) + address->dataset;
  if (m_probe.name != name) {
    auto loaded = loadComplexStack(*address);
    if (!loaded) return passOn(loaded.error(), "probe");
    m_probe = {name, std::move(*loaded)};
  }
  ComplexStack probe = m_probe.value;
  if (probe.rows() != probe.cols()) {
    return badInput(fmt::format("is {} × {} px; the probe window must be square.", probe.rows(), probe.cols()),
                    "probe: probe_file");
  }
  scaleProbe(probe, spec.photons);
  return probe;
}

Result<Scan> DesignSources::scan(const ScanSpec& spec, int window_px) {
  if (spec.pattern != ScanPattern::File) {
    auto made = makeScan(spec, window_px);
    if (!made) return passOn(made.error(), "scan");
    return made;
  }
  auto address = addressOf(spec.file, "scan_file", "/positions");
  if (!address) return passOn(address.error(), "scan");
  const std::string name = stamp(address->file) + address->dataset;
  if (m_positions.name != name) {
    auto loaded = loadPositions(*address);
    if (!loaded) return passOn(loaded.error(), "scan");
    m_positions = {name, std::move(*loaded)};
  }
  auto scan = scanFromPositions(m_positions.value, window_px);
  if (!scan) return passOn(scan.error(), "scan");
  return scan;
}

}  // namespace ptycho
