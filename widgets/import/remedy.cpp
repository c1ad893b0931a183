#include "widgets/import/remedy.h"

#include <QRegularExpression>
#include <QStringList>

namespace ptycho {

std::vector<FieldSetting> settingsOf(const std::string& remedy) {
  static const QRegularExpression kAside(QStringLiteral("\\([^)]*\\)"));
  static const QRegularExpression kSetting(QStringLiteral("\\b([A-Za-z_]+) to ([-+\\w.]*\\w)"));
  QString sentence = QString::fromStdString(remedy);
  sentence.remove(kAside);
  const bool asks = sentence.contains(QLatin1String("Set ")) || sentence.contains(QLatin1String("set "));
  std::vector<FieldSetting> settings;
  for (auto match = kSetting.globalMatch(sentence); asks && match.hasNext();) {
    const auto found = match.next();
    const auto* field = findField<ImportSpec>(found.captured(1).toStdString());
    if (!field) continue;
    const auto value = parseFieldText(field->info, found.captured(2).toStdString());
    if (value) settings.push_back({found.captured(1), *value});
  }
  return settings;
}

QString settingsText(const std::vector<FieldSetting>& settings) {
  QStringList parts;
  for (const auto& [key, value] : settings) {
    const auto* field = findField<ImportSpec>(key.toStdString());
    if (!field) continue;
    parts << QStringLiteral("%1: %2").arg(QString::fromStdString(field->info.label),
                                          QString::fromStdString(fieldLabel(field->info, value)));
  }
  return parts.join(QStringLiteral(", "));
}

QString withFieldLabels(const std::string& sentence) {
  static const QRegularExpression kWord(QStringLiteral("[a-z]+(_[A-Za-z]+)+"));
  QString text = QString::fromStdString(sentence);
  for (auto match = kWord.globalMatch(QString(text)); match.hasNext();) {
    const QString key = match.next().captured();
    const auto* field = findField<ImportSpec>(key.toStdString());
    if (field) text.replace(key, QStringLiteral("“%1”").arg(QString::fromStdString(field->info.label)));
  }
  return text;
}

}  // namespace ptycho
