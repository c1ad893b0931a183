#include "app/window/placeholder_page.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ptycho {

PlaceholderPage::PlaceholderPage(Glyph glyph, const QString& title, const QString& text, const QString& meanwhile,
                                 QWidget* parent)
    : QWidget(parent) {
  constexpr int kTextWidth = 460;
  constexpr int kIcon = 44;
  auto* icon = new QLabel(this);
  icon->setPixmap(glyphIcon(glyph).pixmap(QSize(kIcon, kIcon), devicePixelRatioF(), QIcon::Disabled));
  auto* heading = new QLabel(title, this);
  QFont large = font();
  large.setPointSizeF(large.pointSizeF() * 1.5);
  heading->setFont(large);
  auto* body = new QLabel(text, this);
  auto* hint = new QLabel(meanwhile, this);
  hint->setForegroundRole(QPalette::PlaceholderText);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  layout->addStretch(2);
  for (QLabel* label : {icon, heading, body, hint}) {
    label->setAlignment(Qt::AlignHCenter);
    if (label == body || label == hint) {
      label->setWordWrap(true);
      label->setFixedSize(kTextWidth, label->heightForWidth(kTextWidth));
    }
    layout->addWidget(label, 0, Qt::AlignHCenter);
  }
  layout->addStretch(3);
}

}  // namespace ptycho
