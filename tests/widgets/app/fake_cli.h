#pragma once

#include <QString>

namespace ptycho::test {

/// A file that can be executed.
void writeScript(const QString& file, const QString& text);
/// A script in the place of ptychodesk-cli: writes its arguments to arguments.txt in the run folder, takes the run and
/// works until stop.txt is there or a stop is asked for; with --name=fail it ends at once with an error.
void writeFakeCli(const QString& file);

}  // namespace ptycho::test
