#include "widgets/kit/image/tool_parts.h"

#include <QComboBox>
#include <QImage>
#include <QLineEdit>
#include <QPixmap>
#include <QToolButton>

namespace ptycho {

QIcon mapIcon(ColorMap map) {
  const ColorTable& table = colorTable(map);
  QImage swatch(int(table.size()), 1, QImage::Format_RGB32);
  for (int x = 0; x < swatch.width(); ++x) swatch.setPixel(x, 0, table[std::size_t(x)]);
  return QPixmap::fromImage(swatch.scaled(24, 12));
}

QToolButton* makeButton(QWidget* parent, const char* name, const QString& text, const QString& tip, bool checkable) {
  auto* button = new QToolButton(parent);
  button->setObjectName(QString::fromLatin1(name));
  button->setText(text);
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setCheckable(checkable);
  return button;
}

QComboBox* makeCombo(QWidget* parent, const char* name, const QString& tip, int characters) {
  auto* combo = new QComboBox(parent);
  combo->setObjectName(QString::fromLatin1(name));
  combo->setToolTip(tip);
  combo->setAccessibleName(tip);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo->setMinimumContentsLength(characters);
  combo->setIconSize({1, 1});
  combo->setMinimumWidth(combo->fontMetrics().averageCharWidth() * (characters + 1) + 28);
  combo->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  return combo;
}

QLineEdit* makeNumber(QWidget* parent, const char* name, const QString& tip) {
  auto* edit = new QLineEdit(parent);
  edit->setObjectName(QString::fromLatin1(name));
  edit->setToolTip(tip);
  edit->setAccessibleName(tip);
  // Wide enough for any number; still there in a narrow column.
  edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(QStringLiteral("-0.0000")) + 12);
  edit->setMaximumWidth(edit->fontMetrics().horizontalAdvance(QStringLiteral("-1.234e-06")) + 12);
  edit->setAlignment(Qt::AlignRight);
  return edit;
}

}  // namespace ptycho
