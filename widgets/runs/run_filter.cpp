#include "widgets/runs/run_filter.h"

#include <algorithm>

#include "widgets/runs/run_table_model.h"

namespace ptycho {
namespace {

bool stateMatches(const QString& wanted, const QModelIndex& run) {
  if (wanted.isEmpty()) return true;
  const auto liveness = static_cast<RunLiveness>(run.data(RunListModel::kLivenessRole).toInt());
  const bool unreadable = !run.data(RunListModel::kProblemRole).toString().isEmpty();
  if (wanted == QLatin1String("active")) return run.data(RunListModel::kActiveRole).toBool();
  if (wanted == QLatin1String("trouble")) {
    return unreadable || liveness == RunLiveness::Stuck || liveness == RunLiveness::Failed ||
           liveness == RunLiveness::Lost;
  }
  return !unreadable && QString::fromStdString(runLivenessName(liveness)) == wanted;
}

}  // namespace

RunFilterProxy::RunFilterProxy(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(RunListModel::kSortRole);
  setDynamicSortFilter(true);
}

void RunFilterProxy::setFilter(const RunFilter& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  m_words = filter.text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  invalidateFilter();
}

bool RunFilterProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QModelIndex run = sourceModel()->index(row, 0, parent);
  if (!m_filter.verb.isEmpty() && run.data(RunListModel::kVerbRole).toString() != m_filter.verb) return false;
  if (!stateMatches(m_filter.state, run)) return false;
  const QStringList tags = run.data(RunTableModel::kTagsRole).toStringList();
  if (!m_filter.tag.isEmpty() && !tags.contains(m_filter.tag)) return false;
  if (m_words.isEmpty()) return true;
  const QString text = run.data(RunTableModel::kSearchRole).toString();
  return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word); });
}

}  // namespace ptycho
