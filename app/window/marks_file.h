#pragma once

#include <memory>

#include <QObject>
#include <QString>
#include <QTimer>

#include "widgets/models/image_marks.h"

namespace ptycho {

/// Keeps tags, notes and views in their file: read once, written soon after an edit, in one step. A file that cannot be
/// understood (newer, damaged) is left alone: what is edited then stays in memory only, and that is said.
class MarksFile : public QObject {
  Q_OBJECT

 public:
  MarksFile(ImageMarks& marks, QObject* parent = nullptr);

  /// @param evaluation  run folder or file
  void open(const QString& evaluation);
  /// Writes what is not yet written, before returning.
  void flush();
  [[nodiscard]] bool isSettled() const { return !m_reading; }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);

 private:
  void take(const Result<Json>& read, bool there);
  void writeSoon();
  void write();

  ImageMarks& m_marks;
  QString m_file;  ///< empty: nothing is written
  int m_generation = 0;
  bool m_reading = false;
  bool m_dirty = false;
  QTimer m_soon;
};

}  // namespace ptycho
