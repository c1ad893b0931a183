#include "app/cli/acquisition_arrays.h"

#include "core/store/array_file.h"
#include "core/store/run_folder.h"

namespace ptycho::cli {

namespace {

Result<ArrayAddress> addressOf(const std::string& text, const char* field, const char* dataset) {
  if (text.empty()) return badInput("is empty; name an HDF5 file, for example arrays.h5:" + std::string(dataset), field);
  return parseArrayAddress(text, dataset);
}

}  // namespace

Result<SuppliedArrays> loadSuppliedArrays(const SimulationSpec& spec) {
  SuppliedArrays arrays;
  if (spec.object.source == ObjectSource::File) {
    PTYCHO_TRY(const ArrayAddress address, addressOf(spec.object.path, "path", "/object"));
    PTYCHO_TRY(arrays.object, loadComplexImage(address));
  }
  if (spec.probe.kind == ProbeKind::File) {
    PTYCHO_TRY(const ArrayAddress address, addressOf(spec.probe.file, "probe_file", "/probe"));
    PTYCHO_TRY(arrays.probe, loadComplexStack(address));
  }
  if (spec.scan.pattern == ScanPattern::File) {
    PTYCHO_TRY(const ArrayAddress address, addressOf(spec.scan.file, "scan_file", "/positions"));
    PTYCHO_TRY(arrays.positions, loadPositions(address));
  }
  return arrays;
}

Result<SimulationSpec> readSimulationSpec(const std::filesystem::path& from) {
  std::error_code status;
  const std::filesystem::path file = std::filesystem::is_directory(from, status) ? from / run_file::kSpec : from;
  PTYCHO_TRY(const Json json, readJsonFile(file));
  const bool within = json.is_object() && json.contains("simulation");
  if (!within && json.is_object() && json.contains("verb")) {
    return badInput("is of a run that simulates nothing; name that of a simulation or an evaluation.",
                    file.string());
  }
  auto spec = simulationSpecFromJson(within ? json["simulation"] : json);
  if (!spec) return passOn(spec.error(), file.string());
  return spec;
}

}  // namespace ptycho::cli
