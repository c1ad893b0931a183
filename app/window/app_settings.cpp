#include "app/window/app_settings.h"

#include <QFileInfo>

#include "core/store/run_folder.h"

namespace ptycho {
namespace {

constexpr int kMostRecent = 10;
const QString kTheme = QStringLiteral("window/theme");
const QString kRunsRoot = QStringLiteral("runs/root");
const QString kRecent = QStringLiteral("files/recent");

}  // namespace

AppSettings::AppSettings(const QString& file)
    : m_settings(file.isEmpty()
                     ? std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                   QStringLiteral("ptychodesk"), QStringLiteral("ptychodesk"))
                     : std::make_unique<QSettings>(file, QSettings::IniFormat)) {}

QString AppSettings::folder() const { return QFileInfo(m_settings->fileName()).absolutePath(); }

Theme AppSettings::theme() const { return themeFromName(text(kTheme)); }
void AppSettings::setTheme(Theme theme) { setText(kTheme, themeName(theme)); }

QString AppSettings::runsRoot() const {
  const QString chosen = text(kRunsRoot);
  if (!qEnvironmentVariableIsEmpty("PTYCHODESK_RUNS") || chosen.isEmpty()) {
    return QString::fromStdString(defaultRunsRoot().string());
  }
  return chosen;
}

void AppSettings::setRunsRoot(const QString& root) { setText(kRunsRoot, root); }

QStringList AppSettings::recentFiles() const {
  QStringList files = m_settings->value(kRecent).toStringList();
  files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
  return files;
}

void AppSettings::addRecentFile(const QString& file) {
  const QString name = QFileInfo(file).absoluteFilePath();
  QStringList files = recentFiles();
  files.removeAll(name);
  files.prepend(name);
  m_settings->setValue(kRecent, files.mid(0, kMostRecent));
}

}  // namespace ptycho
