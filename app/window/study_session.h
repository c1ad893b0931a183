#pragma once

#include <QObject>

#include "widgets/models/run_row.h"

namespace ptycho {

class Launcher;
class StudyPage;

/// What happens behind the page of studies: runs started, stopped and continued, tables read, reports opened.
class StudySession : public QObject {
  Q_OBJECT

 public:
  StudySession(StudyPage& page, Launcher& launcher, QObject* parent);
  void setRunRows(const std::vector<RunRow>& rows);
  [[nodiscard]] bool isSettled() const { return !m_reading; }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);

 private:
  void launch(const QStringList& arguments, const QString& folder);
  void readTable(const QString& folder);

  StudyPage& m_page;
  Launcher& m_launcher;
  bool m_reading = false;
};

}  // namespace ptycho
