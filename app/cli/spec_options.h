#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "core/base/spec_field.h"

namespace ptycho::cli {

/// "curvature_rad_px2" → "--curvature-rad-px2,--curvature": the key with dashes, and without its unit when that is
/// another name.
[[nodiscard]] std::string optionNames(const FieldInfo& info);

/// An option for every field of a spec that is not in `except`, in a help group of its own. Values are set while parsing, after --spec and
/// --preset (which are added first); what does not fit is a CLI::ValidationError that names the option.
template <class Spec>
void addSpecOptions(CLI::App& app, Spec& spec, const std::string& group, const std::vector<std::string>& except = {}) {
  for (const auto& field : Spec::fields()) {
    if (std::find(except.begin(), except.end(), field.info.key) != except.end()) continue;
    const std::string key = field.info.key;
    auto* option = app.add_option_function<std::string>(
        optionNames(field.info),
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

}  // namespace ptycho::cli
