#include "widgets/setup/dropped_design.h"

#include <filesystem>

#include <QFileInfo>

#include "core/store/array_file.h"

namespace ptycho {

namespace {

bool isPicture(const QFileInfo& info) {
  const QString suffix = info.suffix().toLower();
  return suffix == QLatin1String("jpg") || suffix == QLatin1String("jpeg") || suffix == QLatin1String("png");
}

}  // namespace

bool isPhotoSource(const QString& file) {
  const QFileInfo info(file);
  return info.isDir() || isPicture(info);
}

SimulationSpec withDroppedFile(const SimulationSpec& spec, const QString& file) {
  SimulationSpec result = spec;
  const QFileInfo info(file);
  const std::string path = file.toStdString();
  if (info.isDir()) {
    result.object.source = ObjectSource::Folder;
    result.object.path = path;
    result.object.index = 0;
  } else if (isPicture(info)) {
    result.object.source = ObjectSource::Photo;
    result.object.path = path;
  } else if (recogniseFile(path) == FileKind::Acquisition) {
    result.probe.kind = ProbeKind::File;
    result.probe.file = path + ":/probe";
    result.scan.pattern = ScanPattern::File;
    result.scan.file = path + ":/positions";
    if (const auto datasets = listDatasets(path)) {
      const bool truth = std::ranges::any_of(*datasets, [](const DatasetInfo& d) { return d.path == "/truth"; });
      if (truth) {
        result.object.source = ObjectSource::File;
        result.object.path = path + ":/truth";
      }
    }
  } else {
    result.object.source = ObjectSource::File;
    result.object.path = path;
  }
  return result;
}

}  // namespace ptycho
