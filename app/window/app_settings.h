#pragma once

#include <memory>

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include "app/window/theme.h"

namespace ptycho {

/// What the window remembers between sessions. Nothing here is needed to find a run again: folders are the truth.
class AppSettings {
 public:
  /// @param file  an INI file; empty: the user's own settings
  explicit AppSettings(const QString& file = {});

  [[nodiscard]] QByteArray bytes(const QString& key) const { return m_settings->value(key).toByteArray(); }
  void setBytes(const QString& key, const QByteArray& value) { m_settings->setValue(key, value); }
  [[nodiscard]] QString text(const QString& key) const { return m_settings->value(key).toString(); }
  void setText(const QString& key, const QString& value) { m_settings->setValue(key, value); }

  /// The folder that the settings lie in; launch templates are in its folder "launch".
  [[nodiscard]] QString folder() const;

  [[nodiscard]] Theme theme() const;
  void setTheme(Theme theme);
  /// Where runs are made and looked for; $PTYCHODESK_RUNS wins over what was chosen.
  [[nodiscard]] QString runsRoot() const;
  void setRunsRoot(const QString& root);
  /// Newest first, at most ten, only what is still there.
  [[nodiscard]] QStringList recentFiles() const;
  void addRecentFile(const QString& file);

 private:
  std::unique_ptr<QSettings> m_settings;
};

namespace settings_key {
inline constexpr const char* kGeometry = "window/geometry";
inline constexpr const char* kWorkspace = "session/workspace";
inline constexpr const char* kAcquisition = "session/acquisition";
inline constexpr const char* kReconstruction = "session/reconstruction";
inline constexpr const char* kSimulation = "session/simulation";
inline constexpr const char* kRun = "session/run";
inline constexpr const char* kTraining = "session/training";
inline constexpr const char* kRunsChosen = "session/runs_chosen";
inline constexpr const char* kRunsTicked = "session/runs_ticked";
inline constexpr const char* kRunColours = "runs/colours";
inline constexpr const char* kRunsLayout = "layout/runs";
inline constexpr const char* kMonitorLayout = "layout/monitor";
inline constexpr const char* kTourSeen = "session/tour_seen";
inline constexpr const char* kFigure = "session/figure";
inline constexpr const char* kEvaluation = "session/evaluation";
inline constexpr const char* kSetupLayout = "layout/setup";
inline constexpr const char* kReconstructLayout = "layout/reconstruct";
inline constexpr const char* kImportLayout = "layout/import";
inline constexpr const char* kFailuresLayout = "layout/failures";
}  // namespace settings_key

}  // namespace ptycho
