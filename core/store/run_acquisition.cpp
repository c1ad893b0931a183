#include "core/store/run_acquisition.h"

namespace ptycho {

namespace fs = std::filesystem;

fs::path acquisitionOfRun(const fs::path& folder, const Json& spec) {
  if (!spec.is_object()) return {};
  std::error_code status;
  const fs::path imported = folder / run_file::kScan;
  const bool ownScan = spec.contains("import") || spec.contains("simulation");  // made for this run
  if (ownScan && fs::is_regular_file(imported, status)) return imported;
  return stringAt(spec, "acquisition");
}

}  // namespace ptycho
