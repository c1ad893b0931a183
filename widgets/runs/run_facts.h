#pragma once

#include <QDateTime>
#include <QWidget>

#include "core/store/run_notes.h"
#include "widgets/models/run_details.h"
#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
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

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addFact(const char* name, const QString& label, const QString& help);
  void setFact(const char* name, const QString& text);
  void showNotes(const RunNotes& notes);
  void keepNotes();

  QFormLayout* m_layout;
  QLineEdit* m_title;
  QLineEdit* m_tags;
  QPlainTextEdit* m_note;
  QPlainTextEdit* m_command;
  QTimer* m_typing;
  QString m_folder;
  RunNotes m_shown;
};

}  // namespace ptycho
