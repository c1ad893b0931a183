#include "widgets/failures/keys_page.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>

namespace ptycho {

KeysPage::KeysPage(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("keysPage"));
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setFocusPolicy(Qt::StrongFocus);
  const std::pair<QString, QString> rows[] = {
      {tr("Left, Right"), tr("previous and next image in the order of the list")},
      {tr("Space"), tr("blink: the truth in the place of the estimate")},
      {tr("1 … 5"), tr("tags of the chosen images on or off")},
      {tr("Esc"), tr("back to the list")},
      {tr("G, T"), tr("gallery, table")},
      {tr("0, +, −, wheel"), tr("fit, zoom; all pictures together")},
      {tr("L, then drag"), tr("line profile")},
      {tr("R, then drag"), tr("region of interest")},
      {tr("Ctrl+C"), tr("copy the picture as shown")},
      {tr("?"), tr("this list")}};
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(24, 18, 24, 18);
  grid->setHorizontalSpacing(24);
  int row = 0;
  for (const auto& [keys, meaning] : rows) {
    auto* key = new QLabel(keys, this);
    QFont bold = key->font();
    bold.setBold(true);
    key->setFont(bold);
    grid->addWidget(key, row, 0);
    grid->addWidget(new QLabel(meaning, this), row++, 1);
  }
  hide();
}

void KeysPage::toggle() {
  if (isVisible()) return hide();
  adjustSize();
  move(parentWidget()->rect().center() - rect().center());
  raise();
  show();
  setFocus();
}

void KeysPage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question) return hide();
  QFrame::keyPressEvent(event);
}

void KeysPage::mousePressEvent(QMouseEvent*) { hide(); }
void KeysPage::focusOutEvent(QFocusEvent*) { hide(); }

}  // namespace ptycho
