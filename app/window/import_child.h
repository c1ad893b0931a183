#pragma once

#include <memory>

#include <QObject>
#include <QProcess>
#include <QStringList>

namespace ptycho {

class Launcher;

/// Runs `ptychodesk-cli` for a short answer, one question at a time: a newer one ends the one before. Foreign files are
/// read in there and never in the window.
class ImportChild : public QObject {
  Q_OBJECT

 public:
  explicit ImportChild(const Launcher& launcher, QObject* parent = nullptr);
  ~ImportChild() override;

  void start(const QStringList& arguments);
  void cancel();
  [[nodiscard]] bool isBusy() const { return m_process != nullptr; }

 Q_SIGNALS:
  /// What it printed; only of the newest question.
  void answered(const QByteArray& printed);
  /// It could not be started, refused, or was killed: one sentence, and all that it said.
  void failed(const QString& message, const QString& details);

 private:
  void finish(int code, QProcess::ExitStatus status);

  const Launcher& m_launcher;
  QProcess* m_process = nullptr;
};

}  // namespace ptycho
