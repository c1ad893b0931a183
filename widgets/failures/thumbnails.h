#pragma once

#include <QHash>
#include <QImage>
#include <QObject>
#include <QSet>

namespace ptycho {

/// Small pictures by image. One that is asked for and not there is wished for once.
class Thumbnails : public QObject {
  Q_OBJECT

 public:
  struct Entry {
    QImage picture;  ///< null: there is none
    bool of_truth = false;
  };

  explicit Thumbnails(QObject* parent = nullptr) : QObject(parent) {}

  /// Null while it is not there.
  [[nodiscard]] const Entry* find(qint64 image);
  void put(qint64 image, const Entry& entry);
  /// A wish that was not granted: the picture may be asked for again.
  void forgetWish(qint64 image) { m_wished.remove(image); }
  void forgetWishes() { m_wished.clear(); }
  void forget(qint64 image);
  void clear();
  [[nodiscard]] int count() const { return static_cast<int>(m_entries.size()); }

 Q_SIGNALS:
  void wished(qint64 image);
  void arrived(qint64 image);

 private:
  QHash<qint64, Entry> m_entries;
  QSet<qint64> m_wished;
};

}  // namespace ptycho
