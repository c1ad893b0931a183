#include "widgets/runs/run_table_model.h"

#include <cmath>
#include <set>

#include <QApplication>
#include <QFont>
#include <QLocale>
#include <QPalette>

namespace ptycho {
namespace {

bool isTraining(const RunRow& row) { return row.entry.verb == "train"; }

QString numberText(double value) {
  if (std::isnan(value)) return {};
  return std::isinf(value) ? QStringLiteral("∞") : QString::number(value, 'g', 4);
}

/// "0.0512" with as many digits for every run, so that a column can be read down.
QString errorText(double value) { return std::isfinite(value) ? QString::number(value, 'f', 4) : QString(); }

QString tagText(const RunNotes& notes) {
  QStringList tags;
  for (const auto& tag : notes.tags) tags << QString::fromStdString(tag);
  return tags.join(QStringLiteral(", "));
}

bool onDark() { return QApplication::palette().color(QPalette::Base).lightness() < 128; }

QString clockOf(const std::string& time) {
  const auto at = QDateTime::fromString(QString::fromStdString(time), Qt::ISODateWithMs);
  return at.isValid() ? at.toLocalTime().toString(QStringLiteral("HH:mm")) : QString::fromStdString(time);
}

}  // namespace

void RunTableModel::setRows(const std::vector<RunRow>& rows) {
  for (const auto& row : rows) {
    if (row.liveness == RunLiveness::Running && row.entry.status) {
      m_timesLeft[row.folder()].add(row.entry.status->elapsed_s, row.entry.status->done);
    }
  }
  RunListModel::setRows(rows);
  const auto before = m_ticked.size();
  m_ticked.removeIf([this](const QString& folder) { return placeOf(folder) < 0; });
  if (m_ticked.size() != before) Q_EMIT tickedChanged();
}

void RunTableModel::setDigest(const QString& folder, const RunDigest& digest) {
  m_digests[folder] = digest;
  repaint(folder);
}

const RunDigest& RunTableModel::digestOf(const QString& folder) const {
  static const RunDigest kNothing;
  const auto found = m_digests.constFind(folder);
  return found == m_digests.constEnd() ? kNothing : *found;
}

QString RunTableModel::titleOf(const QString& folder) const {
  const std::string& title = digestOf(folder).notes.title;
  if (!title.empty()) return QString::fromStdString(title);
  const RunRow* row = rowOf(folder);
  return row ? row->title() : folder.section(QLatin1Char('/'), -1);
}

std::optional<double> RunTableModel::secondsLeft(const QString& folder) const {
  const RunRow* row = rowOf(folder);
  const auto found = m_timesLeft.find(folder);
  if (!row || found == m_timesLeft.end() || row->liveness != RunLiveness::Running) return std::nullopt;
  return found->second.estimate(row->entry.status->total);
}

void RunTableModel::setTicked(const QString& folder, bool on) {
  const RunRow* row = rowOf(folder);
  if (!row || !isTraining(*row) || m_ticked.contains(folder) == on) return;
  if (on) {
    m_ticked << folder;
    m_colours.indexOf(folder, m_ticked);
  } else {
    m_ticked.removeAll(folder);
  }
  repaint(folder);
  Q_EMIT tickedChanged();
}

void RunTableModel::setHighlighted(const QString& folder) {
  if (folder == m_highlighted) return;
  const QString before = std::exchange(m_highlighted, folder);
  repaint(before);
  repaint(folder);
}

void RunTableModel::repaint(const QString& folder) {
  const int place = placeOf(folder);
  if (place >= 0) Q_EMIT dataChanged(index(place, 0), index(place, kAllColumns - 1));
}

QStringList RunTableModel::allTags() const {
  std::set<QString> tags;
  for (const auto& row : rows()) {
    for (const auto& tag : digestOf(row.folder()).notes.tags) tags.insert(QString::fromStdString(tag));
  }
  return {tags.begin(), tags.end()};
}

QStringList RunTableModel::allVerbs() const {
  std::set<QString> verbs;
  for (const auto& row : rows()) verbs.insert(QString::fromStdString(row.entry.verb));
  return {verbs.begin(), verbs.end()};
}

int RunTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kAllColumns; }

