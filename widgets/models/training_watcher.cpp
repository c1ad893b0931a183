#include "widgets/models/training_watcher.h"

#include <utility>
#include <vector>

namespace ptycho {
namespace {

constexpr int kForeground_ms = 700;
constexpr int kBackground_ms = 5'000;

}  // namespace

TrainingWatcher::TrainingWatcher(QObject* parent) : QObject(parent), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("training watcher"));
  m_thread.start(QThread::LowPriority);
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &TrainingWatcher::look);
}

TrainingWatcher::~TrainingWatcher() {
  m_thread.requestInterruption();
  m_thread.quit();
  m_thread.wait();
}

void TrainingWatcher::setFolders(const QStringList& folders) {
  if (folders == m_folders) return;
  const QString firstBefore = m_folders.value(0);
  m_folders = folders;
  std::erase_if(m_watched, [&folders](const auto& item) { return !folders.contains(item.first); });
  for (const QString& folder : folders) {
    auto& watched = m_watched[folder];
    if (!watched.reader) watched.reader = std::make_shared<TrainingReader>(folder.toStdString());
  }
  if (folders.isEmpty()) {
    m_timer.stop();
    return;
  }
  const auto& first = m_watched.at(folders.front());
  if (folders.front() != firstBefore && first.preview) Q_EMIT previewChanged(folders.front(), first.preview);
  look();
}

void TrainingWatcher::setForeground(bool foreground) {
  if (m_foreground == foreground) return;
  m_foreground = foreground;
  if (foreground) look();
}

void TrainingWatcher::look() {
  if (m_folders.isEmpty()) return;
  m_again = m_busy;
  if (m_busy) return;
  m_busy = true;
  m_timer.stop();
  std::vector<std::pair<QString, std::shared_ptr<TrainingReader>>> turn;
  for (const QString& folder : m_folders) turn.emplace_back(folder, m_watched.at(folder).reader);
  QMetaObject::invokeMethod(m_worker, [this, turn = std::move(turn)] {
    for (std::size_t k = 0; k < turn.size() && !m_thread.isInterruptionRequested(); ++k) {
      const auto& [folder, reader] = turn[k];
      auto look = std::make_shared<TrainingLook>(reader->look(k == 0));
      // The destructor waits for this thread, so `this` is alive; the queued call dies with it.
      QMetaObject::invokeMethod(this, [this, folder, reader, look] { take(folder, reader, look); });
    }
    QMetaObject::invokeMethod(this, [this] { endTurn(); });
  });
}

void TrainingWatcher::take(const QString& folder, const std::shared_ptr<TrainingReader>& reader,
                           const std::shared_ptr<TrainingLook>& look) {
  const auto found = m_watched.find(folder);
  if (found == m_watched.end() || found->second.reader != reader) return;  // no longer wanted
  if (look->preview) found->second.preview = look->preview;
  const bool problemIsNew = !look->problem.empty() && look->problem != found->second.problem;
  if (problemIsNew) found->second.problem = look->problem;
  // Listeners may change the folders: nothing of `found` is used from here on.
  const bool first = folder == m_folders.value(0);
  if (look->spec) Q_EMIT specRead(folder, look->spec);
  if (look->curves) Q_EMIT curvesChanged(folder, look->curves);
  if (look->preview && first) Q_EMIT previewChanged(folder, look->preview);
  if (problemIsNew) Q_EMIT problemFound(folder, QString::fromStdString(look->problem));
}

void TrainingWatcher::endTurn() {
  m_busy = false;
  if (m_folders.isEmpty()) return;
  if (m_again) return look();
  m_timer.start(m_foreground ? kForeground_ms : kBackground_ms);
}

}  // namespace ptycho
