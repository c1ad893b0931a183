#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/cli/run_session.h"
#include "core/base/spec_json.h"
#include "core/measured/prepare_scan.h"

namespace ptycho::cli {

/// One file of another program to be read. Runs in the guarded process.
struct ImportJob {
  std::filesystem::path file;
  ImportSpec spec;
};

/// What came of it, in numbers.
struct ImportFigures {
  std::uint64_t patterns = 0;
  int window_px = 0;
  int object_rows = 0;
  int object_cols = 0;
  double object_pixel_m = 0;  ///< 0: unknown
  Propagation propagation = Propagation::FarField;
  std::optional<Geometry> geometry;
};
struct ImportOutcome {
  ImportFigures figures;
  ImportReport report;
  std::filesystem::path written;
  bool passing = false;  ///< for a reconstruction: nobody needs to know the file
};

/// Reads, prepares and writes an acquisition. The session is finished, except after an error.
/// @return error after a stop, too: half an import is no use
[[nodiscard]] Result<ImportOutcome> importScan(const ImportJob& job, const std::filesystem::path& acquisition,
                                               RunSession& session);
/// Looks at a few patterns and writes a scan preview (core/store/scan_preview_file.h).
[[nodiscard]] Result<ImportOutcome> previewForeignScan(const ImportJob& job, const std::filesystem::path& preview);

/// Options of the verb that only this program gives itself: the run folder that is there already, and a file for the
/// error, which is then not printed.
inline constexpr const char* kInRunOption = "--in-run";
inline constexpr const char* kErrorToOption = "--error-to";
[[nodiscard]] Json errorJson(const Error& error);
[[nodiscard]] Result<Error> errorFromJson(const Json& json);

/// An ImportSpec from a JSON file, or from spec.json of a run that imported.
[[nodiscard]] Result<ImportSpec> readImportSpec(const std::filesystem::path& file);
/// {"position_axes": …} with the files that it names as whole paths.
[[nodiscard]] Json importSpecJson(const ImportSpec& spec);

}  // namespace ptycho::cli
