#include "widgets/setup/design_command.h"

#include <QRegularExpression>

namespace ptycho {

namespace {

QString shellQuoted(const QString& word) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=@%+,-]+$"));
  if (plain.match(word).hasMatch()) return word;
  QString quoted = word;
  return QLatin1Char('\'') + quoted.replace(QLatin1String("'"), QLatin1String("'\\''")) + QLatin1Char('\'');
}

}  // namespace

QStringList simulateArguments(const SimulationSpec& spec, const QString& outputFile) {
  SimulationSpec defaults;
  // The option --seed sets all three seeds, so the others are measured against the object's.
  defaults.scan.seed = defaults.detector.seed = spec.object.seed;
  QStringList arguments{QStringLiteral("simulate")};
  forEachSection(spec, [&](const char* name, const auto& section) {
    using Section = std::decay_t<decltype(section)>;
    Section plain;
    forEachSection(defaults, [&](const char* other, const auto& candidate) {
      if constexpr (std::is_same_v<std::decay_t<decltype(candidate)>, Section>) {
        if (std::string_view(other) == name) plain = candidate;
      }
    });
    for (const auto& field : Section::fields()) {
      const FieldValue value = field.get(section);
      if (value == field.get(plain)) continue;
      QString option = QString::fromStdString(field.info.key);
      option.replace(QLatin1Char('_'), QLatin1Char('-'));
      // One word with "=", so that a negative number is never taken for an option.
      arguments << QStringLiteral("--%1=%2").arg(option, QString::fromStdString(fieldText(value)));
    }
  });
  arguments << QStringLiteral("-o") << outputFile;
  return arguments;
}

QString simulateCommand(const SimulationSpec& spec, const QString& outputFile) {
  QStringList words{QStringLiteral("ptychodesk-cli")};
  for (const QString& argument : simulateArguments(spec, outputFile)) words << shellQuoted(argument);
  return words.join(QLatin1Char(' '));
}

QString designJson(const SimulationSpec& spec) {
  return QString::fromStdString(jsonText(simulationSpecToJson(spec), 2));
}

SimulationSpec withPreset(const SimulationSpec& spec, const SimulationPreset& preset) {
  SimulationSpec result = preset.spec;
  result.object = spec.object;
  return result;
}

}  // namespace ptycho
