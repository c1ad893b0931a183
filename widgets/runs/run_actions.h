#pragma once

#include <QWidget>

#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

class QAction;
class QMenu;

namespace ptycho {

/// What can be done with the chosen run: three different ways to run it again, to look at it elsewhere, to delete it.
/// What cannot be done now is grey and says why.
class RunActions : public QWidget {
  Q_OBJECT

 public:
  explicit RunActions(QWidget* parent = nullptr);

  /// @param row  null: none chosen; @param selected  the runs that Delete is about
  void setRun(const RunRow* row, const std::vector<const RunRow*>& selected);
  /// The same actions for a right click; deletes itself when it closes.
  [[nodiscard]] QMenu* menu();
  [[nodiscard]] QAction* action(const char* name) const;

 Q_SIGNALS:
  void continueRequested();
  void cloneRequested();
  void rerunRequested();
  void openRequested();
  void evaluateRequested();
  void deleteRequested();

 private:
  QAction* add(const char* name, const QString& text, const QString& help, void (RunActions::*wish)());
  static void offer(QAction& action, const QString& obstacle);

  QAction* m_continue;
  QAction* m_clone;
  QAction* m_rerun;
  QAction* m_open;
  QAction* m_evaluate;
  QAction* m_delete;
};

}  // namespace ptycho