QString RunTableModel::stateText(const RunRow& row) const {
  const QString word = stateWord(row);
  const RunDigest& digest = digestOf(row.folder());
  // What the scheduler says stands beside the run's own state, never in its place.
  if (!digest.job || (!row.isActive() && row.liveness != RunLiveness::Lost)) return word;
  const SchedulerJob& job = *digest.job;
  if (row.liveness == RunLiveness::Lost) {  // TIMEOUT, PREEMPTED and CANCELLED are no crashes
    const bool told = job.state == SchedulerState::Ended && !job.reason.empty();
    return told ? word + QStringLiteral(" · ") + QString::fromStdString(job.reason).section(QLatin1Char(' '), 0, 0) : word;
  }
  if (!job.problem.empty()) return tr("%1 · not handed over").arg(word);
  if (!job.unknown_since.empty()) return tr("%1 · unknown since %2").arg(word, clockOf(job.unknown_since));
  return word + QStringLiteral(" · ") + QString::fromStdString(schedulerStateName(job.state));
}

QString RunTableModel::displayText(const RunRow& row, int column) const {
  const RunDigest& digest = digestOf(row.folder());
  switch (column) {
    case kName: return titleOf(row.folder());
    case kState: return stateText(row);
    case kProgress: {
      if (!row.isActive() || row.progress() <= 0) return {};
      const QString share = QStringLiteral("%1 %").arg(qRound(100 * row.progress()));
      const auto left = secondsLeft(row.folder());
      return left ? QStringLiteral("%1 · %2").arg(share, durationText(*left)) : share;
    }
    case kVerb: return QString::fromStdString(row.entry.verb);
    case kAmplitude: return errorText(digest.amplitude_nrmse);
    case kPhase: return errorText(digest.phase_nrmse);
    case kStep: return digest.hasErrors() ? QString::number(digest.error_step) : QString();
    case kLastAmplitude: return errorText(digest.last_amplitude_nrmse);
    case kLastPhase: return errorText(digest.last_phase_nrmse);
    case kLoss: return numberText(digest.loss);
    case kTags: return tagText(digest.notes);
    default: return {};
  }
}

QVariant RunTableModel::sortValue(const RunRow& row, int column) const {
  const RunDigest& digest = digestOf(row.folder());
  // What has no number goes behind everything that has one.
  const auto number = [](double value) { return std::isnan(value) ? std::numeric_limits<double>::max() : value; };
  switch (column) {
    case kName: return titleOf(row.folder()).toLower();
    case kAmplitude: return number(digest.amplitude_nrmse);
    case kPhase: return number(digest.phase_nrmse);
    case kStep: return digest.hasErrors() ? static_cast<double>(digest.error_step) : number(digest.phase_nrmse);
    case kLastAmplitude: return number(digest.last_amplitude_nrmse);
    case kLastPhase: return number(digest.last_phase_nrmse);
    case kLoss: return number(digest.loss);
    default: return displayText(row, column);
  }
}

QString RunTableModel::searchText(const RunRow& row) const {
  const RunNotes& notes = digestOf(row.folder()).notes;
  QStringList parts{titleOf(row.folder()), QString::fromStdString(row.entry.folder.filename().string()),
                    QString::fromStdString(row.entry.verb), stateText(row), tagText(notes),
                    QString::fromStdString(notes.note)};
  if (row.entry.status) parts << QString::fromStdString(row.entry.status->message);
  return parts.join(QLatin1Char('\n')).toLower();
}

