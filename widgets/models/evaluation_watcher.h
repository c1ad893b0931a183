#pragma once

#include <memory>

#include <QObject>
#include <QThread>
#include <QTimer>

#include "widgets/models/evaluation_reader.h"

namespace ptycho {

/// Watches the run folder of an evaluation, that need not exist yet: every 0.5 s while it works (5 s in the
/// background), every 10 s once it has ended. All reading happens on a thread of its own.
class EvaluationWatcher : public QObject {
  Q_OBJECT

 public:
  explicit EvaluationWatcher(QObject* parent = nullptr);
  ~EvaluationWatcher() override;

  /// Starts afresh with a folder; an empty name stops watching.
  void setFolder(const QString& folder);
  [[nodiscard]] QString folder() const { return m_folder; }
  void setForeground(bool foreground);
  void look();
  /// The first look is over.
  [[nodiscard]] bool hasLooked() const { return m_looked; }

 Q_SIGNALS:
  void looked(const ptycho::EvaluationLook& look);

 private:
  void take(const std::shared_ptr<EvaluationLook>& look, int generation);

  QString m_folder;
  std::shared_ptr<EvaluationReader> m_reader;
  int m_generation = 0;
  bool m_busy = false;
  bool m_looked = false;
  bool m_foreground = true;
  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
  QTimer m_timer;
};

}  // namespace ptycho
