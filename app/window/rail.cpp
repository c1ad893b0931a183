#include "app/window/rail.h"

#include <QButtonGroup>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/status/tab_stops.h"

namespace ptycho {
namespace {

constexpr int kWidth = 78;
constexpr int kIcon = 22;

/// Icon above title; the chosen one carries a stripe in the accent colour.
class RailButton : public QToolButton {
 public:
  using QToolButton::QToolButton;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const QPalette colours = palette();
    if (isChecked()) painter.fillRect(rect(), colours.color(QPalette::Window));
    if (isChecked()) painter.fillRect(QRect(0, 0, 3, height()), colours.color(QPalette::Highlight));
    if (underMouse() && !isChecked()) {
      QColor veil = colours.color(QPalette::Text);
      veil.setAlpha(18);
      painter.fillRect(rect(), veil);
    }
    const int top = (height() - kIcon - fontMetrics().height() - 4) / 2;
    icon().paint(&painter, QRect((width() - kIcon) / 2, top, kIcon, kIcon));
    painter.setPen(colours.color(isChecked() ? QPalette::WindowText : QPalette::PlaceholderText));
    painter.drawText(QRect(0, top + kIcon + 4, width(), fontMetrics().height()), Qt::AlignCenter, text());
    if (hasFocus()) {
      painter.setPen(QPen(colours.color(QPalette::Highlight), 1, Qt::DotLine));
      painter.drawRect(rect().adjusted(5, 2, -3, -3));
    }
  }
};

}  // namespace

Rail::Rail(QWidget* parent) : QWidget(parent), m_buttons(new QButtonGroup(this)), m_layout(new QVBoxLayout(this)) {
  setFixedWidth(kWidth);
  m_layout->setContentsMargins(0, 4, 0, 0);
  m_layout->setSpacing(0);
  m_layout->addStretch(1);
  stopAtChosen(*m_buttons);
  connect(m_buttons, &QButtonGroup::idClicked, this, &Rail::chosen);
}

void Rail::addWorkspace(Glyph glyph, const QString& title, const QString& help) {
  auto* button = new RailButton(this);
  button->setIcon(glyphIcon(glyph));
  button->setText(title);
  button->setToolTip(help);
  button->setAccessibleName(title);
  button->setCheckable(true);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.88);
  button->setFont(small);
  button->setFixedSize(kWidth, kIcon + fontMetrics().height() + 24);
  const int index = static_cast<int>(m_buttons->buttons().size());
  m_buttons->addButton(button, index);
  m_layout->insertWidget(index, button);
}

void Rail::setCurrent(int index) {
  if (auto* button = m_buttons->button(index)) button->setChecked(true);
}

void Rail::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  painter.fillRect(QRect(width() - 1, 0, 1, height()), palette().color(QPalette::Mid));
}

}  // namespace ptycho
