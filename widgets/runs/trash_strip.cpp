#include "widgets/runs/trash_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include "widgets/models/run_details.h"
#include "widgets/models/run_row.h"

namespace ptycho {
namespace {
constexpr int kArmed_ms = 5000;
}

TrashStrip::TrashStrip(QWidget* parent)
    : QFrame(parent),
      m_text(new QLabel(this)),
      m_undo(new QPushButton(tr("Undo"), this)),
      m_empty(new QPushButton(this)),
      m_armed(new QTimer(this)) {
  m_text->setObjectName("trashText");
  m_text->setWordWrap(true);
  m_undo->setObjectName("undoDelete");
  m_undo->setToolTip(tr("Bring them back where they were"));
  m_empty->setObjectName("emptyTrash");
  m_empty->setToolTip(tr("Remove what is in the trash for good"));
  m_armed->setSingleShot(true);
  m_armed->setInterval(kArmed_ms);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 4, 8, 4);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_undo);
  layout->addWidget(m_empty);
  connect(m_undo, &QPushButton::clicked, this, &TrashStrip::undoRequested);
  connect(m_armed, &QTimer::timeout, this, &TrashStrip::show);
  connect(m_empty, &QPushButton::clicked, this, [this] {
    if (!m_armed->isActive()) {
      m_armed->start();
      return show();
    }
    m_armed->stop();
    m_deleted.clear();
    show();
    Q_EMIT emptyRequested();
  });
  show();
}

void TrashStrip::setDeleted(const QStringList& titles, std::uintmax_t bytes) {
  m_deleted = titles;
  m_deletedBytes = bytes;
  show();
}

void TrashStrip::setTrash(int runs, std::uintmax_t bytes) {
  m_runs = runs;
  m_bytes = bytes;
  show();
}

QString TrashStrip::text() const { return m_text->text(); }

void TrashStrip::show() {
  setVisible(m_runs > 0 || !m_deleted.isEmpty());
  const QString trash = tr("%1 in the trash, %2.").arg(runsText(m_runs), bytesText(m_bytes));
  if (m_deleted.isEmpty()) m_text->setText(trash);
  else if (m_deleted.size() == 1) {
    m_text->setText(tr("%1 (%2) deleted.").arg(m_deleted.first(), bytesText(m_deletedBytes)));
  } else {
    m_text->setText(tr("%1 (%2) deleted.").arg(runsText(m_deleted.size()), bytesText(m_deletedBytes)));
  }
  m_text->setToolTip(trash);
  m_undo->setVisible(!m_deleted.isEmpty());
  m_empty->setText(m_armed->isActive() ? tr("Remove %1 for good?").arg(runsText(m_runs)) : tr("Empty trash"));
  m_empty->setVisible(m_runs > 0);
}

}  // namespace ptycho
