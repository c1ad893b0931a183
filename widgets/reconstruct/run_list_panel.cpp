#include "widgets/reconstruct/run_list_panel.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QMenu>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

#include "widgets/models/run_list_model.h"
#include "widgets/kit/status/run_row_delegate.h"

namespace ptycho {

RunListPanel::RunListPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new RunListModel(this)),
      m_proxy(new RunListProxy(this)),
      m_view(new QTreeView(this)),
      m_empty(new QLabel(this)),
      m_resume(new QPushButton(tr("Resume"), this)) {
  m_proxy->setSourceModel(m_model);
  m_proxy->setVerb(QStringLiteral("reconstruct"));
  m_view->setModel(m_proxy);
  m_view->setItemDelegate(new RunRowDelegate(m_view));
  m_view->setRootIsDecorated(false);
  m_view->setUniformRowHeights(true);
  m_view->setSortingEnabled(true);
  m_view->sortByColumn(RunListModel::kStarted, Qt::DescendingOrder);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->hideColumn(RunListModel::kProgress);
  m_view->header()->setStretchLastSection(false);
  m_view->header()->setSectionResizeMode(RunListModel::kName, QHeaderView::Stretch);
  m_view->header()->setSectionResizeMode(RunListModel::kState, QHeaderView::ResizeToContents);
  m_view->header()->setSectionResizeMode(RunListModel::kStarted, QHeaderView::ResizeToContents);
  m_empty->setText(tr("No runs yet. A run started here or by the command line appears in this list."));
  m_empty->setWordWrap(true);
  m_empty->setForegroundRole(QPalette::PlaceholderText);
  m_empty->setContentsMargins(10, 8, 10, 8);
  m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_empty, 1);
  layout->addWidget(m_view, 1);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(10, 4, 10, 6);
  foot->addWidget(m_resume);
  foot->addStretch(1);
  layout->addLayout(foot);
  m_view->hide();
  m_resume->hide();
  m_resume->setObjectName(QStringLiteral("resumeRun"));
  connect(m_resume, &QPushButton::clicked, this,
          [this] { Q_EMIT resumeRequested(folderAt(m_view->currentIndex())); });
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RunListPanel::offerResume);

  connect(m_view, &QTreeView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT openRequested(folderAt(index)); });
  connect(m_view, &QWidget::customContextMenuRequested, this, &RunListPanel::showMenu);
}

void RunListPanel::setRows(const std::vector<RunRow>& rows) {
  m_model->setRows(rows);
  const bool empty = m_proxy->rowCount() == 0;
  m_empty->setVisible(empty);
  m_view->setVisible(!empty);
  m_resume->setVisible(!empty);
  offerResume();
}

void RunListPanel::setRoot(const QString& root) { m_empty->setToolTip(root); }

void RunListPanel::setCurrentRun(const QString& folder) {
  static_cast<RunRowDelegate*>(m_view->itemDelegate())->setCurrentRun(folder);
  m_view->viewport()->update();
}

QString RunListPanel::folderAt(const QModelIndex& index) const {
  return index.data(RunListModel::kFolderRole).toString();
}

QString RunListPanel::resumeObstacle(const QString& folder) const {
  const RunRow* row = m_model->rowOf(folder);
  return row ? row->resumeObstacle() : tr("Choose a run that was stopped or lost.");
}

void RunListPanel::offerResume() {
  const QString obstacle = resumeObstacle(folderAt(m_view->currentIndex()));
  m_resume->setEnabled(obstacle.isEmpty());
  m_resume->setToolTip(obstacle.isEmpty() ? tr("Go on from the last checkpoint, as if it had never stopped") : obstacle);
}

QMenu* RunListPanel::menuFor(const QString& folder) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setToolTipsVisible(true);
  menu->addAction(tr("Open"), this, [this, folder] { Q_EMIT openRequested(folder); });
  const QString obstacle = resumeObstacle(folder);
  QAction* resume = menu->addAction(tr("Resume"), this, [this, folder] { Q_EMIT resumeRequested(folder); });
  resume->setObjectName(QStringLiteral("resumeAction"));
  resume->setEnabled(obstacle.isEmpty());
  resume->setToolTip(obstacle);
  menu->addAction(tr("Set up like this run"), this, [this, folder] { Q_EMIT useAcquisitionRequested(folder); });
  menu->addSeparator();
  menu->addAction(tr("Copy folder name"), this, [folder] { QGuiApplication::clipboard()->setText(folder); });
  menu->addAction(tr("Show folder"), this, [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
  return menu;
}

void RunListPanel::showMenu(const QPoint& place) {
  const QModelIndex index = m_view->indexAt(place);
  if (index.isValid()) menuFor(folderAt(index))->popup(m_view->viewport()->mapToGlobal(place));
}

}  // namespace ptycho
