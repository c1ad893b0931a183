#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include "widgets/failures/compare_page.h"
#include "widgets/failures/failures_workspace.h"
#include "widgets/failures/image_list_panel.h"
#include "widgets/failures/image_page.h"
#include "widgets/failures/failures_keys.h"
#include "widgets/failures/marks_panel.h"
#include "widgets/failures/selection_menu.h"
#include "widgets/failures/thumbnails.h"
#include "widgets/failures/why_page.h"
#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {
namespace {

constexpr int kEmptyWidth = 640;

constexpr int kListWidth = 578;

}  // namespace

FailuresWorkspace::FailuresWorkspace(QWidget* parent)
    : QWidget(parent),
      m_marks(new ImageMarks(this)),
      m_model(new EvaluationModel(*m_marks, this)),
      m_order(new EvaluationOrder(*m_model, this)),
      m_selection(new ImageSelection(*m_order, this)),
      m_thumbnails(new Thumbnails(this)),
      m_list(new ImageListPanel(*m_order, *m_selection, *m_marks, *m_thumbnails, this)),
      m_image(new ImagePage(this)),
      m_why(new WhyPage(*m_order, *m_selection, this)),
      m_compare(new ComparePage(*m_order, *m_selection, this)),
      m_marksPanel(new MarksPanel(*m_marks, m_undo, this)),
      m_export(new SelectionMenu(*m_order, *m_selection, m_list->table(), this)),
      m_title(new ElidedLine(this)),
      m_state(new ElidedLine(this)),
      m_emptyText(new QLabel(this)),
      m_open(textButton(tr("Open …"), "openEvaluation", tr("The result of an evaluation"), this)),
      m_keysButton(textButton(tr("?"), "keys", tr("The keys of this workspace (?)"), this)),
      m_keys(new KeysPage(failuresKeys(), this)),
      m_pages(new QTabWidget(this)),
      m_stack(new QStackedWidget(this)) {
  build();
  connectParts();
  addKeys();
  clear();
}

QWidget* FailuresWorkspace::buildEmpty() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  auto* icon = new QLabel(page);
  icon->setPixmap(glyphIcon(Glyph::Failures).pixmap(64, 64));
  auto* help = new QLabel(
      tr("Open an evaluation (result.h5 or its run folder; drop it on the window) to see its images, the worst first,\n"
         "what those that fail have in common, and how two methods differ. A run that is still evaluating fills the list "
         "as it goes.\n\nptychodesk-cli evaluate --network RUN --photos FOLDER --keep worst:50"),
      page);
  help->setAlignment(Qt::AlignCenter);
  help->setForegroundRole(QPalette::PlaceholderText);
  help->setTextInteractionFlags(Qt::TextSelectableByMouse);
  QFont bold = font();
  bold.setBold(true);
  m_emptyText->setFont(bold);
  m_emptyText->setWordWrap(true);
  m_emptyText->setMinimumWidth(640);
  m_emptyText->setAlignment(Qt::AlignCenter);
  m_emptyText->setMinimumWidth(kEmptyWidth);  // else a label that wraps asks for next to none
  m_emptyText->setObjectName(QStringLiteral("emptyText"));
  auto* open = new QPushButton(tr("Open evaluation …"), page);
  connect(open, &QPushButton::clicked, this, &FailuresWorkspace::browse);
  column->addStretch(1);
  for (QWidget* part : {static_cast<QWidget*>(icon), static_cast<QWidget*>(m_emptyText), static_cast<QWidget*>(help),
                        static_cast<QWidget*>(open)}) {
    column->addWidget(part, 0, Qt::AlignCenter);
    column->addSpacing(8);
  }
  column->addStretch(2);
  return page;
}

void FailuresWorkspace::build() {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_state->setObjectName(QStringLiteral("evaluationState"));
  m_state->setContentsMargins(6, 0, 6, 0);
  m_state->hide();
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 4, 8, 2);
  head->setSpacing(4);
  head->addWidget(m_title, 1);
  head->addWidget(m_open);
  head->addWidget(m_export);
  head->addWidget(m_keysButton);

  m_image->addTab(m_marksPanel, tr("Tags and note"));
  m_pages->addTab(m_image, tr("Image"));
  m_pages->addTab(m_why, tr("Why"));
  m_pages->addTab(m_compare, tr("Compare"));
  m_pages->setDocumentMode(true);
  m_list->setMinimumWidth(330);
  m_across = new QSplitter(Qt::Horizontal, this);
  m_across->addWidget(m_list);
  m_across->addWidget(m_pages);
  m_across->setStretchFactor(1, 1);
  m_across->setSizes({kListWidth, 1060});
  m_across->setChildrenCollapsible(false);

  auto* work = new QWidget(this);
  auto* column = new QVBoxLayout(work);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addLayout(head);
  auto* state = new QHBoxLayout;
  state->setContentsMargins(6, 0, 8, 0);
  state->addWidget(m_state);
  column->addLayout(state);
  column->addWidget(m_across, 1);
  m_stack->addWidget(buildEmpty());
  m_stack->addWidget(work);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_stack);
}

}  // namespace ptycho
