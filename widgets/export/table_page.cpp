#include "widgets/export/table_page.h"

#include <algorithm>

#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/analyse/summary_table.h"
#include "core/evaluate/evaluation_columns.h"
#include "widgets/kit/form/file_question.h"
#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {

TablePage::TablePage(QWidget* parent) : QWidget(parent), m_view(new QTableWidget(this)) {
  m_view->setObjectName(QStringLiteral("summaryTable"));
  m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_view->setTabKeyNavigation(false);
  m_view->setAlternatingRowColors(true);
  m_view->verticalHeader()->hide();
  auto* splitter = new QSplitter(this);
  splitter->addWidget(buildChoices());
  splitter->addWidget(m_view);
  splitter->setStretchFactor(1, 1);
  splitter->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->addWidget(splitter, 1);
  column->addWidget(buildButtons());
  refresh();
}

QWidget* TablePage::buildChoices() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  const auto list = [&](const QString& title, const char* name) {
    column->addWidget(new QLabel(title, box));
    auto* made = new QListWidget(box);
    made->setObjectName(QLatin1String(name));
    made->setAccessibleName(title);
    made->setTextElideMode(Qt::ElideMiddle);
    column->addWidget(made, 1);
    connect(made, &QListWidget::itemChanged, this, &TablePage::refresh);
    return made;
  };
  m_evaluations = list(tr("Evaluations"), "tableEvaluations");
  m_columns = list(tr("Columns"), "tableColumns");
  const QSignalBlocker quiet(m_columns);
  for (const auto& known : evaluationColumns()) {
    auto* item = new QListWidgetItem(QString::fromStdString(known.label), m_columns);
    item->setData(Qt::UserRole, QString::fromStdString(known.key));
    const bool usual = std::ranges::find(paperColumns(), known.key) != paperColumns().end();
    item->setCheckState(usual ? Qt::Checked : Qt::Unchecked);
  }
  m_flat = new QCheckBox(tr("Flat picture as the first row"), box);
  m_flat->setToolTip(tr("What answering with a flat grey picture comes to: every method must beat it"));
  m_flat->setChecked(true);
  connect(m_flat, &QCheckBox::toggled, this, &TablePage::refresh);
  column->addWidget(m_flat);
  box->setMinimumWidth(280);
  return box;
}

QWidget* TablePage::buildButtons() {
  auto* box = new QWidget(this);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->addStretch();
  const auto add = [&](Glyph glyph, const QString& text, const char* name) {
    auto* button = pushButton(glyph, text, name, {}, box);
    row->addWidget(button);
    m_buttons.push_back(button);
    return button;
  };
  connect(add(Glyph::Copy, tr("Copy Markdown"), "copyMarkdown"), &QPushButton::clicked, this,
          [this] { copy(tableToMarkdown, tr("Markdown")); });
  connect(add(Glyph::Copy, tr("Copy LaTeX"), "copyLatex"), &QPushButton::clicked, this,
          [this] { copy(tableToLatex, tr("LaTeX")); });
  connect(add(Glyph::Copy, tr("Copy CSV"), "copyCsv"), &QPushButton::clicked, this,
          [this] { copy(tableToCsv, tr("CSV")); });
  connect(add(Glyph::Export, tr("E&xport…"), "exportTable"), &QPushButton::clicked, this, &TablePage::exportTable);
  return box;
}

void TablePage::setSources(const std::vector<ExportSource>& sources) {
  QStringList checked;
  QStringList known;
  for (int i = 0; i < m_evaluations->count(); ++i) {
    const QListWidgetItem* item = m_evaluations->item(i);
    known << item->data(Qt::UserRole).toString();
    if (item->checkState() == Qt::Checked) checked << known.back();
  }
  m_sources.clear();
  const QSignalBlocker quiet(m_evaluations);
  m_evaluations->clear();
  for (const ExportSource& source : sources) {
    if (!source.evaluation) continue;
    auto* item = new QListWidgetItem(source.title, m_evaluations);
    item->setData(Qt::UserRole, source.file);
    item->setToolTip(source.file);
    const bool first = known.isEmpty() && m_sources.empty();  // something to see at once
    item->setCheckState(first || checked.contains(source.file) ? Qt::Checked : Qt::Unchecked);
    m_sources.push_back(source);
  }
  refresh();
}

void TablePage::refresh() {
  std::vector<NamedEvaluation> chosen;
  for (std::size_t i = 0; i < m_sources.size(); ++i) {
    if (m_evaluations->item(static_cast<int>(i))->checkState() != Qt::Checked) continue;
    chosen.push_back({m_sources[i].title.toStdString(), &m_sources[i].evaluation->stored.evaluation});
  }
  std::vector<std::string> columns;
  for (int i = 0; i < m_columns->count(); ++i) {
    const QListWidgetItem* item = m_columns->item(i);
    if (item->checkState() == Qt::Checked) columns.push_back(item->data(Qt::UserRole).toString().toStdString());
  }
  m_table = summaryTable(chosen, columns, m_flat->isChecked());
  const bool any = !m_table.rows.empty();
  for (QPushButton* button : m_buttons) button->setEnabled(any);
  m_view->clear();
  m_view->setRowCount(any ? static_cast<int>(m_table.rows.size()) : 1);
  m_view->setColumnCount(any ? static_cast<int>(m_table.header.size()) : 1);
  m_view->horizontalHeader()->setVisible(any);
  if (!any) {
    m_view->setItem(0, 0, new QTableWidgetItem(tr("Tick evaluations on the left. There are none before images have "
                                                  "been evaluated (ptychodesk-cli evaluate, or Runs › New).")));
    m_view->resizeColumnsToContents();
    return;
  }
  for (std::size_t c = 0; c < m_table.header.size(); ++c) {
    m_view->setHorizontalHeaderItem(static_cast<int>(c), new QTableWidgetItem(QString::fromStdString(m_table.header[c])));
  }
  for (std::size_t r = 0; r < m_table.rows.size(); ++r) {
    for (std::size_t c = 0; c < m_table.rows[r].size(); ++c) {
      m_view->setItem(static_cast<int>(r), static_cast<int>(c),
                      new QTableWidgetItem(QString::fromStdString(m_table.rows[r][c])));
    }
  }
  m_view->resizeColumnsToContents();
}

void TablePage::copy(std::string (*write)(const TextTable&), const QString& format) {
  QGuiApplication::clipboard()->setText(QString::fromStdString(write(m_table)));
  Q_EMIT noteGiven(tr("The table is on the clipboard as %1.").arg(format));
}

void TablePage::exportTable() {
  askForFile(this, m_dialog,
             {tr("Export table"), tr("CSV (*.csv);;Markdown (*.md);;LaTeX (*.tex);;HTML (*.html)"), QStringLiteral("csv")},
             [this](const QString& file) { Q_EMIT exportRequested(file); });
}

Result<std::string> encodeTable(const TextTable& table, const QString& file) {
  const QString suffix = QFileInfo(file).suffix().toLower();
  if (suffix == QLatin1String("csv")) return tableToCsv(table);
  if (suffix == QLatin1String("md")) return tableToMarkdown(table);
  if (suffix == QLatin1String("tex")) return tableToLatex(table);
  if (suffix == QLatin1String("html")) return tableToHtml(table);
  return fail(ErrorCode::Unsupported, "is no format for a table; use .csv, .md, .tex or .html.", file.toStdString());
}

}  // namespace ptycho
