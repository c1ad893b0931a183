#pragma once

#include <QString>

#include "core/base/error.h"
#include "core/base/spec_json.h"

namespace ptycho {

/// What the core says, as the window shows it.
[[nodiscard]] inline QString textOf(const Error& error) { return QString::fromStdString(error.text()); }
/// The text under a key; empty where there is none, or something else.
[[nodiscard]] inline QString textAt(const Json& json, const char* key) {
  return QString::fromStdString(stringAt(json, key));
}

}  // namespace ptycho
