#include "core/store/run_acquisition.h"

namespace ptycho {

namespace fs = std::filesystem;

fs::path acquisitionOfRun(const fs::path& folder, const Json& spec) {
  if (!spec.is_object()) return {};
  std::error_code status;
  const fs::path imported = folder / "scan.h5";
  if (spec.contains("import") && fs::is_regular_file(imported, status)) return imported;
  const Json named = spec.value("acquisition", Json());
  return named.is_string() ? fs::path(named.get<std::string>()) : fs::path();
}

}  // namespace ptycho
