#pragma once

#include <QString>
#include <QStringList>

#include "core/simulate/simulate.h"

namespace ptycho {

/// Arguments of `ptychodesk-cli` that simulate this design: the verb, every field that is not at its default as
/// --key-with-dashes value, and -o file.
[[nodiscard]] QStringList simulateArguments(const SimulationSpec& spec, const QString& outputFile);

/// The same as one line for a POSIX shell, quoted where needed.
[[nodiscard]] QString simulateCommand(const SimulationSpec& spec, const QString& outputFile);

/// The design as indented JSON, as --spec reads it.
[[nodiscard]] QString designJson(const SimulationSpec& spec);

/// Presets by name, in the order of a menu. The object stays the user's own.
struct DesignPreset {
  QString name;
  QString help;
  double step_px = 60;
};
[[nodiscard]] std::vector<DesignPreset> designPresets();
[[nodiscard]] SimulationSpec withPreset(const SimulationSpec& spec, const DesignPreset& preset);

}  // namespace ptycho
