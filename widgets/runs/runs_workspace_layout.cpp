#include <QDataStream>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/run_status_strip.h"
#include "widgets/runs/launch_panel.h"
#include "widgets/runs/queue_panel.h"
#include "widgets/runs/run_actions.h"
#include "widgets/runs/run_comparison.h"
#include "widgets/runs/run_facts.h"
#include "widgets/runs/run_table_model.h"
#include "widgets/runs/run_table_panel.h"
#include "widgets/runs/runs_workspace.h"
#include "widgets/runs/spec_view.h"
#include "widgets/runs/trash_strip.h"

namespace ptycho {

RunsWorkspace::RunsWorkspace(QWidget* parent)
    : QWidget(parent),
      m_model(new RunTableModel(this)),
      m_table(new RunTablePanel(*m_model, this)),
      m_queue(new QueuePanel(this)),
      m_trash(new TrashStrip(this)),
      m_title(new QLabel(this)),
      m_actions(new RunActions(this)),
      m_strip(new RunStatusStrip(this)),
      m_tabs(new QTabWidget(this)),
      m_curves(new QWidget(this)),
      m_facts(new RunFacts(this)),
      m_spec(new SpecView(this)),
      m_log(new QPlainTextEdit(this)),
      m_comparison(new RunComparison(this)),
      m_launch(new LaunchPanel(this)) {
  m_across = new QSplitter(Qt::Horizontal, this);
  m_across->addWidget(buildLeft());
  m_across->addWidget(buildRight());
  m_across->setStretchFactor(0, 2);
  m_across->setStretchFactor(1, 3);
  m_across->setSizes({600, 1010});
  m_across->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_across);
  connectParts();
  m_strip->showIdle(tr("No run is chosen."));
  showChosen();
}

QWidget* RunsWorkspace::buildLeft() {
  auto* left = new QWidget;
  left->setMinimumWidth(420);
  auto* layout = new QVBoxLayout(left);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_table, 1);
  layout->addWidget(m_queue);
  layout->addWidget(m_trash);
  return left;
}

QWidget* RunsWorkspace::buildRight() {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setObjectName("shownRunTitle");
  m_title->setTextFormat(Qt::PlainText);
  m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* newRun = new QPushButton(glyphIcon(Glyph::Add), tr("New run"), this);
  newRun->setObjectName("newRun");
  newRun->setToolTip(tr("Train a network or evaluate one (Ctrl+Shift+N)"));
  newRun->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_N);
  connect(newRun, &QPushButton::clicked, this, [this] { showPage(kNewRun); });
  auto* header = new QHBoxLayout;
  header->setContentsMargins(10, 4, 8, 0);
  header->addWidget(m_title, 1);
  header->addWidget(m_actions);
  header->addSpacing(8);
  header->addWidget(newRun);

  m_log->setObjectName("runLog");
  m_log->setReadOnly(true);
  m_log->setTabChangesFocus(true);
  m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_log->setFrameShape(QFrame::NoFrame);
  m_log->setPlaceholderText(tr("The end of log.txt; the chosen run has written nothing."));
  auto* facts = new QScrollArea;
  facts->setWidget(m_facts);
  facts->setWidgetResizable(true);
  facts->setFrameShape(QFrame::NoFrame);
  auto* curves = new QVBoxLayout(m_curves);
  curves->setContentsMargins(0, 0, 0, 0);
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_curves, tr("Curves"));
  m_tabs->addTab(facts, tr("About"));
  m_tabs->addTab(m_spec, tr("Asked"));
  m_tabs->addTab(m_log, tr("Log"));
  m_tabs->addTab(m_comparison, tr("Compare"));
  m_tabs->addTab(m_launch, tr("New run"));
  const QStringList helps{tr("Curves of the ticked trainings, over each other"), tr("Name, tags, note and facts"),
                          tr("What the run was asked for"), tr("The end of its log"),
                          tr("Two to ten selected runs side by side"), tr("Train a network, evaluate one")};
  for (int i = 0; i < m_tabs->count(); ++i) m_tabs->setTabToolTip(i, helps[i]);

  auto* right = new QWidget;
  auto* layout = new QVBoxLayout(right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(header);
  layout->addWidget(m_strip);
  layout->addWidget(m_tabs, 1);
  return right;
}

void RunsWorkspace::setMonitor(QWidget* monitor) { m_curves->layout()->addWidget(monitor); }

