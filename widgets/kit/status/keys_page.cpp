#include "widgets/kit/status/keys_page.h"

#include <QGridLayout>
#include <QLabel>

#include "widgets/kit/status/labelled_parts.h"

namespace ptycho {

KeysPage::KeysPage(const std::vector<KeyLine>& lines, QWidget* over) : QFrame(over) {
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  setFocusPolicy(Qt::StrongFocus);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(28, 20, 28, 24);
  grid->setHorizontalSpacing(24);
  int row = 0;
  for (const auto& [keys, what] : lines) {
    if (keys.isEmpty()) {
      grid->addWidget(headingLabel(what, this, row == 0 ? 0 : 10), row, 0, 1, 2);
    } else {
      auto* label = new QLabel(keys, this);
      label->setForegroundRole(QPalette::PlaceholderText);
      grid->addWidget(label, row, 0);
      grid->addWidget(new QLabel(what, this), row, 1);
    }
    ++row;
  }
  hide();
}

void KeysPage::toggle() {
  if (isVisible()) return hide();
  adjustSize();
  const QRect area = parentWidget()->rect();
  move((area.width() - width()) / 2, (area.height() - height()) / 2);
  show();
  raise();
  setFocus();
}

void KeysPage::keyPressEvent(QKeyEvent*) { hide(); }
void KeysPage::mousePressEvent(QMouseEvent*) { hide(); }
void KeysPage::focusOutEvent(QFocusEvent*) { hide(); }

}  // namespace ptycho
