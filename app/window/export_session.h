#pragma once

#include <map>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QTimer>

#include "app/window/file_gate.h"
#include "widgets/export/export_source.h"
#include "widgets/kit/figure/figure_recipe.h"
#include "widgets/models/run_row.h"

class QFileDialog;

namespace ptycho {

class AppSettings;
class ExportWorkspace;

/// What happens behind the Export workspace: results and evaluations are found, figures drawn, files written.
class ExportSession : public QObject {
  Q_OBJECT

 public:
  ExportSession(ExportWorkspace& workspace, const Launcher& launcher, AppSettings& settings, QObject* parent);

  /// Runs that are done become sources, once the workspace is looked at; what has not changed is not read again.
  void setRunRows(const std::vector<RunRow>& rows);
  /// A result or evaluation that is no run of the root; becomes the first source.
  void openSource(const QString& path);
  [[nodiscard]] bool isSettled() const {
    return m_reading == 0 && !m_drawing && !m_delay.isActive() && !m_gate.isBusy();
  }
  void restore();
  void save();

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);

 private:
  struct Known {
    std::int64_t modified_s = 0;
    bool readable = false;
    ExportSource source;
  };
  void connectWorkspace();
  void takeRows();
  void read(const QString& folder, const QString& title, std::int64_t modified_s, bool asked);
  void publish();
  void draw();
  void exportFigure(const QString& file);
  void copyFigure();
  void report(const Result<void>& done, const QString& file);
  void browseForSource();

  ExportWorkspace& m_workspace;
  AppSettings& m_settings;
  FileGate m_gate;
  std::vector<RunRow> m_rows;
  std::map<QString, Known> m_known;   ///< by run folder or file
  std::vector<QString> m_order;       ///< newest first
  int m_reading = 0;
  bool m_drawing = false;
  bool m_drawAgain = false;
  QTimer m_delay;   ///< edits that follow each other are drawn once
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
