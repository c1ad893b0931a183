#include "app/cli/acquisition_arrays.h"

#include "core/store/array_file.h"

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

}  // namespace ptycho::cli
