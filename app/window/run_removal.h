#pragma once

#include <filesystem>
#include <vector>

#include <QObject>
#include <QStringList>

#include "core/base/error.h"

namespace ptycho {

class RunsWorkspace;

/// What the Runs workspace takes away and gives back: runs into the trash and out of it, files that a run can do without.
/// All of it happens on threads of their own.
class RunRemoval : public QObject {
  Q_OBJECT

 public:
  RunRemoval(RunsWorkspace& workspace, QObject* parent);

  void setRoot(const QString& root);
  void remove(const QStringList& folders);

 Q_SIGNALS:
  void errorFound(const QString& message, const QString& details);
  void noteGiven(const QString& message);
  /// The list of runs is out of date.
  void listWanted();
  /// This run's files are fewer.
  void cleaned(const QString& folder);

 private:
  void undo();
  void empty();
  void readTrash();
  void report(const Error& error);

  RunsWorkspace& m_workspace;
  QString m_root;
  std::vector<std::filesystem::path> m_deleted;  ///< in the trash, by the last deletion
};

}  // namespace ptycho
