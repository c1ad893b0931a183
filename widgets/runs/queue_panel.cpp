#include "widgets/runs/queue_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/kit/status/glyph_icon.h"

namespace ptycho {
namespace {

QToolButton* tool(Glyph glyph, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(glyphIcon(glyph));
  button->setObjectName(name);
  button->setToolTip(help);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

QueuePanel::QueuePanel(QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(this)),
      m_list(new QTreeWidget(this)),
      m_up(tool(Glyph::Up, "queueUp", tr("Earlier"), this)),
      m_down(tool(Glyph::Down, "queueDown", tr("Later"), this)),
      m_remove(tool(Glyph::Remove, "queueRemove", tr("Out of the queue: a new run into the trash, from where it can "
                                                     "be taken back; one that waits to go on stays as it is"), this)) {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_list->setObjectName("queue");
  m_list->setHeaderLabels({tr("Next"), tr("Run"), tr("On"), tr("Waits for")});
  m_list->setRootIsDecorated(false);
  m_list->setUniformRowHeights(true);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->header()->resizeSection(0, 44);
  m_list->header()->resizeSection(1, 220);
  m_list->header()->resizeSection(2, 80);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(10, 4, 6, 2);
  head->addWidget(m_title, 1);
  head->addWidget(m_up);
  head->addWidget(m_down);
  head->addWidget(m_remove);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(head);
  layout->addWidget(m_list);
  connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
  connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
  connect(m_remove, &QToolButton::clicked, this, [this] {
    if (const int row = current(); row >= 0) Q_EMIT removeRequested(m_runs[static_cast<std::size_t>(row)].folder);
  });
  connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
    offer();
    if (item) Q_EMIT chosen(item->data(0, Qt::UserRole).toString());
  });
  setRuns({});
}

void QueuePanel::setRuns(std::vector<QueuedRun> runs) {
  std::ranges::stable_sort(runs, {}, &QueuedRun::position);
  if (runs == m_runs && !runs.empty()) return;
  const int row = current();
  const QString chosen = row >= 0 ? m_runs[static_cast<std::size_t>(row)].folder : QString();
  m_runs = std::move(runs);
  setVisible(!m_runs.empty());
  m_title->setText(tr("Queue (%1)").arg(m_runs.size()));
  const QSignalBlocker quiet(m_list);
  m_list->clear();
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    const QueuedRun& run = m_runs[i];
    auto* item = new QTreeWidgetItem(m_list, {QString::number(i + 1), run.title, run.place, run.waits_for});
    item->setData(0, Qt::UserRole, run.folder);
    item->setToolTip(1, run.folder);
    item->setToolTip(3, run.waits_for);
    if (run.folder == chosen) m_list->setCurrentItem(item);
  }
  const int rows = std::clamp(static_cast<int>(m_runs.size()), 1, 5);
  m_list->setFixedHeight(m_list->header()->sizeHint().height() + rows * (fontMetrics().height() + 6) + 4);
  offer();
}

QStringList QueuePanel::order() const {
  QStringList titles;
  for (const auto& run : m_runs) titles << run.title;
  return titles;
}

void QueuePanel::select(const QString& folder) {
  for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
    if (m_list->topLevelItem(i)->data(0, Qt::UserRole).toString() == folder) {
      m_list->setCurrentItem(m_list->topLevelItem(i));
    }
  }
}

int QueuePanel::current() const {
  const QTreeWidgetItem* item = m_list->currentItem();
  const int row = item ? m_list->indexOfTopLevelItem(const_cast<QTreeWidgetItem*>(item)) : -1;
  return row < static_cast<int>(m_runs.size()) ? row : -1;
}

void QueuePanel::offer() {
  const int row = current();
  m_up->setEnabled(row > 0);
  m_down->setEnabled(row >= 0 && row + 1 < static_cast<int>(m_runs.size()));
  m_remove->setEnabled(row >= 0);
}

void QueuePanel::move(int by) {
  const int row = current();
  const int last = static_cast<int>(m_runs.size()) - 1;
  const int target = row + by;
  if (row < 0 || target < 0 || target > last) return;
  const auto at = [this](int place) { return m_runs[static_cast<std::size_t>(place)].position; };
  const int beyond = target + by;
  // Half-way between the neighbours that it comes to lie between; a second before the first or behind the last.
  const double position = beyond < 0 || beyond > last ? at(target) + by : (at(target) + at(beyond)) / 2;
  const QString folder = m_runs[static_cast<std::size_t>(row)].folder;
  std::vector<QueuedRun> runs = m_runs;
  runs[static_cast<std::size_t>(row)].position = position;
  setRuns(std::move(runs));  // at once; the files follow
  Q_EMIT moved(folder, position);
}

}  // namespace ptycho
