#include "widgets/reconstruct/attempts_model.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QFont>

#include "widgets/models/run_row.h"

namespace ptycho {
namespace {

double numberOf(const Attempt& attempt, int column) {
  switch (column) {
    case AttemptsModel::kIterations: return attempt.iterations;
    case AttemptsModel::kTime: return attempt.seconds;
    case AttemptsModel::kResidual: return attempt.residual;
    case AttemptsModel::kUpdate: return attempt.update;
    case AttemptsModel::kResolution: return attempt.resolution_px;
    case AttemptsModel::kAmplitude: return attempt.amplitude_nrmse;
    case AttemptsModel::kPhase: return attempt.phase_nrmse;
    case AttemptsModel::kEnded: return static_cast<double>(attempt.ended_s);
    default: return std::nan("");
  }
}

bool isText(int column) {
  return column == AttemptsModel::kName || column == AttemptsModel::kChain || column == AttemptsModel::kNote;
}

QString endedText(qint64 seconds) { return shortTime(QDateTime::fromSecsSinceEpoch(seconds)); }

QString numberText(const Attempt& attempt, int column) {
  const double value = numberOf(attempt, column);
  if (!attempt.problem.isEmpty() && column != AttemptsModel::kEnded) return {};
  if (!std::isfinite(value)) return QStringLiteral("–");
  switch (column) {
    case AttemptsModel::kIterations: return QString::number(attempt.iterations);
    case AttemptsModel::kTime: return durationText(value);
    case AttemptsModel::kUpdate: return QString::number(value, 'e', 1);
    case AttemptsModel::kEnded: return endedText(attempt.ended_s);
    case AttemptsModel::kResolution:
      return attempt.pixel_m > 0 ? AttemptsModel::tr("%1 nm").arg(1e9 * value * attempt.pixel_m, 0, 'f', 1)
                                 : AttemptsModel::tr("%1 px").arg(value, 0, 'f', 2);
    default: return QString::number(value, 'f', 4);
  }
}

QString textOf(const Attempt& attempt, int column) {
  switch (column) {
    case AttemptsModel::kName: return attempt.name;
    case AttemptsModel::kChain: return attempt.problem.isEmpty() ? attempt.chain : AttemptsModel::tr("unreadable");
    case AttemptsModel::kNote: return attempt.note;
    default: return numberText(attempt, column);
  }
}

/// A row that looks the same needs no repaint, and an editor that is open in it keeps what has been typed.
bool looksSame(const Attempt& a, const Attempt& b) {
  for (int column = 0; column < AttemptsModel::kColumnCount; ++column) {
    if (textOf(a, column) != textOf(b, column)) return false;
  }
  return a.problem == b.problem;
}

QVariant sortValue(const Attempt& attempt, int column) {
  if (isText(column)) return textOf(attempt, column);
  const double value = numberOf(attempt, column);
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

struct Heading {
  const char* text;
  const char* help;
};
constexpr Heading kHeadings[AttemptsModel::kColumnCount] = {
    {QT_TRANSLATE_NOOP("AttemptsModel", "Run"), QT_TRANSLATE_NOOP("AttemptsModel", "Title or name of the run")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "Chain"), QT_TRANSLATE_NOOP("AttemptsModel", "Stages engine:iterations:options")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "Iterations"), QT_TRANSLATE_NOOP("AttemptsModel", "Carried out, all stages")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "Time"), QT_TRANSLATE_NOOP("AttemptsModel", "Of the engines, without pauses")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "R"),
     QT_TRANSLATE_NOOP("AttemptsModel", "Diffraction residual Σ| |F| − M | / Σ M of the result")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "χ"),
     QT_TRANSLATE_NOOP("AttemptsModel", "Change of the object in the last iteration, relative to the object")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "Resolution"),
     QT_TRANSLATE_NOOP("AttemptsModel", "Half a period down to which two halves of the scan agree (½-bit)")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "NRMSE A"), QT_TRANSLATE_NOOP("AttemptsModel", "Of the amplitude, against the truth")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "NRMSE φ"), QT_TRANSLATE_NOOP("AttemptsModel", "Of the phase, against the truth")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "Ended"), QT_TRANSLATE_NOOP("AttemptsModel", "When the result was written")},
    {QT_TRANSLATE_NOOP("AttemptsModel", "Note"),
     QT_TRANSLATE_NOOP("AttemptsModel", "Double click or F2 writes what should be remembered; it stays with the run")}};

}  // namespace

