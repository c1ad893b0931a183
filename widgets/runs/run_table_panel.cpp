#include "widgets/runs/run_table_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QHoverEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include "widgets/kit/status/run_row_delegate.h"
#include "widgets/runs/run_filter.h"
#include "widgets/runs/run_table_model.h"

namespace ptycho {
namespace {

QComboBox* choice(const char* name, const QString& help, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(name);
  box->setToolTip(help);
  box->setAccessibleName(help);
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

/// New words for a choice, with what was chosen kept while it is still there.
void setWords(QComboBox& box, const QString& all, const QStringList& words) {
  QStringList shown;
  for (int i = 1; i < box.count(); ++i) shown << box.itemText(i);
  if (box.count() > 0 && shown == words) return;
  const QString chosen = box.currentData().toString();
  const QSignalBlocker quiet(box);
  box.clear();
  box.addItem(all, QString());
  for (const QString& word : words) box.addItem(word, word);
  box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

}  // namespace

RunTablePanel::RunTablePanel(RunTableModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_proxy(new RunFilterProxy(this)),
      m_text(new QLineEdit(this)),
      m_verb(choice("filterVerb", tr("Only runs of this verb"), this)),
      m_state(choice("filterState", tr("Only runs in this state"), this)),
      m_tag(choice("filterTag", tr("Only runs with this tag"), this)),
      m_count(new QLabel(this)),
      m_view(new QTreeView(this)),
      m_empty(new QWidget(this)),
      m_emptyText(new QLabel(m_empty)) {
  m_proxy->setSourceModel(&m_model);
  buildView();
  showBoxes();
  auto* newRun = new QPushButton(tr("New training…"), m_empty);
  newRun->setObjectName("firstRun");
  m_emptyText->setWordWrap(true);
  m_emptyText->setForegroundRole(QPalette::PlaceholderText);
  auto* empty = new QVBoxLayout(m_empty);
  empty->setContentsMargins(24, 24, 24, 24);
  empty->addWidget(m_emptyText);
  empty->addWidget(newRun, 0, Qt::AlignLeft);
  empty->addStretch(1);
  connect(newRun, &QPushButton::clicked, this, &RunTablePanel::newRunRequested);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(buildFilters());
  layout->addWidget(m_view, 1);
  layout->addWidget(m_empty, 1);
  refresh({});
}

QWidget* RunTablePanel::buildFilters() {
  auto* bar = new QWidget(this);
  m_text->setObjectName("filterText");
  m_text->setPlaceholderText(tr("Filter by name, tag, note, message"));
  m_text->setClearButtonEnabled(true);
  m_state->addItem(tr("All states"), QString());
  m_state->addItem(tr("under way"), QStringLiteral("active"));
  m_state->addItem(tr("in trouble"), QStringLiteral("trouble"));
  for (int i = 0; i <= static_cast<int>(RunLiveness::Lost); ++i) {
    const auto liveness = static_cast<RunLiveness>(i);
    m_state->addItem(livenessWord(liveness), QString::fromStdString(runLivenessName(liveness)));
    m_state->setItemData(m_state->count() - 1, livenessHelp(liveness), Qt::ToolTipRole);
  }
  m_count->setForegroundRole(QPalette::PlaceholderText);
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->setSpacing(6);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_verb);
  layout->addWidget(m_state);
  layout->addWidget(m_tag);
  layout->addWidget(m_count);
  connect(m_text, &QLineEdit::textChanged, this, &RunTablePanel::applyFilter);
  for (QComboBox* box : {m_verb, m_state, m_tag}) {
    connect(box, &QComboBox::currentIndexChanged, this, &RunTablePanel::applyFilter);
  }
  return bar;
}

void RunTablePanel::buildView() {
  m_view->setObjectName("runTable");
  m_view->setModel(m_proxy);
  m_view->setItemDelegate(new RunRowDelegate(m_view));
  m_view->setRootIsDecorated(false);
  m_view->setUniformRowHeights(true);
  m_view->setAlternatingRowColors(true);
  m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_view->setSortingEnabled(true);
  m_view->sortByColumn(RunTableModel::kStarted, Qt::DescendingOrder);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->setMouseTracking(true);
  m_view->viewport()->installEventFilter(this);
  QHeaderView* header = m_view->header();
  header->setSectionsMovable(true);
  header->setStretchLastSection(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  // In the order in which they are shown; what a narrow table cuts off comes last.
  const std::pair<int, int> columns[] = {{RunTableModel::kName, 140},    {RunTableModel::kState, 150},
                                         {RunTableModel::kProgress, 64}, {RunTableModel::kAmplitude, 56},
                                         {RunTableModel::kPhase, 56},    {RunTableModel::kStep, 54},
                                         {RunTableModel::kStarted, 80},  {RunTableModel::kVerb, 80},
                                         {RunTableModel::kLoss, 62},     {RunTableModel::kLastAmplitude, 58},
                                         {RunTableModel::kLastPhase, 58}};
  int place = 0;
  for (const auto& [column, width] : columns) {
    header->resizeSection(column, width);
    header->moveSection(header->visualIndex(column), place++);
  }
  m_view->hideColumn(RunTableModel::kLastAmplitude);
  m_view->hideColumn(RunTableModel::kLastPhase);

  connect(header, &QWidget::customContextMenuRequested, this, &RunTablePanel::showHeaderMenu);
  connect(m_view, &QTreeView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT openRequested(folderAt(index)); });
  connect(m_view, &QWidget::customContextMenuRequested, this,
          [this](const QPoint& place) { Q_EMIT menuRequested(m_view->viewport()->mapToGlobal(place)); });
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) { Q_EMIT currentChanged(folderAt(current)); });
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunTablePanel::selectionChanged);
}