void RunsWorkspace::connectParts() {
  connect(m_table, &RunTablePanel::currentChanged, this, &RunsWorkspace::choose);
  connect(m_table, &RunTablePanel::selectionChanged, this, &RunsWorkspace::showSelection);
  connect(m_table, &RunTablePanel::hovered, this, &RunsWorkspace::hovered);
  connect(m_table, &RunTablePanel::newRunRequested, this, [this] { showPage(kNewRun); });
  connect(m_table, &RunTablePanel::openRequested, this, [this](const QString& folder) {
    const RunRow* row = m_model->rowOf(folder);
    if (!row) return;
    if (row->entry.verb == "train") m_model->setTicked(folder, !m_model->ticked().contains(folder));
    else if (m_actions->action("openRun")->isEnabled()) Q_EMIT openRequested(folder);
    else showPage(kAbout);
  });
  connect(m_table, &RunTablePanel::menuRequested, this,
          [this](const QPoint& place) { m_actions->menu()->popup(place); });
  connect(new QShortcut(Qt::Key_Delete, m_table->view(), nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated,
          this, &RunsWorkspace::deleteSelected);
  connect(m_model, &RunTableModel::tickedChanged, this, [this] {
    Q_EMIT tickedChanged(m_model->ticked());
    if (page() == kCompare) showComparison();
  });
  connect(m_tabs, &QTabWidget::currentChanged, this, [this](int page) {
    if (page != kCompare) return;
    showComparison();
    QStringList unread = m_model->ticked();
    unread.removeIf([this](const QString& folder) { return m_specs.contains(folder); });
    if (!unread.isEmpty()) Q_EMIT detailsWanted(unread);
  });
  const auto wish = [this](void (RunActions::*from)(), void (RunsWorkspace::*to)(const QString&)) {
    connect(m_actions, from, this, [this, to] { Q_EMIT(this->*to)(m_folder); });
  };
  wish(&RunActions::continueRequested, &RunsWorkspace::continueRequested);
  wish(&RunActions::cloneRequested, &RunsWorkspace::cloneRequested);
  wish(&RunActions::rerunRequested, &RunsWorkspace::rerunRequested);
  wish(&RunActions::openRequested, &RunsWorkspace::openRequested);
  connect(m_actions, &RunActions::evaluateRequested, this, &RunsWorkspace::setUpEvaluation);
  connect(m_actions, &RunActions::deleteRequested, this, &RunsWorkspace::deleteSelected);
  connect(m_strip, &RunStatusStrip::pauseRequested, this, [this] { Q_EMIT requestMade(m_folder, "pause"); });
  connect(m_strip, &RunStatusStrip::resumeRequested, this, [this] { Q_EMIT requestMade(m_folder, "resume"); });
  connect(m_strip, &RunStatusStrip::stopRequested, this, [this] { Q_EMIT requestMade(m_folder, "stop"); });
  connect(m_facts, &RunFacts::notesEdited, this, &RunsWorkspace::notesEdited);
  connect(m_facts, &RunFacts::cleanUpRequested, this, &RunsWorkspace::cleanUpRequested);
  connect(m_launch, &LaunchPanel::launchRequested, this, &RunsWorkspace::launchRequested);
  connect(m_queue, &QueuePanel::moved, this, &RunsWorkspace::queueMoved);
  connect(m_queue, &QueuePanel::chosen, this, &RunsWorkspace::select);
  connect(m_queue, &QueuePanel::removeRequested, this,
          [this](const QString& folder) {
            if (m_model->digestOf(folder).continues) Q_EMIT waitEnded(folder);
            else Q_EMIT deleteRequested({folder});
          });
  connect(m_trash, &TrashStrip::undoRequested, this, &RunsWorkspace::undoDeleteRequested);
  connect(m_trash, &TrashStrip::emptyRequested, this, &RunsWorkspace::emptyTrashRequested);
}

QByteArray RunsWorkspace::saveLayout() const {
  QByteArray layout;
  QDataStream stream(&layout, QIODevice::WriteOnly);
  stream << m_across->saveState() << m_table->saveLayout() << m_tabs->currentIndex();
  return layout;
}

void RunsWorkspace::restoreLayout(const QByteArray& layout) {
  QDataStream stream(layout);
  QByteArray across;
  QByteArray table;
  int page = 0;
  stream >> across >> table >> page;
  if (stream.status() != QDataStream::Ok) return;
  m_across->restoreState(across);
  m_table->restoreLayout(table);
  m_tabs->setCurrentIndex(page);
}

}  // namespace ptycho
