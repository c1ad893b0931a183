#include "widgets/setup/section_box.h"

#include "widgets/kit/image/elided_line.h"

namespace ptycho {

SectionBox::SectionBox(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent), m_header(new QToolButton(this)), m_content(content) {
  m_header->setText(title);
  m_header->setCheckable(true);
  m_header->setAutoRaise(true);
  m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_header->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  QFont bold = font();
  bold.setBold(true);
  m_header->setFont(bold);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(m_header);
  auto* inset = new QVBoxLayout;
  inset->setContentsMargins(8, 0, 4, 6);
  inset->addWidget(content);
  column->addLayout(inset);
  connect(m_header, &QToolButton::toggled, this, [this](bool open) {
    m_header->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_content->setVisible(open);
  });
  m_header->setChecked(true);
}

void SectionBox::setOpen(bool open) { m_header->setChecked(open); }

bool SectionBox::isOpen() const { return m_header->isChecked(); }

ColumnArea::ColumnArea(QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QSize ColumnArea::minimumSizeHint() const {
  const int content = widget() ? widget()->minimumSizeHint().width() : 0;
  return {content + verticalScrollBar()->sizeHint().width(), 120};
}

PanelFrame::PanelFrame(const QString& title, QWidget* parent)
    : QWidget(parent), m_title(new ElidedLine(this)), m_tools(new QHBoxLayout), m_column(new QVBoxLayout(this)) {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_column->setContentsMargins(4, 2, 4, 2);
  m_column->setSpacing(2);
  m_tools->setSpacing(2);
  m_tools->addWidget(m_title, 1);  // gives way before the tools do
  m_column->addLayout(m_tools);
  setTitle(title);
}

void PanelFrame::setTitle(const QString& title) { m_title->setText(title); }

void PanelFrame::addTool(QWidget* tool) { m_tools->addWidget(tool); }

void PanelFrame::addBody(QWidget* body, int stretch) { m_column->addWidget(body, stretch); }

}  // namespace ptycho
