#pragma once

#include <QString>
#include <QStringList>

namespace ptycho {

/// One line for a POSIX shell: words that need it are in single quotes.
[[nodiscard]] QString shellLine(const QString& program, const QStringList& arguments);

}  // namespace ptycho
