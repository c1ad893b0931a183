#include "core/measured/import_report.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr int kSchema = 1;
constexpr std::array<std::string_view, 4> kCertainties{"stated", "format", "assumed", "asked"};
constexpr std::array<std::string_view, 4> kLevels{"fine", "note", "warning", "problem"};

template <class Enum, std::size_t n>
Result<Enum> wordAt(const Json& json, const char* key, const std::array<std::string_view, n>& words) {
  const std::string word = stringAt(json, key);
  for (std::size_t i = 0; i < n; ++i) {
    if (word == words[i]) return static_cast<Enum>(i);
  }
  return badInput(fmt::format("is \"{}\"; it must be one of {}.", word, fmt::join(words, ", ")), key);
}

/// The list under a key; an error when something else stands there, an empty list when nothing does.
Result<Json> listAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return Json::array();
  if (!found->is_array()) return badInput("must be a list.", key);
  return *found;
}

Result<std::vector<std::string>> textsAt(const Json& json, const char* key) {
  PTYCHO_TRY(const Json list, listAt(json, key));
  std::vector<std::string> texts;
  for (const Json& text : list) {
    if (!text.is_string()) return badInput("must be a list of texts.", key);
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

}  // namespace

std::string certaintyName(Certainty certainty) {
  return std::string(kCertainties.at(static_cast<std::size_t>(certainty)));
}

std::string checkLevelName(CheckLevel level) { return std::string(kLevels.at(static_cast<std::size_t>(level))); }

Json importReportToJson(const ImportReport& report) {
  Json conventions = Json::array();
  for (const Convention& convention : report.conventions) {
    conventions.push_back({{"key", convention.key},
                           {"value", convention.value},
                           {"certainty", certaintyName(convention.certainty)},
                           {"reason", convention.reason}});
  }
  Json checks = Json::array();
  for (const ImportCheck& check : report.checks) {
    checks.push_back(
        {{"key", check.key}, {"level", checkLevelName(check.level)}, {"text", check.text}, {"remedy", check.remedy}});
  }
  return {{"schema", kSchema},     {"file", report.file},        {"format", report.format},
          {"title", report.title}, {"conventions", conventions}, {"checks", checks},
          {"notes", report.notes}, {"ignored", report.ignored},  {"spec", specToJson(report.spec)}};
}

Result<ImportReport> importReportFromJson(const Json& json) {
  if (!json.is_object()) return badInput("must be a JSON object: the report of an import.");
  if (!json.contains("schema")) return badInput("is missing: this is no report of an import.", "schema");
  PTYCHO_CHECK(checkSchemaNumber(json.at("schema"), kSchema));
  ImportReport report;
  report.file = stringAt(json, "file");
  report.format = stringAt(json, "format");
  report.title = stringAt(json, "title");
  PTYCHO_TRY(const Json conventions, listAt(json, "conventions"));
  for (const Json& entry : conventions) {
    PTYCHO_TRY(const auto certainty, wordAt<Certainty>(entry, "certainty", kCertainties));
    report.conventions.push_back(
        {stringAt(entry, "key"), stringAt(entry, "value"), certainty, stringAt(entry, "reason")});
  }
  PTYCHO_TRY(const Json checks, listAt(json, "checks"));
  for (const Json& entry : checks) {
    PTYCHO_TRY(const auto level, wordAt<CheckLevel>(entry, "level", kLevels));
    report.checks.push_back({stringAt(entry, "key"), level, stringAt(entry, "text"), stringAt(entry, "remedy")});
  }
  PTYCHO_TRY(report.notes, textsAt(json, "notes"));
  PTYCHO_TRY(report.ignored, textsAt(json, "ignored"));
  if (json.contains("spec")) {
    if (auto read = specFromJson(report.spec, json.at("spec")); !read) return passOn(read.error(), "spec");
  }
  return report;
}

std::optional<ImportReport> importReportOf(const Acquisition& acquisition) {
  if (acquisition.import_json.empty()) return std::nullopt;
  const auto json = parseJson(acquisition.import_json, "import report");
  if (!json) return std::nullopt;
  auto report = importReportFromJson(*json);
  return report ? std::optional(std::move(*report)) : std::nullopt;
}

double objectPixelOf(const ImportReport& report) {
  const auto found = std::ranges::find(report.conventions, "object_pixel_nm", &Convention::key);
  if (found == report.conventions.end()) return 0;
  const auto value = parseFieldText(findField<ImportSpec>("object_pixel_nm")->info, found->value);
  return value ? 1e-9 * std::get<double>(*value) : 0;
}

}  // namespace ptycho
