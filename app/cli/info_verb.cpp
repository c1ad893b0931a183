#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/cli/foreign_input.h"
#include "app/cli/import_guard.h"
#include "app/cli/import_text.h"
#include "app/cli/info_network.h"
#include "app/cli/info_report.h"
#include "app/cli/spec_options.h"
#include "app/cli/verb.h"
#include "core/store/limits.h"

namespace ptycho::cli {

namespace {

struct InfoCommand {
  std::vector<std::string> names;  ///< a file or run; or "network" and which one
  NetworkSpec network;
  CountedScan scan;
  bool json = false;
  bool kind = false;
  bool limits = false;
  bool versions = false;
  Invocation invocation;

  void setNames(const std::vector<std::string>& words);
  [[nodiscard]] bool ofArchitecture() const { return names.size() == 2; }
  Result<int> run() const;
};

/// Before the options of the network, which change what its name stands for.
void InfoCommand::setNames(const std::vector<std::string>& words) {
  names = words;
  if (!ofArchitecture()) return;
  if (names[0] != "network") throw CLI::ValidationError("one thing at a time, or `info network NAME`");
  auto preset = findNetworkPreset(names[1]);
  if (!preset) throw CLI::ValidationError(preset.error().text());
  network = *preset;
}

void printText(const Json& json, int indent = 0) {
  for (const auto& [key, value] : json.items()) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    if (value.is_object()) {
      fmt::print("{}{}:\n", margin, key);
      printText(value, indent + 2);
    } else if (value.is_array() && !value.empty() && value.front().is_object()) {
      fmt::print("{}{}:\n", margin, key);
      for (const auto& entry : value) fmt::print("{}  {}\n", margin, jsonText(entry));
    } else {
      fmt::print("{}{}: {}\n", margin, key, value.is_string() ? value.get<std::string>() : jsonText(value));
    }
  }
}

/// What was assumed on import comes last, as `import` prints it.
void printDescription(Json report) {
  std::optional<ImportReport> imported;
  if (report.contains("import")) {
    if (auto read = importReportFromJson(report["import"])) imported = std::move(*read);
    if (imported) report.erase("import");
  }
  printText(report);
  if (!imported) return;
  fmt::print("imported from:\n");
  printImportReport(*imported);
}

Result<int> InfoCommand::run() const {
  Json report;
  if (limits) {
    for (const auto& [what, limit] : limitTable()) report[what] = limit;
  } else if (versions) {
    report = libraryVersions();
  } else if (ofArchitecture()) {
    PTYCHO_TRY(report, describeArchitecture(network, scan));
  } else if (!names.empty() && !insideGuard() && (kind || isForeignFile(names[0]))) {
    return runGuarded({{invocation.arguments.begin() + 1, invocation.arguments.end()}, names[0], {0, kLookCpu_s}});
  } else if (!names.empty() && kind) {
    PTYCHO_TRY(const FileKind read, readableKindOf(names[0]));
    fmt::print("{}\n", fileKindWord(read));
    return kExitDone;
  } else if (!names.empty()) {
    PTYCHO_TRY(report, describePath(names[0]));
  } else {
    return badInput("names nothing; give a file, a run folder, network NAME, --limits or --versions.", "info");
  }
  if (json) fmt::print("{}\n", jsonText(report, 2));
  else if (!limits && !versions && ofArchitecture()) printArchitecture(report);
  else printDescription(std::move(report));
  return kExitDone;
}

}  // namespace

Verb makeInfoVerb(CLI::App& program, const Invocation& invocation) {
  auto command = std::make_shared<InfoCommand>();
  command->invocation = invocation;
  CLI::App* app = program.add_subcommand("info", "What a file, a run folder or a network holds");
  app->add_option_function<std::vector<std::string>>(
         "path", [command](const std::vector<std::string>& words) { command->setNames(words); },
         "HDF5 file or run folder; or the word network and a name of the `presets`: its layers, shapes, parameters and "
         "multiply-adds")
      ->type_name("FILE|RUN|network NAME")->expected(1, 2);
  app->add_flag("--kind", command->kind,
                "Read a file and print only what it is: acquisition, reconstruction, preview, network, evaluation, ours "
                "(something else that this program wrote), hdf5 or other");
  app->add_flag("--limits", command->limits, "Print the limits on what is read from files");
  app->add_flag("--versions", command->versions, "Print the versions of the program and its libraries");
  app->add_flag("--json", command->json, "Print JSON");
  addSpecOptions(*app, command->network, "info network NAME", {{"architecture"}, {}});
  const auto number = [app](const char* name, int& value, int from, int to, const char* help) {
    app->add_option(name, value, help)->check(CLI::Range(from, to))->capture_default_str()->group("info network NAME");
  };
  number("--window", command->scan.window_px, 128, 8192, "Side of the patterns [px]");
  number("--grid", command->scan.grid, 1, 1000, "Positions along a side of the scan");
  number("--step", command->scan.step_px, 1, 8192, "Distance between positions [px]");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
