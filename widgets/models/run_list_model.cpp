#include "widgets/models/run_list_model.h"

#include <algorithm>
#include <unordered_map>

#include <QDateTime>
#include <QLocale>

namespace ptycho {
namespace {

/// What a row shows; two rows that agree here need no repaint.
bool looksSame(const RunRow& a, const RunRow& b) {
  if (a.liveness != b.liveness || a.entry.problem != b.entry.problem || a.entry.name != b.entry.name ||
      a.entry.modified_s != b.entry.modified_s || a.entry.status.has_value() != b.entry.status.has_value()) {
    return false;
  }
  return !a.entry.status ||
         (a.entry.status->done == b.entry.status->done && a.entry.status->total == b.entry.status->total &&
          a.entry.status->message == b.entry.status->message &&
          a.entry.status->stopped_by == b.entry.status->stopped_by);
}

QDateTime startOf(const RunRow& row) {
  if (row.entry.status && !row.entry.status->started_at.empty()) {
    const auto time = QDateTime::fromString(QString::fromStdString(row.entry.status->started_at), Qt::ISODate);
    if (time.isValid()) return time.toLocalTime();
  }
  return QDateTime::fromSecsSinceEpoch(row.entry.modified_s);
}

QString toolTip(const RunRow& row) {
  QString text = row.folder() + QStringLiteral("\n");
  if (!row.entry.problem.empty()) return text + QString::fromStdString(row.entry.problem);
  text += stateWord(row) + QStringLiteral(": ") + livenessHelp(row.liveness);
  if (row.entry.status && !row.entry.status->message.empty()) {
    text += QStringLiteral("\n") + QString::fromStdString(row.entry.status->message);
  }
  return text;
}

QString displayText(const RunRow& row, int column) {
  switch (column) {
    case RunListModel::kName: return row.title();
    case RunListModel::kState: return stateWord(row);
    case RunListModel::kStarted: return shortTime(startOf(row));
    default: return row.progress() > 0 ? QStringLiteral("%1 %").arg(qRound(100 * row.progress())) : QString();
  }
}

QVariant sortValue(const RunRow& row, int column) {
  switch (column) {
    case RunListModel::kName: return row.title();
    case RunListModel::kState: return static_cast<int>(row.liveness);
    case RunListModel::kStarted: return startOf(row).toSecsSinceEpoch();
    default: return row.progress();
  }
}

}  // namespace

void RunListModel::setRows(const std::vector<RunRow>& rows) {
  removeVanished(rows);
  std::unordered_map<std::string, int> places;
  for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) places[m_rows[i].entry.folder.string()] = i;
  std::vector<RunRow> fresh;
  for (const auto& row : rows) {
    const auto place = places.find(row.entry.folder.string());
    if (place == places.end()) {
      fresh.push_back(row);
    } else if (RunRow& shown = m_rows[place->second]; !looksSame(shown, row)) {
      shown = row;
      Q_EMIT dataChanged(index(place->second, 0), index(place->second, columnCount({}) - 1));
    } else {
      shown = row;
    }
  }
  if (fresh.empty()) return;
  const int first = static_cast<int>(m_rows.size());
  beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
  m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
  endInsertRows();
}

void RunListModel::removeVanished(const std::vector<RunRow>& rows) {
  std::vector<std::string> present;
  for (const auto& row : rows) present.push_back(row.entry.folder.string());
  std::sort(present.begin(), present.end());
  for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
    if (std::binary_search(present.begin(), present.end(), m_rows[i].entry.folder.string())) continue;
    beginRemoveRows({}, i, i);
    m_rows.erase(m_rows.begin() + i);
    endRemoveRows();
  }
}

int RunListModel::placeOf(const QString& folder) const {
  const auto found =
      std::find_if(m_rows.begin(), m_rows.end(), [&](const RunRow& row) { return row.folder() == folder; });
  return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const RunRow* RunListModel::rowOf(const QString& folder) const {
  const int place = placeOf(folder);
  return place < 0 ? nullptr : &m_rows[static_cast<std::size_t>(place)];
}

int RunListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumnCount; }

QVariant RunListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const RunRow& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return displayText(row, index.column());
    case Qt::ToolTipRole: return toolTip(row);
    case kSortRole: return sortValue(row, index.column());
    case kFolderRole: return row.folder();
    case kVerbRole: return QString::fromStdString(row.entry.verb);
    case kLivenessRole: return static_cast<int>(row.liveness);
    case kActiveRole: return row.isActive() && row.entry.problem.empty();
    case kProgressRole: return row.progress();
    case kProblemRole: return QString::fromStdString(row.entry.problem);
    default: return {};
  }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case kName: return tr("Run");
    case kState: return tr("State");
    case kProgress: return tr("Progress");
    case kStarted: return tr("Started");
    default: return {};
  }
}

RunListProxy::RunListProxy(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(RunListModel::kSortRole);
  setDynamicSortFilter(true);
}

void RunListProxy::setVerb(const QString& verb) {
  m_verb = verb;
  invalidateFilter();
}

bool RunListProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
  return m_verb.isEmpty() || sourceModel()->index(row, 0, parent).data(RunListModel::kVerbRole).toString() == m_verb;
}

}  // namespace ptycho
