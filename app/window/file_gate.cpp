#include "app/window/file_gate.h"

#include <utility>

namespace ptycho {

FileGate::FileGate(const Launcher& launcher, QObject* parent) : QObject(parent), m_child(launcher) {
  connect(&m_child, &ImportChild::answered, this, &FileGate::take);
  connect(&m_child, &ImportChild::failed, this, [this](const QString& message, const QString& details) {
    m_then = nullptr;
    Q_EMIT refused(message, details);
  });
}

void FileGate::ask(const QString& file, std::function<void(FileKind)> then) {
  m_then = std::move(then);
  m_child.start({QStringLiteral("info"), file, QStringLiteral("--kind")});
}

void FileGate::take(const QByteArray& printed) {
  const auto then = std::exchange(m_then, nullptr);
  const QByteArray word = printed.trimmed();
  if (const auto kind = fileKindFromWord({word.constData(), static_cast<std::size_t>(word.size())})) return then(*kind);
  Q_EMIT refused(tr("ptychodesk-cli does not say what kind of file it is; it is of another version than this window."),
                 QString::fromUtf8(printed));
}

}  // namespace ptycho
