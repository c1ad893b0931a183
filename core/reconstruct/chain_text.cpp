#include <sstream>

#include <fmt/format.h>

#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {

namespace {

std::vector<std::string> splitAt(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    std::string part(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    const auto first = part.find_first_not_of(" \t");
    const auto last = part.find_last_not_of(" \t");
    parts.push_back(first == std::string::npos ? std::string() : part.substr(first, last - first + 1));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

Result<StageSpec> parseStage(const std::string& text) {
  const auto words = splitAt(text, ':');
  StageSpec stage;
  PTYCHO_CHECK(assignFieldText(stage, "engine", words[0]));
  if (words.size() < 2 || words[1].empty()) {
    return badInput(fmt::format("has no number of iterations; write \"{}:100\".", words[0]));
  }
  PTYCHO_CHECK(assignFieldText(stage, "iterations", words[1]));
  for (std::size_t k = 2; k < words.size(); ++k) {
    const auto equals = words[k].find('=');
    const std::string key = words[k].substr(0, equals);
    if (key == "engine" || key == "iterations") return badInput("stands first or second, not among the options.", key);
    PTYCHO_CHECK(assignFieldText(stage, key, equals == std::string::npos ? "true" : words[k].substr(equals + 1)));
  }
  return stage;
}

}  // namespace

Result<std::vector<StageSpec>> parseChain(std::string_view text) {
  std::vector<StageSpec> stages;
  const auto parts = splitAt(text, ',');
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const std::string where = fmt::format("chain, stage {} \"{}\"", k + 1, parts[k]);
    if (parts[k].empty()) {
      return badInput("is empty; write stages like \"dm:300:range,awf:100\".", fmt::format("chain, stage {}", k + 1));
    }
    auto stage = parseStage(parts[k]);
    if (!stage) return passOn(stage.error(), where);
    stages.push_back(*stage);
  }
  return stages;
}

std::string chainText(const std::vector<StageSpec>& stages) {
  const StageSpec defaults;
  std::string text;
  for (const auto& stage : stages) {
    if (!text.empty()) text += ",";
    text += fmt::format("{}:{}", engineName(stage.engine), stage.iterations);
    for (const bool flags : {true, false}) {
      for (const auto& field : StageSpec::fields()) {
        if (field.info.key == "engine" || field.info.key == "iterations") continue;
        if ((field.info.kind == FieldKind::Flag) != flags) continue;
        const FieldValue value = field.get(stage);
        if (value == field.get(defaults)) continue;
        text += ":" + field.info.key;
        if (value != FieldValue(true)) text += "=" + fieldText(value);
      }
    }
  }
  return text;
}

}  // namespace ptycho
