#include "widgets/import/dataset_table.h"

#include <algorithm>
#include <array>

#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

namespace ptycho {

namespace {

constexpr int kFirstRole = 3;  ///< columns before: path, shape, type

struct Role {
  const char* word;
  const char* title;
  const char* key;
  std::string ImportSpec::*path;
};
constexpr std::array kRoles{
    Role{"patterns", QT_TRANSLATE_NOOP("DatasetTable", "Patterns"), "patterns_path", &ImportSpec::patterns_path},
    Role{"positions", QT_TRANSLATE_NOOP("DatasetTable", "Positions"), "positions_path", &ImportSpec::positions_path},
    Role{"probe", QT_TRANSLATE_NOOP("DatasetTable", "Probe"), "probe_path", &ImportSpec::probe_path},
    Role{"mask", QT_TRANSLATE_NOOP("DatasetTable", "Mask"), "mask_path", &ImportSpec::mask_path}};

QTableWidgetItem* textItem(const QString& text) {
  auto* item = new QTableWidgetItem(text);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  item->setToolTip(text);
  return item;
}

}  // namespace

DatasetTable::DatasetTable(QWidget* parent) : QWidget(parent), m_table(new QTableWidget(this)) {
  auto* help = new QLabel(tr("Tick what each data set is to be taken for. Positions may also come from a file of their "
                             "own: “Positions from” in the form."),
                          this);
  help->setWordWrap(true);
  m_table->setObjectName(QStringLiteral("datasets"));
  m_table->setColumnCount(kFirstRole + static_cast<int>(kRoles.size()));
  QStringList titles{tr("Data set"), tr("Shape"), tr("Type")};
  for (const Role& role : kRoles) titles << tr(role.title);
  m_table->setHorizontalHeaderLabels(titles);
  m_table->verticalHeader()->hide();
  m_table->setTabKeyNavigation(false);
  m_table->setAlternatingRowColors(true);
  m_table->setWordWrap(false);
  // The style's own boxes cannot be seen on a dark ground.
  m_table->setStyleSheet(QStringLiteral(
      "QTableWidget::indicator { width: 11px; height: 11px; border: 1px solid palette(text); border-radius: 2px; }"
      "QTableWidget::indicator:checked { background: palette(text); }"));
  m_table->setTextElideMode(Qt::ElideMiddle);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 8, 10, 8);
  column->addWidget(help);
  column->addWidget(m_table, 1);
  connect(m_table, &QTableWidget::itemChanged, this, &DatasetTable::take);
}

void DatasetTable::setDatasets(const std::vector<ListedDataset>& datasets) {
  m_datasets = datasets;
  std::ranges::stable_partition(m_datasets, [](const ListedDataset& dataset) { return !dataset.couldBe.isEmpty(); });
  const QSignalBlocker quiet(m_table);
  m_table->setRowCount(0);
  m_table->setRowCount(static_cast<int>(m_datasets.size()));
  int row = 0;
  for (const ListedDataset& dataset : m_datasets) {
    m_table->setItem(row, 0, textItem(dataset.path));
    m_table->setItem(row, 1, textItem(dataset.shapeText()));
    m_table->setItem(row, 2, textItem(dataset.type));
    for (std::size_t k = 0; k < kRoles.size(); ++k) {
      auto* item = new QTableWidgetItem;
      const bool fits = dataset.couldBe.contains(QLatin1String(kRoles[k].word));
      item->setFlags(fits ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::NoItemFlags);
      if (fits) item->setCheckState(Qt::Unchecked);
      item->setToolTip(fits ? tr("Take %1 for this").arg(dataset.path) : tr("Its shape or type does not fit"));
      m_table->setItem(row, kFirstRole + static_cast<int>(k), item);
    }
    ++row;
  }
  setSpec(m_spec);
}

void DatasetTable::setSpec(const ImportSpec& spec) {
  m_spec = spec;
  const QSignalBlocker quiet(m_table);
  for (int row = 0; row < m_table->rowCount(); ++row) {
    const std::string path = m_datasets[static_cast<std::size_t>(row)].path.toStdString();
    for (std::size_t k = 0; k < kRoles.size(); ++k) {
      QTableWidgetItem* item = m_table->item(row, kFirstRole + static_cast<int>(k));
      if (!(item->flags() & Qt::ItemIsUserCheckable)) continue;
      const bool chosen = spec.*kRoles[k].path == path;
      item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
      item->setText(chosen ? tr("taken") : tr("fits"));
    }
  }
}

void DatasetTable::take(QTableWidgetItem* item) {
  if (item->column() < kFirstRole || !(item->flags() & Qt::ItemIsUserCheckable)) return;
  const Role& role = kRoles[static_cast<std::size_t>(item->column() - kFirstRole)];
  const bool on = item->checkState() == Qt::Checked;
  const QString path = m_datasets[static_cast<std::size_t>(item->row())].path;
  Q_EMIT pathChosen(QLatin1String(role.key), on ? path : QString());
}

}  // namespace ptycho