QString RunTableModel::toolTip(const RunRow& row, int column) const {
  const RunDigest& digest = digestOf(row.folder());
  if ((column == kAmplitude || column == kPhase) && digest.hasErrors()) {
    if (!digest.method.empty()) {
      return tr("Mean NRMSE of %1 over %2 images").arg(QString::fromStdString(digest.method)).arg(digest.error_step);
    }
    return (isTraining(row) ? tr("NRMSE of the best validation, at step %1") : tr("NRMSE after iteration %1"))
        .arg(digest.error_step);
  }
  if (column == kLoss && digest.loss == digest.loss) {
    return (isTraining(row) ? tr("Training loss at step %1") : tr("Residual after iteration %1")).arg(digest.loss_step);
  }
  if (column == kState && digest.job) {
    const SchedulerJob& job = *digest.job;
    return tr("Job %1 of %2, handed over %3\n%4")
        .arg(QString::fromStdString(job.id), QString::fromStdString(job.template_name), clockOf(job.submitted_at),
             QString::fromStdString(job.problem.empty() ? job.reason : job.problem));
  }
  return {};
}

QVariant RunTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const RunRow& row = rows()[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  const bool own = column >= kColumnCount;
  switch (role) {
    case Qt::DisplayRole:
      return own || column != kStarted ? QVariant(displayText(row, column)) : RunListModel::data(index, role);
    case kSortRole:
      return own || column == kName ? sortValue(row, column) : RunListModel::data(index, role);
    case Qt::ToolTipRole: {
      const QString text = toolTip(row, column);
      return text.isEmpty() ? RunListModel::data(index, role) : QVariant(text);
    }
    case Qt::TextAlignmentRole: {
      const bool number = column >= kAmplitude && column <= kLoss;
      return QVariant(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    case Qt::CheckStateRole:
      if (column != kName || !isTraining(row)) return {};
      return static_cast<int>(m_ticked.contains(row.folder()) ? Qt::Checked : Qt::Unchecked);
    case Qt::DecorationRole:
      if (column != kName || !m_ticked.contains(row.folder())) return {};
      return QColor(runColourName(m_colours.knownIndex(row.folder()), onDark()));
    case Qt::FontRole: {
      QFont font;
      font.setBold(row.folder() == m_highlighted);
      return font;
    }
    case kSearchRole: return searchText(row);
    case kTagsRole: return tagText(digestOf(row.folder()).notes).split(QStringLiteral(", "));
    default: return RunListModel::data(index, role);
  }
}

bool RunTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) return false;
  setTicked(rows()[static_cast<std::size_t>(index.row())].folder(), value.toInt() == Qt::Checked);
  return true;
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::ToolTipRole) {
    switch (section) {
      case kProgress: return tr("Share of the work, and time left at the pace of the last minute");
      case kName: return tr("Tick trainings to lay their curves over each other");
      case kAmplitude: return tr("NRMSE of the amplitude: of a training the best validation, of an evaluation "
                                       "the mean of its best method, else the last iteration");
      case kPhase: return tr("NRMSE of the phase: of a training the best validation, of an evaluation "
                                       "the mean of its best method, else the last iteration");
      case kStep: return tr("Step of the best validation, number of iterations or of images");
      case kLastAmplitude: return tr("NRMSE of the amplitude at the last validation");
      case kLastPhase: return tr("NRMSE of the phase at the last validation");
      case kLoss: return tr("Training loss or residual of the last step");
      default: return {};
    }
  }
  if (role != Qt::DisplayRole || section < kColumnCount) return RunListModel::headerData(section, orientation, role);
  switch (section) {
    case kVerb: return tr("Verb");
    case kAmplitude: return tr("Best A");
    case kPhase: return tr("Best φ");
    case kStep: return tr("At step");
    case kLastAmplitude: return tr("Last A");
    case kLastPhase: return tr("Last φ");
    case kLoss: return tr("Loss");
    case kTags: return tr("Tags");
    default: return {};
  }
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = RunListModel::flags(index);
  if (index.isValid() && index.column() == kName && isTraining(rows()[static_cast<std::size_t>(index.row())])) {
    flags |= Qt::ItemIsUserCheckable;
  }
  return flags;
}

}  // namespace ptycho
