#pragma once

#include "widgets/runs/launch_request.h"

namespace ptycho {

/// The same run once more in a new folder: a training from its specification, thread count and seed, anything else by
/// its recorded command line without the options that say where the results go.
/// Error: a run that recorded no command.
[[nodiscard]] Result<LaunchRequest> rerunOf(const Json& spec, const QString& folder);

/// `ptychodesk-cli <verb> --resume <folder>`.
[[nodiscard]] QStringList continueArguments(const QString& verb, const QString& folder);

}  // namespace ptycho
