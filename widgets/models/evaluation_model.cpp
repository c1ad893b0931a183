#include "widgets/models/evaluation_model.h"

#include <algorithm>
#include <cmath>

namespace ptycho {

EvaluationModel::EvaluationModel(ImageMarks& marks, QObject* parent) : QAbstractTableModel(parent), m_marks(marks) {
  connect(&marks, &ImageMarks::markChanged, this, [this](qint64 image) {
    if (const auto row = m_table->rowOf(image)) {
      Q_EMIT dataChanged(index(static_cast<int>(*row), 0), index(static_cast<int>(*row), 2));
    }
  });
  connect(&marks, &ImageMarks::replaced, this, [this] {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 2));
  });
}

void EvaluationModel::setTable(const std::shared_ptr<const ImageTable>& table) {
  const int before = rowCount();
  const int after = static_cast<int>(table->size());
  const bool goesOn = before > 0 && table->continues(*m_table);
  if (!goesOn) {
    beginResetModel();
    m_table = table;
    m_columns = imageColumns(*table);
    m_reference = 0;
    return endResetModel();
  }
  if (after > before) beginInsertRows({}, before, after - 1);
  m_table = table;
  if (after > before) endInsertRows();
  Q_EMIT dataChanged(index(0, 0), index(before - 1, columnCount() - 1));
}

void EvaluationModel::setReference(int method) {
  if (method == m_reference || method < 0 || method >= m_table->methodCount()) return;
  m_reference = method;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int EvaluationModel::columnOf(const QString& key) const {
  const auto found = std::ranges::find(m_columns, key, &ImageColumn::key);
  return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

double EvaluationModel::value(int row, int column) const {
  return columnValue(*m_table, static_cast<std::size_t>(row), this->column(column), m_reference);
}

QString EvaluationModel::text(int row, int column) const {
  const ImageColumn& shown = this->column(column);
  const auto place = static_cast<std::size_t>(row);
  switch (shown.kind) {
    case ImageColumn::Kind::Name: return m_table->name(place);
    case ImageColumn::Kind::Tags: return m_marks.tagText(m_marks.mark(m_table->image(place)));
    case ImageColumn::Kind::Note: return m_marks.mark(m_table->image(place)).note;
    default: return columnText(value(row, column), shown);
  }
}

std::vector<double> EvaluationModel::values(int column) const {
  std::vector<double> values(m_table->size());
  for (int row = 0; row < rowCount(); ++row) values[static_cast<std::size_t>(row)] = value(row, column);
  return values;
}

bool EvaluationModel::isFailed(int row) const {
  for (int method = 0; method < m_table->methodCount(); ++method) {
    const EvaluationRecord* record = m_table->record(static_cast<std::size_t>(row), method);
    if (record && !(std::isfinite(record->amplitude_nrmse) && std::isfinite(record->phase_nrmse))) return true;
  }
  return false;
}

int EvaluationModel::failedCount() const {
  int count = 0;
  for (int row = 0; row < rowCount(); ++row) count += isFailed(row) ? 1 : 0;
  return count;
}

int EvaluationModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table->size());
}

int EvaluationModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

EvaluationModel::Warning EvaluationModel::warning(int row, const ImageColumn& column) const {
  if (column.kind == ImageColumn::Kind::Name) return isFailed(row) ? Warning::Failed : Warning::None;
  if (column.method < 0) return Warning::None;
  const EvaluationRecord* record = m_table->record(static_cast<std::size_t>(row), column.method);
  if (!record) return Warning::None;
  const auto worse = [](double error, double flat) { return error > flat ? Warning::WorseThanFlat : Warning::None; };
  const auto ofError = [&](double error, double flat) { return std::isnan(error) ? Warning::Failed : worse(error, flat); };
  if (column.kind == ImageColumn::Kind::Error) {
    return ofError(record->amplitude_nrmse + record->phase_nrmse,
                   record->flat_amplitude_nrmse + record->flat_phase_nrmse);
  }
  if (column.kind != ImageColumn::Kind::Record) return Warning::None;
  if (column.number->key == "amplitude_nrmse") return ofError(record->amplitude_nrmse, record->flat_amplitude_nrmse);
  if (column.number->key == "phase_nrmse") return ofError(record->phase_nrmse, record->flat_phase_nrmse);
  return Warning::None;
}

QString EvaluationModel::toolTip(int row, int column) const {
  const ImageColumn& shown = this->column(column);
  const auto place = static_cast<std::size_t>(row);
  QString text = tr("%1 (image %2)").arg(m_table->name(place)).arg(m_table->image(place));
  if (shown.isNumber()) text += QStringLiteral("\n%1: %2").arg(shown.title, this->text(row, column));
  if (warning(row, shown) == Warning::WorseThanFlat) text += tr("\nWorse than a flat picture");
  for (int method = 0; method < m_table->methodCount(); ++method) {
    const EvaluationRecord* record = m_table->record(place, method);
    if (!record || record->problem.empty()) continue;
    text += QStringLiteral("\n%1: %2").arg(m_table->method(method), QString::fromStdString(record->problem));
  }
  return text;
}

QVariant EvaluationModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const int row = index.row();
  const ImageColumn& shown = column(index.column());
  switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(Qt::AlignVCenter | (shown.isNumber() ? Qt::AlignRight : Qt::AlignLeft));
    case kValueRole: return value(row, index.column());
    case kImageRole: return QVariant::fromValue<qint64>(m_table->image(static_cast<std::size_t>(row)));
    case kWarningRole: return static_cast<int>(warning(row, shown));
    default: return {};
  }
}

QVariant EvaluationModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::DisplayRole) return column(section).label;
  if (role == Qt::ToolTipRole) return column(section).title;
  return {};
}

}  // namespace ptycho
