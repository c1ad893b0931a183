#pragma once

#include <QDateTime>
#include <QWidget>

#include "core/store/run_notes.h"
#include "widgets/models/run_details.h"
#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTimer;

namespace ptycho {

/// Name, tags and note of one run, to be written in place, and the facts: message in full, folder, size, command line,
/// host, times, who started it.
class RunFacts : public QWidget {
  Q_OBJECT

 public:
  explicit RunFacts(QWidget* parent = nullptr);

  /// Null shows nothing. Fields that are being typed into stay as they are.
  void setRun(const RunRow* row, const RunDigest& digest);
  void setDetails(const RunDetails& details);
  [[nodiscard]] QString factText(const QString& name) const;
  [[nodiscard]] QString command() const;

 Q_SIGNALS:
  /// Typed and left, or left alone for a second.
  void notesEdited(const QString& folder, const ptycho::RunNotes& notes);
  void cleanUpRequested(const QString& folder, const ptycho::CleanUp& what);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] QLabel* fact(const char* name, const QString& help);
  void addRow(const QString& label, QWidget* value);
  void addFact(const char* name, const QString& label, const QString& help);
  void setFact(const char* name, const QString& text);
  void showNotes(const RunNotes& notes);
  void keepNotes();
  void showCleanUp();

  QGridLayout* m_layout;
  QLineEdit* m_title;
  QLineEdit* m_tags;
  QPlainTextEdit* m_note;
  QPlainTextEdit* m_command;
  QPushButton* m_cleanUp;
  QTimer* m_typing;
  CleanUp m_spare;
  bool m_cleanUpListed = false;  ///< the next press removes what is listed
  QString m_folder;
  RunNotes m_shown;
};

}  // namespace ptycho
