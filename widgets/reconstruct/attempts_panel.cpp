#include "widgets/reconstruct/attempts_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

#include "widgets/reconstruct/attempts_model.h"

namespace ptycho {

AttemptsPanel::AttemptsPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new AttemptsModel(this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_view(new QTreeView(this)),
      m_empty(new QLabel(tr("Reconstruct the same scan again, with another chain or other options: the attempts appear "
                            "here beside one another."), this)),
      m_outcome(new QLabel(this)),
      m_compare(new QPushButton(tr("Compare"), this)),
      m_open(new QPushButton(tr("Open"), this)) {
  build();
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AttemptsPanel::offer);
  connect(m_view, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
    if (index.column() != AttemptsModel::kNote) Q_EMIT openRequested(chosen());
  });
  connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(chosen()); });
  connect(m_compare, &QPushButton::clicked, this, [this] {
    Q_EMIT compareRequested(m_compared.isEmpty() || m_compared != chosen() ? chosen() : QString());
  });
  connect(m_model, &AttemptsModel::noteWritten, this, &AttemptsPanel::noteWritten);
  setAttempts({});
}

void AttemptsPanel::build() {
  m_proxy->setSourceModel(m_model);
  m_proxy->setSortRole(AttemptsModel::kSortRole);
  m_view->setObjectName(QStringLiteral("attempts"));
  m_view->setModel(m_proxy);
  m_view->setRootIsDecorated(false);
  m_view->setUniformRowHeights(true);
  m_view->setSortingEnabled(true);
  m_view->sortByColumn(AttemptsModel::kResidual, Qt::AscendingOrder);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
  m_view->header()->setStretchLastSection(true);
  m_view->header()->setSectionResizeMode(AttemptsModel::kChain, QHeaderView::Interactive);
  m_empty->setWordWrap(true);
  m_empty->setForegroundRole(QPalette::PlaceholderText);
  m_empty->setContentsMargins(10, 8, 10, 8);
  m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  m_outcome->setObjectName(QStringLiteral("attemptsOutcome"));
  m_outcome->setWordWrap(true);
  m_compare->setObjectName(QStringLiteral("compareAttempt"));
  m_open->setObjectName(QStringLiteral("openAttempt"));
  m_open->setToolTip(tr("Shows this run in the place of the one that is shown"));

  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(10, 4, 10, 6);
  foot->addWidget(m_compare);
  foot->addWidget(m_open);
  foot->addSpacing(12);
  foot->addWidget(m_outcome, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_empty, 1);
  layout->addWidget(m_view, 1);
  layout->addLayout(foot);
}

void AttemptsPanel::setAttempts(std::vector<Attempt> attempts) {
  const QString before = chosen();
  const bool fresh = m_model->attempts().empty();
  m_model->setAttempts(std::move(attempts));
  const bool none = m_model->attempts().empty();
  m_empty->setVisible(none);
  m_view->setVisible(!none);
  m_compare->setVisible(!none);
  m_open->setVisible(!none);
  showColumns();
  if (fresh && !none) {
    for (const int column : {AttemptsModel::kName, AttemptsModel::kResidual, AttemptsModel::kTime}) {
      m_view->resizeColumnToContents(column);
    }
    m_view->setColumnWidth(AttemptsModel::kChain, fontMetrics().averageCharWidth() * 44);
  }
  if (!before.isEmpty() && chosen() != before) select(before);  // else a note may just be written in its row
  if (!m_compared.isEmpty() && !m_model->attemptOf(m_compared)) setCompared({}, {});
  offer();
}

/// Columns in which no attempt has anything to say are left out.
void AttemptsPanel::showColumns() {
  for (int column = 0; column < AttemptsModel::kColumnCount; ++column) {
    m_view->setColumnHidden(column, !m_model->columnSpeaks(column));
  }
}

void AttemptsPanel::setShown(const QString& folder) {
  m_shown = folder;
  m_model->setShown(folder);
  offer();
}

void AttemptsPanel::setCompared(const QString& folder, const QString& outcome) {
  m_compared = folder;
  m_outcome->setText(outcome);
  offer();
}

void AttemptsPanel::setObstacle(const QString& why) {
  m_obstacle = why;
  offer();
}

void AttemptsPanel::select(const QString& folder) {
  for (int row = 0; row < m_proxy->rowCount(); ++row) {
    const QModelIndex index = m_proxy->index(row, 0);
    if (index.data(AttemptsModel::kFolderRole).toString() == folder) return m_view->setCurrentIndex(index);
  }
}

QString AttemptsPanel::outcome() const { return m_outcome->text(); }

QString AttemptsPanel::chosen() const {
  return m_view->currentIndex().data(AttemptsModel::kFolderRole).toString();
}

void AttemptsPanel::offer() {
  const Attempt* attempt = m_model->attemptOf(chosen());
  const bool ending = attempt && !m_compared.isEmpty() && attempt->folder == m_compared;
  QString why = m_obstacle;
  if (!attempt) why = tr("Choose an attempt in the list.");
  else if (!attempt->problem.isEmpty()) why = attempt->problem;
  else if (attempt->folder == m_shown) why = tr("This is the run that is shown; choose another one.");
  m_compare->setText(ending ? tr("End comparison") : tr("Compare"));
  m_compare->setEnabled(ending || why.isEmpty());
  m_compare->setToolTip(ending        ? tr("Shows the run alone again")
                        : why.isEmpty() ? tr("Puts this attempt beside the run that is shown, and their difference")
                                        : why);
  m_open->setEnabled(attempt && attempt->folder != m_shown);
}

}  // namespace ptycho
