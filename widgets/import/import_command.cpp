#include "widgets/import/import_command.h"

#include <QFileInfo>

#include "widgets/models/shell_line.h"

namespace ptycho {

QStringList importArguments(const QString& file, const ImportSpec& spec) {
  QStringList arguments{QStringLiteral("import"), file};
  const ImportSpec usual;
  for (const auto& field : ImportSpec::fields()) {
    const FieldValue value = field.get(spec);
    if (value == field.get(usual)) continue;
    // With "=", so that negative numbers are no options.
    arguments << QStringLiteral("--%1=%2").arg(
        QString::fromStdString(field.info.key).replace(QLatin1Char('_'), QLatin1Char('-')),
        QString::fromStdString(fieldText(value)));
  }
  return arguments;
}

QString importCommand(const QString& file, const ImportSpec& spec) {
  const QStringList output{QStringLiteral("-o"), QFileInfo(file).completeBaseName() + QStringLiteral(".h5")};
  return shellLine(QStringLiteral("ptychodesk-cli"), importArguments(file, spec) + output);
}

}  // namespace ptycho
