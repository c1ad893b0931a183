#include "widgets/import/look_column.h"

#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

#include "widgets/import/check_list.h"
#include "widgets/import/look_figures.h"
#include "widgets/import/remedy.h"
#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {

LookColumn::LookColumn(QWidget* parent)
    : QScrollArea(parent),
      m_title(new QLabel),
      m_figures(new LookFigures),
      m_checks(new CheckList),
      m_notes(new QLabel) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(8, 6, 8, 6);
  column->setSpacing(4);
  m_title->setObjectName(QStringLiteral("formatTitle"));
  m_title->setWordWrap(true);
  m_title->setTextFormat(Qt::PlainText);
  m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  column->addWidget(headingLabel(tr("Scan"), content));
  column->addWidget(m_title);
  column->addWidget(m_figures);
  column->addWidget(headingLabel(tr("Checks"), content, 8));
  column->addWidget(m_checks);
  m_notes->setObjectName(QStringLiteral("importNotes"));
  m_notes->setWordWrap(true);
  m_notes->setTextFormat(Qt::RichText);
  m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column->addWidget(m_notes);
  column->addStretch(1);
  setWidget(content);
  connect(m_checks, &CheckList::remedyChosen, this, &LookColumn::remedyChosen);
  clear();
}

void LookColumn::setPreview(const ScanPreview& preview) {
  m_title->setText(QString::fromStdString(preview.report.title));
  m_figures->setFigures(lookFigures(preview));
  m_checks->setChecks(preview.report.checks);
  QString notes;
  if (!preview.report.notes.empty()) notes += QStringLiteral("<p><b>%1</b></p>").arg(tr("Notes"));
  for (const std::string& note : preview.report.notes) {
    notes += QStringLiteral("<p>%1</p>").arg(withFieldLabels(note).toHtmlEscaped());
  }
  QStringList ignored;
  for (const std::string& path : preview.report.ignored) ignored << QString::fromStdString(path).toHtmlEscaped();
  if (!ignored.isEmpty()) {
    notes += QStringLiteral("<p><b>%1</b></p><p>%2</p>").arg(tr("Not used"), ignored.join(QStringLiteral("<br>")));
  }
  m_notes->setText(notes);
}

void LookColumn::clear() {
  m_title->setText(tr("Nothing has been looked at yet."));
  m_figures->setFigures({});
  m_checks->setChecks({});
  m_notes->clear();
}

QSize LookColumn::minimumSizeHint() const { return {220, 120}; }

}  // namespace ptycho
