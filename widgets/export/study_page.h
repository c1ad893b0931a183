#pragma once

#include <vector>

#include <QWidget>

#include "widgets/models/run_row.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTextBrowser;

namespace ptycho {

class PathEdit;

/// Whole studies: choose one, start it as a run, watch its table fill, open its report. Shows and asks.
class StudyPage : public QWidget {
  Q_OBJECT

 public:
  explicit StudyPage(QWidget* parent = nullptr);

  void setRunsRoot(const QString& root) { m_root = root; }
  /// All runs; those of other verbs are left out.
  void setRows(const std::vector<RunRow>& rows);
  /// The comparison table of a study so far, as Markdown; empty: there is none yet.
  void setTable(const QString& folder, const QString& markdown, bool hasReport);
  [[nodiscard]] QString shownStudy() const;
  /// What Start would do, without the run folder.
  [[nodiscard]] QStringList arguments() const;

 Q_SIGNALS:
  /// The words after `ptychodesk-cli`.
  void launchRequested(const QStringList& arguments, const QString& folder);
  void tableWanted(const QString& folder);
  void reportRequested(const QString& folder);
  void stopRequested(const QString& folder);
  void continueRequested(const QString& folder);
  void noteGiven(const QString& message);

 private:
  QWidget* buildNew();
  QWidget* buildShown();
  void showPreset();
  void refreshCommand();
  void refreshButtons();
  void start();

  QString m_root;
  std::vector<RunRow> m_rows;  ///< of studies
  QComboBox* m_preset;
  QLabel* m_help;
  PathEdit* m_photos;
  PathEdit* m_testPhotos;
  QDoubleSpinBox* m_minutes;
  QLineEdit* m_command;
  QListWidget* m_studies;
  QTextBrowser* m_table;
  QPushButton* m_report;
  QPushButton* m_stop;
  QPushButton* m_continue;
  QString m_tableOf;
  bool m_hasReport = false;
};

}  // namespace ptycho
