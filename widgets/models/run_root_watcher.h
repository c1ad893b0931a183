#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QThread>
#include <QTimer>

#include "widgets/models/run_row.h"

namespace ptycho {

/// Looks over the runs root again and again (2 s in the foreground, 10 s in the background) and reports all runs
/// with what is to be believed about them. There is no index: the folders are the truth. Reads on its own thread.
class RunRootWatcher : public QObject {
  Q_OBJECT

 public:
  explicit RunRootWatcher(QObject* parent = nullptr);
  ~RunRootWatcher() override;

  void setRoot(const QString& root);
  [[nodiscard]] QString root() const { return m_root; }
  void setForeground(bool foreground);
  void look();
  [[nodiscard]] const std::vector<RunRow>& rows() const { return m_rows; }

 Q_SIGNALS:
  void rowsChanged(const std::vector<ptycho::RunRow>& rows);

 private:
  /// Used on m_thread only.
  struct Memory {
    explicit Memory(const std::string& root) : catalogue(root) {}
    RunCatalogue catalogue;
    std::map<std::string, LivenessJudge> judges;
  };
  void take(std::vector<RunRow> rows, const QString& root);

  QString m_root;
  bool m_busy = false;
  bool m_foreground = true;
  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
  std::shared_ptr<Memory> m_memory;
  QTimer m_timer;
  std::vector<RunRow> m_rows;
};

}  // namespace ptycho
