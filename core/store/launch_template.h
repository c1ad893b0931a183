#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/spec_json.h"

namespace ptycho {

/// Something a person fills in before a run is handed over: "partition", "hours".
struct TemplateVariable {
  std::string key;    ///< {{key}} in the script and in the commands
  std::string label;
  std::string help;
  std::string value;  ///< unless filled in

  bool operator==(const TemplateVariable&) const = default;
};

/// How runs are handed to a scheduler: a script and three commands. `{{name}}` stands for a variable or for one of
///   {{command}}  the run's command line, quoted      {{folder}}  the run folder      {{name}}  its name
///   {{script}}   the filled script (commands only)   {{id}}      the job (query and cancel only)
/// In the script every value is quoted for a POSIX shell. Commands are lists of arguments that no shell sees.
struct LaunchTemplate {
  std::string name;    ///< "slurm"
  std::string title;   ///< "Slurm"
  std::string help;
  std::string script;
  std::vector<std::string> submit;  ///< prints the job's id
  std::string id_pattern = "([0-9][0-9A-Za-z._-]*)";  ///< its first group in what submit printed
  std::vector<std::string> query;   ///< prints a word for the state, and maybe the reason
  std::map<std::string, std::string> states;  ///< the scheduler's word → pending, running or ended
  std::string gone_pattern;         ///< query failed with this: the scheduler has forgotten the job; empty: never
  std::vector<std::string> cancel;
  std::vector<TemplateVariable> variables;

  bool operator==(const LaunchTemplate&) const = default;
};

[[nodiscard]] Json launchTemplateToJson(const LaunchTemplate& given);
/// Errors name what is missing: a name, submit, query, cancel, a script with {{command}}; an unknown {{name}}; a pattern
/// that is none.
[[nodiscard]] Result<LaunchTemplate> launchTemplateFromJson(const Json& json);
/// The *.json of a folder by name; those that cannot be used are reported in `problems`.
[[nodiscard]] std::vector<LaunchTemplate> readLaunchTemplates(const std::filesystem::path& folder,
                                                              std::vector<std::string>& problems);
/// Slurm, as an example that works.
[[nodiscard]] LaunchTemplate slurmTemplate();

/// Values by name; those of the template's variables where nothing else is given.
using TemplateValues = std::map<std::string, std::string>;

/// The script for one run. Errors: a name without a value; a value with a line break or another control character,
/// which could end a comment line and begin a command.
[[nodiscard]] Result<std::string> fillScript(const LaunchTemplate& given, const TemplateValues& values);
/// submit, query or cancel for one run or job.
[[nodiscard]] Result<std::vector<std::string>> fillCommand(const LaunchTemplate& given,
                                                           const std::vector<std::string>& command,
                                                           const TemplateValues& values);

/// The job's id in what submit printed. Error: none there.
[[nodiscard]] Result<std::string> jobIdIn(const LaunchTemplate& given, std::string_view printed);

enum class SchedulerState { Pending, Running, Ended, Unknown };
[[nodiscard]] std::string schedulerStateName(SchedulerState state);

struct SchedulerAnswer {
  SchedulerState state = SchedulerState::Unknown;
  std::string reason;  ///< what the scheduler says beside its word; the whole answer where it is not understood
};
/// @param exitCode  of query; @param printed  standard output, then standard error
[[nodiscard]] SchedulerAnswer schedulerAnswer(const LaunchTemplate& given, int exitCode, std::string_view printed);

}  // namespace ptycho
