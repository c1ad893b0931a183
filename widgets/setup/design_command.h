#pragma once

#include <QString>
#include <QStringList>

#include "core/simulate/presets.h"

namespace ptycho {

/// Arguments of `ptychodesk-cli` that simulate this design: the verb, every field that is not at its default as
/// --key-with-dashes value, and -o file.
[[nodiscard]] QStringList simulateArguments(const SimulationSpec& spec, const QString& outputFile);

/// The same as one line for a POSIX shell, quoted where needed.
[[nodiscard]] QString simulateCommand(const SimulationSpec& spec, const QString& outputFile);

/// The design as indented JSON, as --spec reads it.
[[nodiscard]] QString designJson(const SimulationSpec& spec);

/// The preset's design of this object: the object stays the user's own.
[[nodiscard]] SimulationSpec withPreset(const SimulationSpec& spec, const SimulationPreset& preset);

}  // namespace ptycho
