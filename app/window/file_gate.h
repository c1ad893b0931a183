#pragma once

#include <functional>

#include <QObject>

#include "app/window/import_child.h"
#include "core/store/array_file.h"

namespace ptycho {

/// Asks what kind a file is before the window opens it. HDF5 libraries can crash on damaged files or turn in circles on
/// them, so that `ptychodesk-cli info --kind` looks first, in a process of its own: it reads a file of ours but for its
/// patterns, and nothing else of what it does not know.
class FileGate : public QObject {
  Q_OBJECT

 public:
  explicit FileGate(const Launcher& launcher, QObject* parent = nullptr);

  /// A newer question takes the place of the one before.
  /// @param file  a file with its whole path
  /// @param then  not called where the file cannot be read
  void ask(const QString& file, std::function<void(FileKind)> then);
  [[nodiscard]] bool isBusy() const { return m_child.isBusy(); }

 Q_SIGNALS:
  /// It cannot be read: one sentence, and all that was said.
  void refused(const QString& message, const QString& details);

 private:
  void take(const QByteArray& printed);

  ImportChild m_child;
  std::function<void(FileKind)> m_then;
};

}  // namespace ptycho
