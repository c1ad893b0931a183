#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QThreadPool>

#include "widgets/models/attempt.h"
#include "widgets/models/run_row.h"

namespace ptycho {

class ReconstructWorkspace;

/// What happens behind the attempts of the Reconstruct workspace: results of the same scan are found among the runs and
/// read, one is laid beside the result that is shown, notes are written.
class AttemptsSession : public QObject {
  Q_OBJECT

 public:
  AttemptsSession(ReconstructWorkspace& workspace, QObject* parent);

  void setRunRows(const std::vector<RunRow>& rows);
  /// The acquisition whose attempts are listed.
  void setScan(const QString& acquisition);
  [[nodiscard]] bool isSettled() const { return m_reading == 0; }

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);

 private:
  void look();
  void compare(const QString& folder);
  void writeNote(const QString& folder, const QString& note);

  ReconstructWorkspace& m_workspace;
  std::shared_ptr<AttemptReader> m_reader = std::make_shared<AttemptReader>();
  QThreadPool m_one;  ///< one thread: the reader takes one at a time
  std::vector<QString> m_ended;
  QString m_scan;
  int m_reading = 0;
  bool m_again = false;  ///< something has changed since the look that is under way
};

}  // namespace ptycho
