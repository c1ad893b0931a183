#include "core/store/launch_template.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <regex>

#include <fmt/format.h>

#include "core/store/schema.h"
#include "core/store/shell_text.h"

namespace ptycho {

namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::size_t kMostOutput = 64 * 1024;  // of a command that never stops talking

using NameVisitor = std::function<Result<std::string>(const std::string& name)>;

/// The text with every {{name}} replaced by what `valueOf` says.
Result<std::string> replaced(std::string_view text, const NameVisitor& valueOf) {
  std::string out;
  while (true) {
    const std::size_t open = text.find(kOpen);
    const std::size_t close = open == std::string_view::npos ? open : text.find(kClose, open);
    if (close == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, open));
    PTYCHO_TRY(const std::string value, valueOf(std::string(text.substr(open + 2, close - open - 2))));
    out += value;
    text.remove_prefix(close + kClose.size());
  }
}

Result<std::string> valueOf(const TemplateValues& values, const LaunchTemplate& given, const std::string& name) {
  if (const auto found = values.find(name); found != values.end()) return found->second;
  for (const auto& variable : given.variables) {
    if (variable.key == name) return variable.value;
  }
  return badInput("has no value; fill it in, or name it among the variables of the template.", "{{" + name + "}}");
}

Result<void> checkPlain(const std::string& name, const std::string& value) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::none_of(value, control)) return {};
  return badInput("has a line break or another control character in it; write it in one line.", name);
}

Result<std::vector<std::string>> textList(const Json& json, const char* key) {
  std::vector<std::string> texts;
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array() || found->empty()) {
    return badInput("must be a list: the program and its arguments, each a text of its own.", key);
  }
  for (const Json& item : *found) {
    if (!item.is_string()) return badInput("must be a list of texts.", key);
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

Result<std::string> textAt(const Json& json, const char* key, const std::string& otherwise = {}) {
  const auto found = json.find(key);
  if (found == json.end()) return otherwise;
  if (!found->is_string()) return badInput("must be a text.", key);
  return found->get<std::string>();
}

Result<void> checkPattern(const std::string& pattern, const char* key) {
  try {
    const std::regex expression(pattern);
    if (std::string_view(key) == "id_pattern" && expression.mark_count() < 1) {
      return badInput("must have a group in brackets around the id.", key);
    }
  } catch (const std::regex_error&) {
    return badInput("is no regular expression.", key);
  }
  return {};
}

/// Every {{name}} is one that will have a value.
Result<void> checkNames(const LaunchTemplate& given) {
  TemplateValues run{{"command", ""}, {"folder", ""}, {"name", ""}};
  TemplateValues submit = run;
  submit["script"] = "";
  TemplateValues job = submit;
  job["id"] = "";
  PTYCHO_CHECK(fillScript(given, run));
  PTYCHO_CHECK(fillCommand(given, given.submit, submit));
  PTYCHO_CHECK(fillCommand(given, given.query, job));
  PTYCHO_CHECK(fillCommand(given, given.cancel, job));
  return {};
}

Result<void> readVariables(const Json& json, std::vector<TemplateVariable>& variables) {
  for (const Json& item : json.value("variables", Json::array())) {
    if (!item.is_object()) return badInput("must be a list of objects with key, label, help and value.", "variables");
    TemplateVariable variable;
    PTYCHO_TRY(variable.key, textAt(item, "key"));
    PTYCHO_TRY(variable.label, textAt(item, "label", variable.key));
    PTYCHO_TRY(variable.help, textAt(item, "help"));
    PTYCHO_TRY(variable.value, textAt(item, "value"));
    if (variable.key.empty()) return badInput("must have a key.", "variables");
    variables.push_back(std::move(variable));
  }
  return {};
}

}  // namespace

