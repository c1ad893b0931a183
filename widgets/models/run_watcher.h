#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QString>
#include <QThread>
#include <QTimer>

#include "widgets/models/event_series.h"
#include "widgets/models/run_reader.h"
#include "widgets/models/time_left.h"

class QFileSystemWatcher;

namespace ptycho {

/// Watches one run folder, that need not exist yet, and tells what changed. Polling is the truth: every 0.5 s in
/// the foreground, 5 s in the background, 30 s once the run has ended; file notification only speeds it up (it
/// misses what other machines write). All reading happens on a thread of its own.
class RunWatcher : public QObject {
  Q_OBJECT

 public:
  explicit RunWatcher(QObject* parent = nullptr);
  ~RunWatcher() override;

  /// Starts afresh with a folder; an empty name stops watching.
  void setFolder(const QString& folder);
  [[nodiscard]] QString folder() const { return m_folder; }
  void setForeground(bool foreground);
  /// Looks now, without waiting for the next turn.
  void look();

  [[nodiscard]] const EventSeries& series() const { return m_series; }
  [[nodiscard]] const std::optional<RunStatus>& status() const { return m_status; }
  [[nodiscard]] RunLiveness liveness() const { return m_liveness; }
  [[nodiscard]] std::shared_ptr<const ResultRecord> result() const { return m_result; }
  /// The folder was there and is no more; what was read of it stays.
  [[nodiscard]] bool isGone() const { return m_gone; }
  [[nodiscard]] std::optional<double> secondsLeft() const;

 Q_SIGNALS:
  void statusChanged(const ptycho::RunStatus& status, ptycho::RunLiveness liveness);
  void specRead(const ptycho::Json& spec);
  void eventsAppended();
  void previewChanged(std::shared_ptr<const ptycho::PreviewRecord> preview);
  void resultAvailable(std::shared_ptr<const ptycho::ResultRecord> result);
  /// The folder was deleted, moved, or its disk taken away; told once. When it is back, statusChanged() says so.
  void folderGone(const QString& folder);
  /// Something in the folder could not be read.
  void problemFound(const QString& message);

 private:
  void take(const std::shared_ptr<RunLook>& look, int generation);
  void scheduleNext();

  QString m_folder;
  std::shared_ptr<RunReader> m_reader;
  int m_generation = 0;  ///< looks of an earlier folder are dropped
  bool m_busy = false;
  bool m_again = false;
  bool m_foreground = true;
  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
  QTimer m_timer;
  QTimer m_soon;
  QFileSystemWatcher* m_notifier;

  EventSeries m_series;
  std::optional<RunStatus> m_status;
  RunLiveness m_liveness = RunLiveness::Queued;
  TimeLeft m_timeLeft;
  std::shared_ptr<const ResultRecord> m_result;
  QString m_problem;
  bool m_gone = false;
};

}  // namespace ptycho
