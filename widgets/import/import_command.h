#pragma once

#include <QString>
#include <QStringList>

#include "core/measured/import_spec.h"

namespace ptycho {

/// What ptychodesk-cli is told to import a file in this way: only what differs from the defaults is named.
[[nodiscard]] QStringList importArguments(const QString& file, const ImportSpec& spec);
/// The same as a line for a shell, with an output.
[[nodiscard]] QString importCommand(const QString& file, const ImportSpec& spec);

}  // namespace ptycho