Json launchTemplateToJson(const LaunchTemplate& given) {
  Json variables = Json::array();
  for (const auto& variable : given.variables) {
    variables.push_back({{"key", variable.key}, {"label", variable.label}, {"help", variable.help},
                         {"value", variable.value}});
  }
  return {{"schema", schema::kNewest}, {"name", given.name},     {"title", given.title},
          {"help", given.help},        {"script", given.script}, {"submit", given.submit},
          {"id_pattern", given.id_pattern}, {"query", given.query}, {"states", given.states},
          {"gone_pattern", given.gone_pattern}, {"cancel", given.cancel}, {"variables", variables}};
}

Result<LaunchTemplate> launchTemplateFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object.");
  PTYCHO_CHECK(checkSchemaNumber(json.value("schema", Json()), schema::kNewest));
  LaunchTemplate read;
  PTYCHO_TRY(read.name, textAt(json, "name"));
  if (read.name.empty()) return badInput("is missing.", "name");
  PTYCHO_TRY(read.title, textAt(json, "title", read.name));
  PTYCHO_TRY(read.help, textAt(json, "help"));
  PTYCHO_TRY(read.script, textAt(json, "script"));
  if (read.script.find("{{command}}") == std::string::npos) {
    return badInput("must have {{command}} in it, where the run's command line goes.", "script");
  }
  PTYCHO_TRY(read.submit, textList(json, "submit"));
  PTYCHO_TRY(read.query, textList(json, "query"));
  PTYCHO_TRY(read.cancel, textList(json, "cancel"));
  PTYCHO_TRY(read.id_pattern, textAt(json, "id_pattern", read.id_pattern));
  PTYCHO_TRY(read.gone_pattern, textAt(json, "gone_pattern"));
  PTYCHO_CHECK(checkPattern(read.id_pattern, "id_pattern"));
  PTYCHO_CHECK(checkPattern(read.gone_pattern, "gone_pattern"));
  const Json states = json.value("states", Json::object());
  if (!states.is_object()) return badInput("must be an object: the scheduler's word and ours.", "states");
  for (const auto& [word, ours] : states.items()) {
    const bool known = ours == "pending" || ours == "running" || ours == "ended";
    if (!known) return badInput("must be pending, running or ended.", "states." + word);
    read.states[word] = ours.get<std::string>();
  }
  PTYCHO_CHECK(readVariables(json, read.variables));
  PTYCHO_CHECK(checkNames(read));
  return read;
}

std::vector<LaunchTemplate> readLaunchTemplates(const std::filesystem::path& folder,
                                                std::vector<std::string>& problems) {
  std::vector<LaunchTemplate> templates;
  std::error_code status;
  for (std::filesystem::directory_iterator item(folder, status), end; !status && item != end; item.increment(status)) {
    if (item->path().extension() != ".json") continue;
    const auto json = readJsonFile(item->path());
    auto read = json ? launchTemplateFromJson(*json) : Result<LaunchTemplate>(tl::unexpected(json.error()));
    if (read) templates.push_back(std::move(*read));
    else problems.push_back(item->path().string() + ": " + read.error().text());
  }
  std::ranges::sort(templates, {}, &LaunchTemplate::name);
  return templates;
}

LaunchTemplate slurmTemplate() {
  LaunchTemplate slurm;
  slurm.name = "slurm";
  slurm.title = "Slurm";
  slurm.help = "Handed over with sbatch; a job that is told to stop keeps a checkpoint first.";
  slurm.script =
      "#!/bin/sh\n"
      "#SBATCH --job-name={{name}}\n"
      "#SBATCH --partition={{partition}}\n"
      "#SBATCH --time={{time}}\n"
      "#SBATCH --cpus-per-task={{cores}}\n"
      "#SBATCH --gres={{gres}}\n"
      "#SBATCH --signal=B:USR1@120\n"
      "#SBATCH --output={{folder}}/scheduler.log\n"
      "exec {{command}}\n";
  slurm.submit = {"sbatch", "--parsable", "{{script}}"};
  slurm.query = {"squeue", "--noheader", "--jobs", "{{id}}", "--format", "%T %r"};
  slurm.states = {{"PENDING", "pending"}, {"CONFIGURING", "pending"}, {"REQUEUED", "pending"}, {"RUNNING", "running"},
                  {"COMPLETING", "running"}, {"SUSPENDED", "running"}, {"COMPLETED", "ended"}, {"CANCELLED", "ended"},
                  {"FAILED", "ended"}, {"TIMEOUT", "ended"}, {"PREEMPTED", "ended"}, {"NODE_FAIL", "ended"}};
  slurm.gone_pattern = "Invalid job id";
  slurm.cancel = {"scancel", "--signal=USR1", "--full", "{{id}}"};
  slurm.variables = {{"partition", "Partition", "Where the job waits; sinfo lists them", "gpu"},
                     {"time", "Time limit", "Hours:minutes:seconds after which the job is ended", "04:00:00"},
                     {"cores", "Cores", "Processor cores of the job", "8"},
                     {"gres", "Devices", "gpu:1 for one graphics card, none for none", "gpu:1"}};
  return slurm;
}

