#include "app/window/run_removal.h"

#include <QtConcurrent>

#include "core/store/run_trash.h"
#include "widgets/models/run_details.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/runs_workspace.h"

namespace ptycho {
namespace {

/// What a deletion came to.
struct Deleted {
  std::vector<std::filesystem::path> folders;
  QStringList titles;
  std::uintmax_t bytes = 0;
  std::optional<Error> error;
};

Deleted deleteAll(const std::vector<std::pair<QString, QString>>& runs) {
  Deleted deleted;
  for (const auto& [folder, title] : runs) {
    auto trashed = trashRun(folder.toStdString());
    if (!trashed) {
      deleted.error = trashed.error();
      continue;
    }
    deleted.bytes += folderBytes(*trashed);
    deleted.folders.push_back(std::move(*trashed));
    deleted.titles << title;
  }
  return deleted;
}

std::optional<Error> restoreAll(const std::vector<std::filesystem::path>& folders) {
  std::optional<Error> error;
  for (const auto& folder : folders) {
    if (auto restored = restoreRun(folder); !restored) error = std::move(restored).error();
  }
  return error;
}

}  // namespace

RunRemoval::RunRemoval(RunsWorkspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace) {
  connect(&m_workspace, &RunsWorkspace::undoDeleteRequested, this, &RunRemoval::undo);
  connect(&m_workspace, &RunsWorkspace::emptyTrashRequested, this, &RunRemoval::empty);
  connect(&m_workspace, &RunsWorkspace::cleanUpRequested, this, [this](const QString& folder, const CleanUp& what) {
    QtConcurrent::run([folder, what] { return cleanUp(folder.toStdString(), what); })
        .then(this, [this, folder, bytes = what.bytes](const Result<void>& done) {
          if (!done) report(done.error());
          else Q_EMIT noteGiven(tr("%1 set free.").arg(bytesText(bytes)));
          Q_EMIT cleaned(folder);
        });
  });
}

void RunRemoval::report(const Error& error) { Q_EMIT errorFound(QString::fromStdString(error.text()), {}); }

void RunRemoval::setRoot(const QString& root) {
  m_root = root;
  m_deleted.clear();
  m_workspace.setDeleted({}, 0);
  readTrash();
}

void RunRemoval::remove(const QStringList& folders) {
  std::vector<std::pair<QString, QString>> runs;
  for (const QString& folder : folders) runs.emplace_back(folder, m_workspace.model().titleOf(folder));
  QtConcurrent::run([runs] { return deleteAll(runs); }).then(this, [this](const Deleted& deleted) {
    if (deleted.error) report(*deleted.error);
    m_deleted = deleted.folders;
    m_workspace.setDeleted(deleted.titles, deleted.bytes);
    readTrash();
    Q_EMIT listWanted();
  });
}

void RunRemoval::undo() {
  QtConcurrent::run([folders = std::exchange(m_deleted, {})] {
    return restoreAll(folders);
  }).then(this, [this](const std::optional<Error>& error) {
    if (error) report(*error);
    m_workspace.setDeleted({}, 0);
    readTrash();
    Q_EMIT listWanted();
  });
}

void RunRemoval::empty() {
  m_deleted.clear();
  QtConcurrent::run([root = m_root] {
    return emptyTrash(root.toStdString());
  }).then(this, [this](const Result<std::uintmax_t>& freed) {
    if (!freed) report(freed.error());
    else Q_EMIT noteGiven(tr("%1 set free.").arg(bytesText(*freed)));
    readTrash();
  });
}

void RunRemoval::readTrash() {
  QtConcurrent::run([root = m_root] {
    std::pair<int, std::uintmax_t> trash{0, 0};
    for (const auto& folder : listTrash(root.toStdString())) {
      ++trash.first;
      trash.second += folderBytes(folder);
    }
    return trash;
  }).then(this, [this](const std::pair<int, std::uintmax_t>& trash) {
    m_workspace.setTrash(trash.first, trash.second);
  });
}

}  // namespace ptycho