void RunTablePanel::refresh(const QString& root) {
  setWords(*m_verb, tr("All verbs"), m_model.allVerbs());
  const QStringList tags = m_model.allTags();
  setWords(*m_tag, tr("All tags"), tags);
  m_tag->setVisible(!tags.isEmpty());
  const bool empty = m_model.rowCount() == 0;
  m_view->setVisible(!empty);
  m_empty->setVisible(empty);
  if (empty) {
    m_emptyText->setText(tr("No runs yet below %1.\n\nStart a training here, simulate in Setup, reconstruct in "
                            "Reconstruct, or run ptychodesk-cli in a shell: whatever makes a run folder there appears "
                            "in this table by itself.").arg(root));
  }
  applyFilter();
}

void RunTablePanel::applyFilter() {
  m_proxy->setFilter({m_text->text(), m_verb->currentData().toString(), m_state->currentData().toString(),
                      m_tag->currentData().toString()});
  const int all = m_model.rowCount();
  const int shown = m_proxy->rowCount();
  m_count->setText(shown == all ? runsText(all) : tr("%1 of %2").arg(shown).arg(all));
}

QString RunTablePanel::folderAt(const QModelIndex& index) const {
  return index.data(RunTableModel::kFolderRole).toString();
}

QString RunTablePanel::currentFolder() const { return folderAt(m_view->currentIndex()); }

QStringList RunTablePanel::selectedFolders() const {
  QStringList folders;
  for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) folders << folderAt(index);
  return folders;
}

void RunTablePanel::select(const QString& folder) {
  for (int row = 0; row < m_proxy->rowCount(); ++row) {
    const QModelIndex index = m_proxy->index(row, 0);
    if (folderAt(index) != folder) continue;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    return;
  }
}

void RunTablePanel::showHeaderMenu(const QPoint& place) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (int column = 1; column < RunTableModel::kAllColumns; ++column) {
    QAction* action = menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    action->setCheckable(true);
    action->setChecked(!m_view->isColumnHidden(column));
    connect(action, &QAction::toggled, this, [this, column](bool on) { m_view->setColumnHidden(column, !on); });
  }
  menu->popup(m_view->header()->mapToGlobal(place));
}

bool RunTablePanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_view->viewport()) {
    QString folder = m_hovered;
    if (event->type() == QEvent::MouseMove) {
      folder = folderAt(m_view->indexAt(static_cast<QMouseEvent*>(event)->position().toPoint()));
    }
    if (event->type() == QEvent::Leave) folder.clear();
    if (folder != m_hovered) Q_EMIT hovered(m_hovered = folder);
  }
  return QWidget::eventFilter(watched, event);
}

/// The style draws the outline of a box a shade darker than the window, which is not seen on a dark table.
void RunTablePanel::showBoxes() {
  QPalette colours = palette();
  const bool dark = colours.color(QPalette::Base).lightness() < 128;
  if (dark) colours.setColor(QPalette::Window, colours.color(QPalette::Text));
  m_view->viewport()->setPalette(colours);
  m_view->setPalette(colours);
}

void RunTablePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) showBoxes();
}

QByteArray RunTablePanel::saveLayout() const { return m_view->header()->saveState(); }

void RunTablePanel::restoreLayout(const QByteArray& layout) {
  if (!layout.isEmpty()) m_view->header()->restoreState(layout);
}

}  // namespace ptycho
