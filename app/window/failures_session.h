#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "app/window/later_estimates.h"
#include "app/window/marks_file.h"
#include "core/reconstruct/reconstruction_spec.h"
#include "widgets/failures/picture_loader.h"
#include "widgets/models/evaluation_watcher.h"
#include "widgets/models/run_row.h"
#include "widgets/runs/launch_request.h"

namespace ptycho {

class AppSettings;
class FailuresWorkspace;
class Launcher;

/// What happens behind the Failures workspace: evaluations are read (and followed while they work), pictures loaded,
/// tags kept, figures and tables written, single images computed. The workspace only shows and asks.
class FailuresSession : public QObject {
  Q_OBJECT

 public:
  FailuresSession(FailuresWorkspace& workspace, Launcher& launcher, AppSettings& settings, QObject* parent);

  /// The run folder of an evaluation or its result.h5; anything else is an error in words.
  void open(const QString& path);
  /// The first list of runs decides what is shown at the start: what is evaluating, else what was shown last time.
  void setRunRows(const std::vector<RunRow>& rows);
  void setForeground(bool foreground) { m_watcher.setForeground(foreground); }
  [[nodiscard]] const QString& path() const { return m_path; }
  /// Nothing that was asked for is still being read.
  [[nodiscard]] bool isSettled() const;
  void restore();
  void save();

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// Something in the workspace is to be looked at now.
  void shown();
  /// Simulation of the chosen image and the evaluation's chain (without stages where it had none).
  void reconstructRequested(const ptycho::SimulationSpec& image, const ptycho::ReconstructionSpec& chain);
  /// Several images, to be set up as an evaluation of a chain: with progress, stop, resume and a table.
  void trialRequested(const ptycho::EvaluationRequest& trial);

 private:
  void connectWorkspace();
  void connectPictures();
  void openFolder(const QString& folder);
  void openFile(const QString& file);
  void begin(const QString& path, const QString& file);
  void takeLook(const EvaluationLook& look);
  void showTable(const std::shared_ptr<const ImageTable>& table);
  void refreshSource();
  void tellProblem(const QString& message);
  void readOther(const QString& path);
  void sendToReconstruct(const std::vector<std::int64_t>& images);
  void sendToRuns(const std::vector<std::int64_t>& images);
  void writeText(const QString& file, const QString& text);
  void writeContactSheet(const QString& file, const std::vector<std::int64_t>& images, int method);
  [[nodiscard]] QString stateText(const EvaluationLook& look) const;

  FailuresWorkspace& m_workspace;
  AppSettings& m_settings;
  EvaluationWatcher m_watcher;
  PictureLoader m_pictures;
  PictureLoader m_maps;  ///< takes seconds, and must not hold up the others
  MarksFile m_marks;
  LaterEstimates m_later;
  std::shared_ptr<const PictureSource> m_source;
  std::shared_ptr<const ImageTable> m_table;
  QString m_path;        ///< of what is shown
  QString m_resultFile;  ///< empty: there is none yet
  QString m_problem;     ///< told last
  bool m_reading = false;
  bool m_chose = false;  ///< what is shown at the start has been decided
  int m_generation = 0;
};

}  // namespace ptycho
