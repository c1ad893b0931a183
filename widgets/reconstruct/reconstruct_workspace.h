#pragma once

#include <memory>
#include <optional>

#include <QDateTime>
#include <QWidget>

#include "core/store/result_file.h"
#include "widgets/models/acquisition_loader.h"
#include "widgets/models/event_series.h"
#include "widgets/models/run_row.h"
#include "widgets/reconstruct/command_line.h"

class QSplitter;
class QTabWidget;
class QToolButton;
class QUndoStack;

namespace ptycho {

class AttemptsPanel;
class ComparisonPanel;
class ConvergencePanel;
class ElidedLine;
class ExportBar;
class PhaseMenu;
class PositionsPanel;
class ProbeResultPanel;
class ProfilePanel;
class ReconstructionForm;
class ResolutionPanel;
class RunListPanel;
class RunStatusStrip;
struct OtherAttempt;

/// The Reconstruct workspace: what is asked on the left, with the list of runs; one run on the right, live and when it
/// is done. It is given data by setters and reports wishes by signals; it starts no process and writes no file.
class ReconstructWorkspace : public QWidget {
  Q_OBJECT

 public:
  explicit ReconstructWorkspace(QWidget* parent = nullptr);

  // What is to be reconstructed.
  void setAcquisition(const std::shared_ptr<const AcquisitionDigest>& digest);
  void setAcquisitionLoading(const QString& file);
  void setAcquisitionProblem(const QString& file, const QString& message);
  void setRecentFiles(const QStringList& files);
  void setRequest(const ReconstructionRequest& request);
  [[nodiscard]] const ReconstructionRequest& request() const;
  void setRunsRoot(const QString& root);

  // The runs, and the one that is shown.
  void setRunRows(const std::vector<RunRow>& rows);
  void showRun(const QString& folder);
  [[nodiscard]] QString shownRun() const { return m_folder; }
  /// A result that lies alone, without a run folder.
  void showResultFile(const QString& file, const std::shared_ptr<const ResultRecord>& result);
  /// The run could not be started or read at all.
  void setRunProblem(const QString& message);
  /// There is something in its folder that cannot be read, and nothing to show.
  void setRunUnreadable(const QString& message);
  /// Its folder has been deleted or moved: what is shown stays.
  void setRunGone();
  void setRunSpec(const Json& spec);
  void setRunStatus(const RunStatus& status, RunLiveness liveness, std::optional<double> secondsLeft);
  void setRequestWritten(const QString& request, const QString& id, const QDateTime& asked);
  void setSeries(const EventSeries& series);
  void setPreview(const PreviewRecord& preview);
  void setResult(const std::shared_ptr<const ResultRecord>& result);
  /// The truth for a live comparison of the run that is shown (empty: unknown).
  void setLiveTruth(const ComplexImage& truth, double pixel_m);
  [[nodiscard]] const ComplexImage& liveTruth() const { return m_liveTruth; }
  [[nodiscard]] const std::shared_ptr<const ResultRecord>& result() const { return m_result; }

  /// Another attempt beside the result that is shown, and a sentence about the two; null: none.
  void setOther(const OtherAttempt* other, const QString& outcome);

  /// The probe that the shown run was given (empty: unknown).
  void setGivenProbe(const ComplexStack& probe);

  void browseAcquisition();
  void exportFigure();
  void run();
  [[nodiscard]] QUndoStack& undoStack();
  /// Sizes of the columns and panels, the tab, and which axes are logarithmic, for the session.
  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);
  [[nodiscard]] ReconstructionForm& form() { return *m_form; }
  [[nodiscard]] RunListPanel& runList() { return *m_runs; }
  [[nodiscard]] RunStatusStrip& statusStrip() { return *m_strip; }
  [[nodiscard]] ConvergencePanel& convergence() const { return *m_convergence; }
  [[nodiscard]] ComparisonPanel& comparison() const { return *m_comparison; }
  [[nodiscard]] ProfilePanel& profile() const { return *m_profile; }
  [[nodiscard]] ProbeResultPanel& probe() const { return *m_probe; }
  [[nodiscard]] PositionsPanel& positions() const { return *m_positions; }
  [[nodiscard]] ResolutionPanel& resolution() const { return *m_resolution; }
  [[nodiscard]] AttemptsPanel& attempts() const { return *m_attempts; }
  /// "convergence", "profile", "probe", "positions", "resolution" or "attempts"; false for another word.
  bool showTab(const QString& name);

 Q_SIGNALS:
  void acquisitionChosen(const QString& file);
  /// Start `ptychodesk-cli` with these arguments; the run will appear in `folder`.
  void launchRequested(const QString& verb, const QStringList& arguments, const QString& folder);
  /// "pause", "resume" or "stop" of the run that is shown.
  void requestMade(const QString& request);
  void runOpenRequested(const QString& folder);
  /// Go on with a stopped or lost run in its folder.
  void runResumeRequested(const QString& folder);
  void sameSetupRequested(const QString& folder);
  void figureExportRequested(const QString& file);
  /// @param format  key of exportFormats(); empty: by the suffix, our own HDF5 for .h5
  void resultExportRequested(const QString& file, const QString& format = {});
  void curvesExportRequested(const QString& file);
  void requestEdited();

 private:
  void build();
  [[nodiscard]] QWidget* buildLeft();
  [[nodiscard]] QWidget* buildRight();
  void connectPanels();
  void showFlatBaseline(const ComplexImage& truth);
  void showProfilePictures();
  void forgetResult();
  void updateExports();

  ReconstructionForm* m_form;
  RunListPanel* m_runs;
  ElidedLine* m_title;
  PhaseMenu* m_phase;
  QToolButton* m_controls;
  QToolButton* m_blink;
  ExportBar* m_exports;
  RunStatusStrip* m_strip;
  ComparisonPanel* m_comparison;
  ConvergencePanel* m_convergence;
  ProfilePanel* m_profile;
  ProbeResultPanel* m_probe;
  PositionsPanel* m_positions;
  ResolutionPanel* m_resolution;
  AttemptsPanel* m_attempts;
  QTabWidget* m_tabs;
  QSplitter* m_across = nullptr;
  QSplitter* m_left = nullptr;
  QSplitter* m_down = nullptr;

  QString m_folder;
  QString m_runsRoot;
  RangeSpec m_runRange;
  ComplexImage m_liveTruth;
  double m_pixel_m = 0;
  std::shared_ptr<const ResultRecord> m_result;
  bool m_working = false;  ///< the shown run goes on: previews are newer than a result
};

}  // namespace ptycho
