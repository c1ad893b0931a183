#include "widgets/kit/status/labelled_parts.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace ptycho {

QLabel* headingLabel(const QString& text, QWidget* parent, int above) {
  auto* label = new QLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  label->setContentsMargins(0, above, 0, 0);
  return label;
}

QToolButton* textButton(const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setObjectName(QLatin1String(name));
  button->setToolTip(help);
  button->setAutoRaise(true);
  return button;
}

QToolButton* glyphButton(Glyph glyph, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(glyphIcon(glyph));
  button->setToolTip(help);
  button->setAccessibleName(help);
  return button;
}

QPushButton* pushButton(Glyph glyph, const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QPushButton(glyphIcon(glyph), text, parent);
  button->setObjectName(QLatin1String(name));
  button->setToolTip(help);
  return button;
}

}  // namespace ptycho
