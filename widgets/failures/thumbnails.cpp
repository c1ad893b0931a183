#include "widgets/failures/thumbnails.h"

namespace ptycho {

const Thumbnails::Entry* Thumbnails::find(qint64 image) {
  const auto found = m_entries.constFind(image);
  if (found != m_entries.constEnd()) return &found.value();
  if (m_wished.contains(image)) return nullptr;
  m_wished.insert(image);
  Q_EMIT wished(image);
  return nullptr;
}

void Thumbnails::put(qint64 image, const Entry& entry) {
  m_wished.remove(image);
  m_entries.insert(image, entry);
  Q_EMIT arrived(image);
}

void Thumbnails::forget(qint64 image) {
  m_wished.remove(image);
  m_entries.remove(image);
  Q_EMIT arrived(image);
}

void Thumbnails::clear() {
  m_wished.clear();
  m_entries.clear();
}

}  // namespace ptycho
