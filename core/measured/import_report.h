#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/spec_json.h"
#include "core/measured/import_spec.h"
#include "core/measured/raw_scan.h"
#include "core/simulate/acquisition.h"

namespace ptycho {

enum class CheckLevel {
  Fine,     ///< looked at, nothing to say against it
  Note,     ///< worth knowing
  Warning,  ///< probably wrong: look
  Problem,  ///< no reconstruction can come of this
};

/// What a look at the data says, in plain words with the figures: centre of mass, number of positions, step against
/// beam, saturated or negative pixels, oversampling, near field, scan against field of view.
struct ImportCheck {
  std::string key;      ///< "centre_of_mass"
  CheckLevel level = CheckLevel::Fine;
  std::string text;     ///< "The patterns' centre of mass lies 12.3 px right of the middle."
  std::string remedy;   ///< "Set the centre to mass."; empty when there is nothing to be done
};

/// Where an acquisition comes from and what was assumed; kept as JSON in the acquisition (Acquisition::import_json).
struct ImportReport {
  std::string file;      ///< name, not a path that is ever opened again
  std::string format;    ///< word
  std::string title;     ///< for people
  std::vector<Convention> conventions;  ///< every one that was applied, in the order of ImportSpec's fields
  std::vector<ImportCheck> checks;
  std::vector<std::string> notes;
  std::vector<std::string> ignored;
  ImportSpec spec;       ///< as asked
};

/// {"schema": 1, "file", "format", "title", "conventions": [{"key", "value", "certainty", "reason"}, …],
///  "checks": [{"key", "level", "text", "remedy"}, …], "notes": […], "ignored": […], "spec": {…}}
[[nodiscard]] Json importReportToJson(const ImportReport& report);
[[nodiscard]] Result<ImportReport> importReportFromJson(const Json& json);

/// How an acquisition was imported; nothing for one that was not, or where that cannot be read.
[[nodiscard]] std::optional<ImportReport> importReportOf(const Acquisition& acquisition);

/// The object's pixel that an import stated or assumed, metres; 0: none.
[[nodiscard]] double objectPixelOf(const ImportReport& report);

/// "stated", "format", "assumed", "asked" and "fine", "note", "warning", "problem".
[[nodiscard]] std::string certaintyName(Certainty certainty);
[[nodiscard]] std::string checkLevelName(CheckLevel level);

}  // namespace ptycho
