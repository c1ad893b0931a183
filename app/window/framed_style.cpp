#include "app/window/framed_style.h"

#include <QPainter>
#include <QStyleOption>

#include "widgets/kit/plot/plot_theme.h"

namespace ptycho {
namespace {

bool isDark(const QPalette& palette) { return palette.color(QPalette::Window).lightness() < 128; }

/// Share of the text's colour in a frame; 0: Fusion's own frame will do.
double frameShare(QStyle::PrimitiveElement element) {
  switch (element) {
    case QStyle::PE_IndicatorCheckBox:
    case QStyle::PE_IndicatorItemViewItemCheck:
    case QStyle::PE_IndicatorRadioButton: return 0.5;
    case QStyle::PE_FrameLineEdit: return 0.22;
    default: return 0;
  }
}

}  // namespace

FramedStyle::FramedStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void FramedStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
  QProxyStyle::drawPrimitive(element, option, painter, widget);
  const double share = frameShare(element);
  // A focused field keeps the frame that says so.
  const bool marked = element == PE_FrameLineEdit && (option->state & State_HasFocus);
  if (share == 0 || marked || !isDark(option->palette)) return;
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setBrush(Qt::NoBrush);
  painter->setPen(blend(option->palette.color(QPalette::Window), option->palette.color(QPalette::WindowText), share));
  const QRectF frame = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
  if (element == PE_IndicatorRadioButton) painter->drawEllipse(frame);
  else painter->drawRoundedRect(frame, 2, 2);
  painter->restore();
}

}  // namespace ptycho
