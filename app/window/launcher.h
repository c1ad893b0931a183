#pragma once

#include <vector>

#include <QObject>
#include <QStringList>
#include <QTimer>

namespace ptycho {

/// Starts `ptychodesk-cli` as a process of its own that outlives the window. Watches it only until its run folder is
/// there; a child that ends before that has told its reason on standard error, and that is reported.
class Launcher : public QObject {
  Q_OBJECT

 public:
  explicit Launcher(QObject* parent = nullptr);

  /// The program: beside this one, unless set.
  [[nodiscard]] QString program() const { return m_program; }
  void setProgram(const QString& program) { m_program = program; }

  /// @param folder  the run folder that the child will make, or go on with
  /// @param workingDirectory  empty: this program's own
  /// @return false when the program cannot be started at all (reported by failed())
  bool start(const QStringList& arguments, const QString& folder, const QString& workingDirectory = {});

 Q_SIGNALS:
  void failed(const QString& folder, const QString& message, const QString& details);
  /// The run folder is there and speaks for itself from now on.
  void arrived(const QString& folder);

 private:
  struct Child {
    qint64 pid = 0;
    QString folder;
    QString command;
    QString errorFile;
    bool resumes = false;  ///< the folder was there before
  };
  [[nodiscard]] static bool hasArrived(const Child& child);
  void look();
  void report(const Child& child);

  QString m_program;
  std::vector<Child> m_children;
  QTimer m_timer;
};

}  // namespace ptycho
