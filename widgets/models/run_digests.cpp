#include "widgets/models/run_digests.h"

#include <map>
#include <set>

namespace ptycho {
namespace {

constexpr int kRestEvery = 5;    ///< every so many lists runs that ended are looked at, too
constexpr std::size_t kPart = 64;  ///< runs that are shown at once while a long list is read for the first time

}  // namespace

/// Used on m_thread only.
struct RunDigests::Memory {
  std::map<QString, RunDigestReader> readers;
};

RunDigests::RunDigests(QObject* parent)
    : QObject(parent), m_worker(new QObject), m_memory(std::make_shared<Memory>()) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("run digests"));
  m_thread.start(QThread::LowPriority);
}

RunDigests::~RunDigests() {
  m_thread.quit();
  m_thread.wait();
}

void RunDigests::setRows(const std::vector<RunRow>& rows) {
  std::vector<Wanted> wanted;
  wanted.reserve(rows.size());
  const bool rest = m_looks++ % kRestEvery == 0;
  QSet<QString> active;
  for (const auto& row : rows) {
    wanted.push_back({row.folder(), rest || row.isActive() || m_active.contains(row.folder())});
    if (row.isActive()) active.insert(row.folder());
  }
  m_active = std::move(active);
  if (m_busy) {
    m_next = std::move(wanted);
    m_waits = true;
    return;
  }
  read(std::move(wanted));
}

void RunDigests::refresh(const QString& folder) {
  QMetaObject::invokeMethod(m_worker, [this, folder, memory = m_memory] {
    auto place = memory->readers.try_emplace(folder, folder.toStdString()).first;
    place->second.look();
    QMetaObject::invokeMethod(this, [this, found = Found{{folder, place->second.digest()}}] { take(found); });
  });
}

const RunDigest* RunDigests::digest(const QString& folder) const {
  const auto found = m_digests.constFind(folder);
  return found == m_digests.constEnd() ? nullptr : &*found;
}

void RunDigests::read(std::vector<Wanted> wanted) {
  m_busy = true;
  QMetaObject::invokeMethod(m_worker, [this, wanted = std::move(wanted), memory = m_memory] {
    Found found;
    const auto hand = [this, &found] {
      if (!found.empty()) QMetaObject::invokeMethod(this, [this, part = std::move(found)] { take(part); });
      found.clear();
    };
    std::set<QString> present;
    for (const auto& [folder, always] : wanted) {
      present.insert(folder);
      const auto [place, fresh] = memory->readers.try_emplace(folder, folder.toStdString());
      if (!fresh && !always) continue;
      if (place->second.look()) found.emplace_back(folder, place->second.digest());
      if (found.size() >= kPart) hand();
    }
    hand();
    std::erase_if(memory->readers, [&](const auto& item) { return present.count(item.first) == 0; });
    QMetaObject::invokeMethod(this, [this] {
      m_busy = false;
      if (!m_waits) return;
      m_waits = false;
      read(std::move(m_next));
    });
  });
}

void RunDigests::take(const Found& found) {
  QStringList folders;
  for (const auto& [folder, digest] : found) {
    const auto known = m_digests.constFind(folder);
    if (known != m_digests.constEnd() && looksSame(*known, digest)) continue;
    m_digests[folder] = digest;
    folders << folder;
  }
  if (!folders.isEmpty()) Q_EMIT digestsChanged(folders);
}

}  // namespace ptycho
