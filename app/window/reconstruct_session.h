#pragma once

#include <memory>

#include <QObject>
#include <QStringList>

#include "core/store/array_file.h"
#include "widgets/models/acquisition_loader.h"
#include "widgets/models/run_row.h"
#include "widgets/models/run_watcher.h"

namespace ptycho {

class AppSettings;
class AttemptsSession;
class Launcher;
class ReconstructWorkspace;

/// What happens behind the Reconstruct workspace: files are read, runs started, watched and asked to stop, results
/// written where the user wants them. The workspace only shows and asks.
class ReconstructSession : public QObject {
  Q_OBJECT

 public:
  ReconstructSession(ReconstructWorkspace& workspace, Launcher& launcher, AppSettings& settings, QObject* parent);

  /// A run folder; another one is an error in words.
  void openFolder(const QString& path);
  /// An acquisition or a result file; another kind of ours is an error in words.
  void openFile(const QString& path, FileKind kind);
  void openRun(const QString& folder);
  void openResult(const QString& file);
  void loadAcquisition(const QString& file);
  /// The first list of runs decides what is shown at the start: a run that is going on, else the one of last time.
  void setRunRows(const std::vector<RunRow>& rows);
  void setForeground(bool foreground) { m_watcher.setForeground(foreground); }
  void setRunsRoot(const QString& root);

  /// Nothing that was asked for is still being read, and what is shown is complete.
  [[nodiscard]] bool isSettled() const;
  [[nodiscard]] const RunWatcher& watcher() const { return m_watcher; }
  void restore();
  void save();

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// Something in the workspace is to be looked at now.
  void shown();
  void recentFilesChanged();
  /// A file that was chosen in the workspace and has not been looked at.
  void fileChosen(const QString& path);
  /// An acquisition has been read and is shown.
  void acquisitionRead(const QString& file);

 private:
  void connectWorkspace();
  void connectWatcher();
  void launch(const QStringList& arguments, const QString& folder);
  void forwardRequest(const QString& request);
  void useSetupOf(const QString& folder);
  void watchRun(const QString& folder);
  void readAcquisitionFile(const QString& file);
  void takeSpec(const Json& spec);
  void takeDigest(const std::shared_ptr<const AcquisitionDigest>& digest);
  /// Truth and probe of the acquisition that the shown run is of.
  void showWhatWasGiven(const AcquisitionDigest& digest);
  void showResult(const ResultRecord& record, const QString& file);

  ReconstructWorkspace& m_workspace;
  Launcher& m_launcher;
  AppSettings& m_settings;
  AttemptsSession* m_attempts;
  RunWatcher m_watcher;
  AcquisitionLoader m_loader;
  AcquisitionLoader m_truthLoader;  ///< for runs that were found, not started here
  std::shared_ptr<const AcquisitionDigest> m_digest;
  bool m_loading = false;
  bool m_readingResult = false;
  bool m_choseRun = false;  ///< what is shown at the start has been decided
  QString m_resultFile;
  QString m_runAcquisition;  ///< of the run that is shown
};

}  // namespace ptycho
