#pragma once

#include <string>
#include <vector>

#include "widgets/import/import_state.h"

namespace ptycho {

/// What the remedy of a check would have set: "Set position_axes to yx (or orientation to transpose) and
/// position_sign_y to minus." gives both fields; of alternatives ("mask or zero", in parentheses) the first counts.
/// A remedy that gives no value ("Look at position_unit.") gives nothing.
[[nodiscard]] std::vector<FieldSetting> settingsOf(const std::string& remedy);

/// "First column is: y, Sign of y: −"
[[nodiscard]] QString settingsText(const std::vector<FieldSetting>& settings);

/// A sentence in which fields are called as the form calls them, in place of their keys.
[[nodiscard]] QString withFieldLabels(const std::string& sentence);

}  // namespace ptycho
