#include "widgets/reconstruct/stage_table_model.h"

namespace ptycho {
namespace {

/// What differs from the defaults, beyond the columns: "beta=0.8".
QString settingsText(const StageSpec& stage) {
  const StageSpec defaults;
  QStringList settings;
  for (const auto& field : StageSpec::fields()) {
    const QString key = QString::fromStdString(field.info.key);
    if (key == QLatin1String("engine") || key == QLatin1String("iterations") || key == QLatin1String("range")) continue;
    const FieldValue value = field.get(stage);
    if (value == field.get(defaults)) continue;
    settings << key + QStringLiteral("=") + QString::fromStdString(fieldText(value));
  }
  return settings.join(QStringLiteral(", "));
}

}  // namespace

void StageTableModel::setStages(const std::vector<StageSpec>& stages) {
  if (stages.size() == m_stages.size()) {
    for (std::size_t k = 0; k < stages.size(); ++k) {
      if (stages[k] == m_stages[k]) continue;
      m_stages[k] = stages[k];
      const int row = static_cast<int>(k);
      Q_EMIT dataChanged(index(row, 0), index(row, kColumnCount - 1));
    }
    return;
  }
  beginResetModel();
  m_stages = stages;
  endResetModel();
}

int StageTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_stages.size());
}

int StageTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumnCount; }

QVariant StageTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const StageSpec& stage = m_stages[static_cast<std::size_t>(index.row())];
  if (role == Qt::TextAlignmentRole && index.column() == kIterations)
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) return tr("%1, %2 iterations").arg(QString::fromStdString(engineTitle(stage.engine))).arg(stage.iterations);
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case kEngine: return QString::fromStdString(engineTitle(stage.engine));
    case kIterations: return stage.iterations;
    case kRange: return stage.range ? tr("kept") : QString();
    default: return settingsText(stage);
  }
}

QVariant StageTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  switch (section) {
    case kEngine: return tr("Engine");
    case kIterations: return tr("Iterations");
    case kRange: return tr("Range");
    case kSettings: return tr("Settings");
    default: return {};
  }
}

}  // namespace ptycho
