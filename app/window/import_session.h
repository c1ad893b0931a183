#pragma once

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>
#include <QTimer>

#include "app/window/import_child.h"
#include "core/measured/import_spec.h"
#include "widgets/models/run_watcher.h"

class QFileDialog;

namespace ptycho {

class AppSettings;
class ImportPage;

/// What happens behind the import page: a look at every change, the list of data sets, the import as a run of its own.
class ImportSession : public QObject {
  Q_OBJECT

 public:
  ImportSession(ImportPage& page, Launcher& launcher, AppSettings& settings, QObject* parent);

  /// A file of another program, with everything as file and format have it.
  void open(const QString& file);
  /// Asks for a file, without blocking.
  void browse();
  /// Pictures are those of what is asked, or it is said why not.
  [[nodiscard]] bool isSettled() const;
  void setForeground(bool foreground) { m_watcher.setForeground(foreground); }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// The page is to be looked at now.
  void shown();
  /// An acquisition is on disk.
  void imported(const QString& file, bool reconstruct);

 private:
  void connectLooks();
  void look();
  void readLook(const QString& file);
  void import(const ImportSpec& spec, bool reconstruct);
  void follow(const RunStatus& status, RunLiveness liveness);
  /// The spec as a file; empty after an error, which has been reported.
  [[nodiscard]] QString writeSpec(const ImportSpec& spec, const QString& name);
  [[nodiscard]] QString fileOf(const QString& name) const { return m_folder.filePath(name); }

  ImportPage& m_page;
  Launcher& m_launcher;
  AppSettings& m_settings;
  ImportChild m_looker;
  ImportChild m_lister;
  QTemporaryDir m_folder;  ///< specs and previews on their way
  QTimer m_debounce;
  int m_looks = 0;
  int m_reading = 0;  ///< the look that is being read; 0: none
  RunWatcher m_watcher;
  bool m_reconstruct = false;
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
