#include "app/window/shortcuts_page.h"

#include <QGridLayout>
#include <QKeySequence>
#include <QLabel>

namespace ptycho {
namespace {

struct Line {
  const char* keys;
  const char* what;
};

constexpr Line kLines[] = {
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Everywhere")},
    {"Ctrl+1 … 5", QT_TRANSLATE_NOOP("ShortcutsPage", "Setup, Runs, Reconstruct, Failures, Export")},
    {"Ctrl+K", QT_TRANSLATE_NOOP("ShortcutsPage", "Everything that can be done, found by typing")},
    {"Ctrl+O", QT_TRANSLATE_NOOP("ShortcutsPage", "Open an acquisition, a result or a run")},
    {"Ctrl+E", QT_TRANSLATE_NOOP("ShortcutsPage", "Export the figure that is shown")},
    {"Ctrl+Z, Ctrl+Shift+Z", QT_TRANSLATE_NOOP("ShortcutsPage", "Undo and redo an edit of a form")},
    {"F11", QT_TRANSLATE_NOOP("ShortcutsPage", "Full screen")},
    {"F1", QT_TRANSLATE_NOOP("ShortcutsPage", "This overview")},
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Reconstruct")},
    {"Ctrl+R", QT_TRANSLATE_NOOP("ShortcutsPage", "Run the reconstruction")},
    {"Space", QT_TRANSLATE_NOOP("ShortcutsPage", "Blink between estimate and truth")},
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Pictures")},
    {"0, 1, 2", QT_TRANSLATE_NOOP("ShortcutsPage", "Fit, 1 : 1, 2 : 1")},
    {"+, −, wheel", QT_TRANSLATE_NOOP("ShortcutsPage", "Zoom about the cursor")},
    {"arrows, drag", QT_TRANSLATE_NOOP("ShortcutsPage", "Pan")},
    {"L", QT_TRANSLATE_NOOP("ShortcutsPage", "Line profile")},
    {"R, Esc", QT_TRANSLATE_NOOP("ShortcutsPage", "Region with statistics: rectangle, ellipse, annulus, none; remove")},
    {"Ctrl+C", QT_TRANSLATE_NOOP("ShortcutsPage", "Copy the picture as it is shown")},
    {"", QT_TRANSLATE_NOOP("ShortcutsPage", "Plots")},
    {"wheel, drag", QT_TRANSLATE_NOOP("ShortcutsPage", "Zoom and pan; double click shows everything")},
};

}  // namespace

ShortcutsPage::ShortcutsPage(QWidget* window) : QFrame(window) {
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);
  setFocusPolicy(Qt::StrongFocus);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(28, 20, 28, 24);
  grid->setHorizontalSpacing(24);
  int row = 0;
  for (const Line& line : kLines) {
    const QString what = tr(line.what);
    if (*line.keys == '\0') {
      auto* head = new QLabel(what, this);
      QFont bold = font();
      bold.setBold(true);
      head->setFont(bold);
      head->setContentsMargins(0, row == 0 ? 0 : 10, 0, 0);
      grid->addWidget(head, row++, 0, 1, 2);
      continue;
    }
    auto* keys = new QLabel(QString::fromUtf8(line.keys), this);
    keys->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(keys, row, 0);
    grid->addWidget(new QLabel(what, this), row++, 1);
  }
  hide();
}

void ShortcutsPage::toggle() {
  if (isVisible()) return hide();
  adjustSize();
  const QRect area = parentWidget()->rect();
  move((area.width() - width()) / 2, (area.height() - height()) / 2);
  show();
  raise();
  setFocus();
}

void ShortcutsPage::keyPressEvent(QKeyEvent*) { hide(); }
void ShortcutsPage::mousePressEvent(QMouseEvent*) { hide(); }
void ShortcutsPage::focusOutEvent(QFocusEvent*) { hide(); }

}  // namespace ptycho
