#pragma once

#include <QObject>
#include <QPointer>

#include "core/simulate/simulate.h"
#include "widgets/models/run_watcher.h"

class QFileDialog;
class QWidget;

namespace ptycho {

class AppSettings;
class Launcher;

/// What happens when Setup asks for a simulation: the specification goes to `ptychodesk-cli simulate` as a run of its
/// own, and the acquisition that comes out is handed on.
class SimulateSession : public QObject {
  Q_OBJECT

 public:
  SimulateSession(Launcher& launcher, AppSettings& settings, QWidget* window);

  /// Asks for a file name (without blocking) and simulates into it.
  void simulateToFile(const SimulationSpec& spec);
  /// Simulates into the run folder; reconstructable() then names the acquisition.
  void simulateForReconstruction(const SimulationSpec& spec);
  [[nodiscard]] bool isBusy() const { return !m_watcher.folder().isEmpty(); }
  void setForeground(bool foreground) { m_watcher.setForeground(foreground); }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// An acquisition is on disk.
  void written(const QString& file);
  /// The same, when it is wanted in Reconstruct at once.
  void reconstructable(const QString& file, const ptycho::SimulationSpec& spec);

 private:
  void start(const SimulationSpec& spec, const QString& output, bool reconstruct);
  void follow(const RunStatus& status, RunLiveness liveness);

  Launcher& m_launcher;
  AppSettings& m_settings;
  QWidget* m_window;
  QPointer<QFileDialog> m_dialog;
  RunWatcher m_watcher;
  SimulationSpec m_spec;
  QString m_output;
  QString m_specFile;
  bool m_reconstruct = false;
};

}  // namespace ptycho
