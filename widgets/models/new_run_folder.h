#pragma once

#include <QString>

namespace ptycho {

/// A name below `root` for a run that starts now; a name that is taken gets a number. Nothing is made: the worker
/// makes the folder, and refuses one that somebody else was quicker to fill.
[[nodiscard]] QString newRunFolder(const QString& root, const QString& verb, const QString& name);

}  // namespace ptycho
