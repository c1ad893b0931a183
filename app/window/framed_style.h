#pragma once

#include <QProxyStyle>

namespace ptycho {

/// Fusion whose empty check boxes, radio buttons and fields are seen on a dark window, too: Fusion draws their frames
/// darker than the window, where there is hardly anything darker. The frame's contrast to what is around it is at least
/// 3 : 1 for controls that are on or off (WCAG 2.1, 1.4.11).
class FramedStyle : public QProxyStyle {
  Q_OBJECT

 public:
  FramedStyle();

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
};

}  // namespace ptycho