void AttemptsModel::setAttempts(std::vector<Attempt> attempts) {
  const auto sameRuns = std::equal(attempts.begin(), attempts.end(), m_attempts.begin(), m_attempts.end(),
                                   [](const Attempt& a, const Attempt& b) { return a.folder == b.folder; });
  if (!sameRuns) {
    beginResetModel();
    m_attempts = std::move(attempts);
    return endResetModel();
  }
  for (int row = 0; row < rowCount(); ++row) {
    const auto k = static_cast<std::size_t>(row);
    const bool same = looksSame(m_attempts[k], attempts[k]);
    m_attempts[k] = std::move(attempts[k]);
    if (!same) Q_EMIT dataChanged(index(row, 0), index(row, kColumnCount - 1));
  }
}

void AttemptsModel::setShown(const QString& folder) {
  m_shown = folder;
  if (!m_attempts.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1), {Qt::FontRole});
}

const Attempt* AttemptsModel::attemptOf(const QString& folder) const {
  const auto found = std::ranges::find(m_attempts, folder, &Attempt::folder);
  return found == m_attempts.end() ? nullptr : &*found;
}

QString AttemptsModel::distinctName(const QString& folder) const {
  const Attempt* attempt = attemptOf(folder);
  if (!attempt) return {};
  const bool shared = std::ranges::count(m_attempts, attempt->name, &Attempt::name) > 1;
  return shared ? tr("%1, %2").arg(attempt->name, endedText(attempt->ended_s)) : attempt->name;
}

bool AttemptsModel::columnSpeaks(int column) const {
  if (isText(column)) return true;
  return std::ranges::any_of(m_attempts, [column](const Attempt& one) { return std::isfinite(numberOf(one, column)); });
}

int AttemptsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_attempts.size());
}

int AttemptsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumnCount; }

QVariant AttemptsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Attempt& attempt = m_attempts[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return textOf(attempt, index.column());
    case Qt::EditRole: return index.column() == kNote ? QVariant(attempt.note) : QVariant();
    case Qt::ToolTipRole: return attempt.problem.isEmpty() ? attempt.folder : attempt.problem;
    case Qt::TextAlignmentRole:
      return QVariant((isText(index.column()) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole: {
      QFont font;
      font.setBold(attempt.folder == m_shown);
      return font;
    }
    case kSortRole: return sortValue(attempt, index.column());
    case kFolderRole: return attempt.folder;
    default: return {};
  }
}

bool AttemptsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || index.column() != kNote) return false;
  Attempt& attempt = m_attempts[static_cast<std::size_t>(index.row())];
  const QString note = value.toString().trimmed();
  if (note == attempt.note) return false;
  attempt.note = note;
  Q_EMIT dataChanged(index, index);
  Q_EMIT noteWritten(attempt.folder, note);
  return true;
}

Qt::ItemFlags AttemptsModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags plain = QAbstractTableModel::flags(index);
  return index.column() == kNote ? plain | Qt::ItemIsEditable : plain;
}

QVariant AttemptsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumnCount) return {};
  if (role == Qt::DisplayRole) return tr(kHeadings[section].text);
  if (role == Qt::ToolTipRole) return tr(kHeadings[section].help);
  if (role == Qt::TextAlignmentRole && !isText(section)) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  return {};
}

}  // namespace ptycho
