#include "widgets/setup/design_fields.h"

#include <stdexcept>

#include <QCoreApplication>
#include <QStringList>

namespace ptycho {

namespace {

QString sectionTitle(const QString& name) {
  const auto say = [](const char* text) { return QCoreApplication::translate("SetupWorkspace", text); };
  if (name == QLatin1String("object")) return say("Object");
  if (name == QLatin1String("probe")) return say("Probe");
  if (name == QLatin1String("scan")) return say("Scan");
  if (name == QLatin1String("detector")) return say("Detector and noise");
  return say("Geometry");
}

bool oneOf(const QString& key, std::initializer_list<const char*> keys) {
  return std::ranges::any_of(keys, [&key](const char* candidate) { return key == QLatin1String(candidate); });
}

bool objectFieldMatters(const ObjectSpec& object, const QString& key) {
  const bool leaves = object.source == ObjectSource::DeadLeaves;
  const bool file = object.source == ObjectSource::File;
  const bool folder = object.source == ObjectSource::Folder;
  if (key == QLatin1String("path")) return !leaves;
  if (key == QLatin1String("seed")) return leaves;
  if (key == QLatin1String("index")) return leaves || folder;
  if (key == QLatin1String("pair_path"))
    return object.source == ObjectSource::Photo && object.mapping == ObjectMapping::Pair;
  return !file || key == QLatin1String("source");  // an array from a file needs no mapping
}

bool probeFieldMatters(const ProbeSpec& probe, const QString& key) {
  const bool gaussian = probe.kind == ProbeKind::Gaussian;
  const bool disk = probe.kind == ProbeKind::Disk;
  if (key == QLatin1String("sigma_px")) return gaussian;
  if (key == QLatin1String("curvature_rad_px2")) return gaussian || disk;
  if (oneOf(key, {"diameter_px", "edge_px"})) return disk;
  if (oneOf(key, {"zone_plate_diameter_um", "outer_zone_width_nm", "central_stop_um", "defocus_um"})) {
    return probe.kind == ProbeKind::ZonePlate;
  }
  if (key == QLatin1String("probe_file")) return probe.kind == ProbeKind::File;
  if (key == QLatin1String("window_px")) return probe.kind != ProbeKind::File;
  return true;
}

bool scanFieldMatters(const ScanSpec& scan, const QString& key) {
  const bool file = scan.pattern == ScanPattern::File;
  if (key == QLatin1String("pattern")) return true;
  if (key == QLatin1String("scan_file")) return file;
  if (file) return false;
  const bool grid = scan.pattern == ScanPattern::Raster || scan.pattern == ScanPattern::Snake;
  if (key == QLatin1String("grid")) return grid;
  if (key == QLatin1String("positions")) return !grid;
  if (key == QLatin1String("scan_seed")) return scan.jitter_px > 0;
  return true;
}

bool detectorFieldMatters(const DetectorSpec& detector, const QString& key) {
  if (oneOf(key, {"readout_rms", "full_well"})) return detector.photons_per_pattern > 0;
  if (key == QLatin1String("noise_seed")) {
    return detector.photons_per_pattern > 0 || detector.dead_pixel_share > 0 || detector.hot_pixel_share > 0;
  }
  return true;
}

/// Calls visit(section) for the section of this name.
template <class Spec, class Visitor>
void withSection(Spec& spec, const QString& name, Visitor&& visit) {
  bool found = false;
  forEachSection(spec, [&](const char* candidate, auto& section) {
    if (name != QLatin1String(candidate)) return;
    found = true;
    visit(section);
  });
  if (!found) throw std::invalid_argument("no section " + name.toStdString());
}

}  // namespace

std::vector<DesignSection> designSections() {
  std::vector<DesignSection> sections;
  SimulationSpec spec;
  forEachSection(spec, [&sections](const char* name, const auto& section) {
    DesignSection entry{QLatin1String(name), sectionTitle(QLatin1String(name)), {}};
    for (const auto& field : section.fields()) entry.fields.push_back(field.info);
    sections.push_back(std::move(entry));
  });
  return sections;
}

FieldValue designField(const SimulationSpec& spec, const QString& section, const QString& key) {
  FieldValue value;
  withSection(spec, section, [&](const auto& part) {
    using Section = std::decay_t<decltype(part)>;
    const auto* field = findField<Section>(key.toStdString());
    if (!field) throw std::invalid_argument("no field " + key.toStdString());
    value = field->get(part);
  });
  return value;
}

Result<void> setDesignField(SimulationSpec& spec, const QString& section, const QString& key, const FieldValue& value) {
  Result<void> assigned{};
  withSection(spec, section, [&](auto& part) { assigned = assignField(part, key.toStdString(), value); });
  if (!assigned) return passOn(assigned.error(), section.toStdString());
  spec.geometry.detector_side_px = spec.probe.window_px;
  return {};
}

std::vector<FieldChange> designChanges(const SimulationSpec& before, const SimulationSpec& after) {
  std::vector<FieldChange> changes;
  forEachSection(after, [&](const char* name, const auto& section) {
    for (const auto& field : section.fields()) {
      const QString key = QString::fromStdString(field.info.key);
      FieldValue old = designField(before, QLatin1String(name), key);
      FieldValue now = field.get(section);
      if (old != now) changes.push_back({QLatin1String(name) + QLatin1Char('.') + key, std::move(old), std::move(now)});
    }
  });
  return changes;
}

bool designFieldMatters(const SimulationSpec& spec, const QString& section, const QString& key) {
  if (section == QLatin1String("object")) return objectFieldMatters(spec.object, key);
  if (section == QLatin1String("probe")) return probeFieldMatters(spec.probe, key);
  if (section == QLatin1String("scan")) return scanFieldMatters(spec.scan, key);
  if (section == QLatin1String("detector")) return detectorFieldMatters(spec.detector, key);
  if (key == QLatin1String("magnification")) return spec.geometry.propagation == Propagation::NearField;
  return true;
}

}  // namespace ptycho
