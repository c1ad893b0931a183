#pragma once

#include <optional>

#include <QDateTime>
#include <QWidget>

#include "core/store/run_folder.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace ptycho {

/// One line about a run: state, phase and progress, time taken and left, pause / resume / stop, and whether a
/// request has been accepted: "stop asked 12:03:10, accepted 12:03:14".
class RunStatusStrip : public QWidget {
  Q_OBJECT

 public:
  explicit RunStatusStrip(QWidget* parent = nullptr);

  /// No run: only this text.
  void showIdle(const QString& text);
  void setStatus(const RunStatus& status, RunLiveness liveness, std::optional<double> secondsLeft);
  /// A request has been written; `id` is what the worker will echo.
  void setRequest(const QString& request, const QString& id, const QDateTime& asked);
  [[nodiscard]] QString acknowledgement() const;
  [[nodiscard]] QString stateText() const;

 Q_SIGNALS:
  void pauseRequested();
  void resumeRequested();
  void stopRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void setButtons(RunLiveness liveness);
  void paintDot();

  QLabel* m_dot;
  QLabel* m_state;
  QProgressBar* m_bar;
  QLabel* m_times;
  QLabel* m_acknowledgement;
  QPushButton* m_pause;
  QPushButton* m_stop;
  std::optional<RunLiveness> m_liveness;
  QString m_request;
  QString m_requestId;
  QDateTime m_asked;
  QDateTime m_accepted;
};

}  // namespace ptycho
