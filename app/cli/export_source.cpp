#include "app/cli/export_source.h"

#include "core/store/acquisition_file.h"
#include "core/store/array_file.h"
#include "core/store/run_acquisition.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace fs = std::filesystem;

namespace {

bool isAcquisition(const fs::path& file) {
  std::error_code status;
  return fs::is_regular_file(file, status) && recogniseFile(file) == FileKind::Acquisition;
}

/// Empty: not there any more.
fs::path presentAcquisitionOf(const fs::path& runFolder) {
  const auto spec = readRunSpec(runFolder);
  if (!spec) return {};
  const fs::path named = acquisitionOfRun(runFolder, *spec);
  return isAcquisition(named) ? named : fs::path();
}

}  // namespace

Result<ExportSource> loadExportSource(const fs::path& input, const fs::path& acquisition, bool patterns) {
  std::error_code status;
  const bool folder = fs::is_directory(input, status);
  ExportSource source;
  if (isAcquisition(input)) {
    PTYCHO_TRY(source.acquisition, readAcquisition(input, PatternMemory{}));
    return source;
  }
  const fs::path file = folder ? input / run_file::kResult : input;
  PTYCHO_TRY(source.result, readResult(file));
  if (acquisition.empty() && !patterns) return source;
  fs::path named = acquisition;
  // Of a result alone not even the specification of a folder that it happens to lie in is believed.
  if (named.empty() && file.filename() == run_file::kResult) named = presentAcquisitionOf(file.parent_path());
  if (named.empty()) {
    return badInput("does not say where its acquisition is (any more); give it with --acquisition FILE.",
                    input.string());
  }
  PTYCHO_TRY(source.acquisition, readAcquisition(named, PatternMemory{}));
  return source;
}

}  // namespace ptycho::cli
