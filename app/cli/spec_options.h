#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/run_session.h"
#include "core/base/spec_field.h"

namespace ptycho::cli {

/// "curvature_rad_px2" → "--curvature-rad-px2,--curvature": the key with dashes, and without its unit when that is
/// another name.
[[nodiscard]] std::string optionNames(const FieldInfo& info);

/// Where options are not named after their fields: sections of one verb may have fields of one key.
struct OptionNaming {
  std::vector<std::string> except;           ///< fields without an option
  std::map<std::string, std::string> names;  ///< of a field's key: "--object-seed"
};

/// An option for every field of a spec that is not in `except`, in a help group of its own. Values are set while parsing,
/// after --spec and --preset (which are added first); what does not fit is a CLI::ValidationError that names the option.
template <class Spec>
void addSpecOptions(CLI::App& app, Spec& spec, const std::string& group, const OptionNaming& naming = {}) {
  for (const auto& field : Spec::fields()) {
    if (std::ranges::find(naming.except, field.info.key) != naming.except.end()) continue;
    const std::string key = field.info.key;
    const auto named = naming.names.find(key);
    auto* option = app.add_option_function<std::string>(
        named == naming.names.end() ? optionNames(field.info) : named->second,
        [&spec, key](const std::string& text) {
          if (auto assigned = assignFieldText(spec, key, text); !assigned) {
            throw CLI::ValidationError(assigned.error().text());
          }
        },
        fieldHelp(field.info));
    option->default_str(fieldText(field.get(spec)))->group(group);
    option->type_name(field.info.unit.empty() ? "" : field.info.unit)->take_last();
  }
}

/// The options that make this spec out of the default one: {"--crop-px=128", …}.
template <class Spec>
std::vector<std::string> optionsOf(const Spec& spec) {
  std::vector<std::string> words;
  const Spec plain;
  for (const auto& field : Spec::fields()) {
    const FieldValue value = field.get(spec);
    if (value == field.get(plain)) continue;
    const std::string names = optionNames(field.info);
    words.push_back(names.substr(0, names.find(',')) + "=" + fieldText(value));
  }
  return words;
}

/// --run-folder, --runs-root and --name.
/// @param without     the options without which a run is made below --runs-root, for its help: "-o and --run-folder"
/// @param folderNote  what else to say of --run-folder
void addRunTargetOptions(CLI::App& app, RunTarget& target, const std::string& group, const std::string& without,
                         const std::string& folderNote = {});

}  // namespace ptycho::cli
