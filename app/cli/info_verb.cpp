#include <memory>

#include <fmt/format.h>

#include "app/cli/info_report.h"
#include "app/cli/verb.h"
#include "core/store/limits.h"

namespace ptycho::cli {

namespace {

struct InfoCommand {
  std::string path;
  bool json = false;
  bool limits = false;
  bool versions = false;

  Result<int> run() const;
};

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

Result<int> InfoCommand::run() const {
  Json report;
  if (limits) {
    for (const auto& [what, limit] : limitTable()) report[what] = limit;
  } else if (versions) {
    report = libraryVersions();
  } else if (!path.empty()) {
    PTYCHO_TRY(report, describePath(path));
  } else {
    return badInput("names nothing; give a file, a run folder, --limits or --versions.", "info");
  }
  if (json) fmt::print("{}\n", jsonText(report, 2));
  else printText(report);
  return kExitDone;
}

}  // namespace

Verb makeInfoVerb(CLI::App& program) {
  auto command = std::make_shared<InfoCommand>();
  CLI::App* app = program.add_subcommand("info", "What a file or a run folder holds");
  app->add_option("path", command->path, "HDF5 file or run folder")->type_name("FILE|RUN");
  app->add_flag("--limits", command->limits, "Print the limits on what is read from files");
  app->add_flag("--versions", command->versions, "Print the versions of the program and its libraries");
  app->add_flag("--json", command->json, "Print JSON");
  return {app, [command] { return command->run(); }};
}

}  // namespace ptycho::cli
