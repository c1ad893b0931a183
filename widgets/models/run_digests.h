#pragma once

#include <memory>
#include <vector>

#include <QHash>
#include <QObject>
#include <QSet>
#include <QThread>

#include "widgets/models/run_digest.h"
#include "widgets/models/run_row.h"

namespace ptycho {

/// Keeps the digests of all listed runs up to date, on a thread of its own. Runs that work are looked at with every
/// list, those that ended when their status changed and now and then (somebody else may have written a note).
class RunDigests : public QObject {
  Q_OBJECT

 public:
  explicit RunDigests(QObject* parent = nullptr);
  ~RunDigests() override;

  /// The runs to look at; a list that comes while the last one is still being read replaces one that waits.
  void setRows(const std::vector<RunRow>& rows);
  /// Reads one run now, for example after its notes were written.
  void refresh(const QString& folder);
  [[nodiscard]] const RunDigest* digest(const QString& folder) const;
  /// Nothing is being read.
  [[nodiscard]] bool isSettled() const { return !m_busy; }

 Q_SIGNALS:
  /// These runs have something new to show.
  void digestsChanged(const QStringList& folders);

 private:
  struct Wanted {
    QString folder;
    bool always = false;  ///< it may grow at any time
  };
  struct Memory;
  using Found = std::vector<std::pair<QString, RunDigest>>;
  void read(std::vector<Wanted> wanted);
  void take(const Found& found);

  QThread m_thread;
  QObject* m_worker;  ///< lives in m_thread
  std::shared_ptr<Memory> m_memory;
  QHash<QString, RunDigest> m_digests;
  std::vector<Wanted> m_next;
  bool m_waits = false;
  bool m_busy = false;
  int m_looks = 0;
  QSet<QString> m_active;  ///< at the last list: what has ended since then has a last word to be read
};

}  // namespace ptycho
