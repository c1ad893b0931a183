#pragma once

#include <QSortFilterProxyModel>

namespace ptycho {

/// What a list of runs is narrowed to; an empty part lets everything pass.
struct RunFilter {
  QString text;   ///< words that all occur in name, folder, tags, note or message
  QString verb;
  QString state;  ///< a word of livenessWord(), "active" or "trouble" (stuck, failed, lost, unreadable)
  QString tag;
  bool operator==(const RunFilter&) const = default;
};

/// Runs of a RunTableModel by a filter, sorted by raw values.
class RunFilterProxy : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit RunFilterProxy(QObject* parent = nullptr);
  void setFilter(const RunFilter& filter);
  [[nodiscard]] const RunFilter& filter() const { return m_filter; }

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  RunFilter m_filter;
  QStringList m_words;
};

}  // namespace ptycho