Result<std::string> fillScript(const LaunchTemplate& given, const TemplateValues& values) {
  return replaced(given.script, [&](const std::string& name) -> Result<std::string> {
    PTYCHO_TRY(const std::string value, valueOf(values, given, name));
    PTYCHO_CHECK(checkPlain(name, value));
    return name == "command" ? value : shellWord(value);
  });
}

Result<std::vector<std::string>> fillCommand(const LaunchTemplate& given, const std::vector<std::string>& command,
                                             const TemplateValues& values) {
  std::vector<std::string> filled;
  for (const auto& argument : command) {
    PTYCHO_TRY(std::string word, replaced(argument, [&](const std::string& name) -> Result<std::string> {
                 PTYCHO_TRY(const std::string value, valueOf(values, given, name));
                 PTYCHO_CHECK(checkPlain(name, value));
                 return value;
               }));
    filled.push_back(std::move(word));
  }
  return filled;
}

Result<std::string> jobIdIn(const LaunchTemplate& given, std::string_view printed) {
  const std::string text(printed.substr(0, kMostOutput));
  std::smatch match;
  if (std::regex_search(text, match, std::regex(given.id_pattern)) && match.size() > 1) {
    const std::string id = match[1].str();
    // It becomes an argument again: nothing that could pass for an option.
    if (!id.empty() && id.front() != '-' && checkPlain("id", id)) return id;
  }
  return fail(ErrorCode::Failed,
              fmt::format("printed no id of a job: \"{:.200}\"; look at the template's id_pattern.", text),
              given.submit.front());
}

std::string schedulerStateName(SchedulerState state) {
  switch (state) {
    case SchedulerState::Pending: return "pending";
    case SchedulerState::Running: return "running";
    case SchedulerState::Ended: return "ended";
    case SchedulerState::Unknown: break;
  }
  return "unknown";
}

SchedulerAnswer schedulerAnswer(const LaunchTemplate& given, int exitCode, std::string_view printed) {
  std::string text(printed.substr(0, kMostOutput));
  if (!given.gone_pattern.empty() && std::regex_search(text, std::regex(given.gone_pattern))) {
    return {SchedulerState::Ended, {}};
  }
  const auto blank = [](unsigned char c) { return std::isspace(c) != 0; };
  text.erase(text.begin(), std::ranges::find_if_not(text, blank));
  text.resize(text.find_last_not_of(" \t\r\n") + 1);
  if (exitCode != 0) return {SchedulerState::Unknown, text.substr(0, text.find('\n'))};
  if (text.empty()) return {SchedulerState::Ended, {}};  // answered, and has no such job
  text = text.substr(0, text.find('\n'));
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  std::string reason = text.substr(end);
  reason.erase(0, std::min(reason.find_first_not_of(" \t"), reason.size()));
  const auto found = given.states.find(text.substr(0, end));
  if (found == given.states.end()) return {SchedulerState::Unknown, text};
  const SchedulerState state = found->second == "pending"   ? SchedulerState::Pending
                               : found->second == "running" ? SchedulerState::Running
                                                            : SchedulerState::Ended;
  // TIMEOUT and PREEMPTED say why it has ended.
  if (state == SchedulerState::Ended) reason = text;
  return {state, reason};
}

}  // namespace ptycho
