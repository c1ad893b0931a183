#include "app/window/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>

#include "app/window/framed_style.h"

namespace ptycho {
namespace {

struct Colours {
  QColor window, base, alternate, button, text, faint, disabled, line, highlight, link, tip;
};

Colours lightColours() {
  return {{0xf2, 0xf3, 0xf5}, {0xff, 0xff, 0xff}, {0xf7, 0xf8, 0xfa}, {0xf6, 0xf7, 0xf9},
          {0x1c, 0x20, 0x26}, {0x68, 0x70, 0x7a}, {0xa3, 0xa9, 0xb1}, {0xc4, 0xc9, 0xd0},
          {0x1b, 0x6c, 0xa8}, {0x1b, 0x6c, 0xa8}, {0xff, 0xff, 0xf4}};
}

Colours darkColours() {
  return {{0x26, 0x29, 0x2e}, {0x1b, 0x1e, 0x22}, {0x21, 0x24, 0x29}, {0x30, 0x34, 0x3a},
          {0xe1, 0xe4, 0xe8}, {0x93, 0x9b, 0xa5}, {0x69, 0x70, 0x79}, {0x44, 0x49, 0x51},
          {0x2f, 0x7f, 0xc0}, {0x6b, 0xb5, 0xf2}, {0x34, 0x38, 0x3f}};
}

QPalette paletteOf(const Colours& c) {
  QPalette palette(c.button, c.window);
  palette.setColor(QPalette::Window, c.window);
  palette.setColor(QPalette::Base, c.base);
  palette.setColor(QPalette::AlternateBase, c.alternate);
  palette.setColor(QPalette::Button, c.button);
  palette.setColor(QPalette::Mid, c.line);
  palette.setColor(QPalette::ToolTipBase, c.tip);
  palette.setColor(QPalette::Highlight, c.highlight);
  palette.setColor(QPalette::HighlightedText, Qt::white);
  palette.setColor(QPalette::Link, c.link);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    palette.setColor(role, c.text);
    palette.setColor(QPalette::Disabled, role, c.disabled);
  }
  palette.setColor(QPalette::PlaceholderText, c.faint);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, c.line);
  palette.setColor(QPalette::Disabled, QPalette::Base, c.window);
  return palette;
}

/// What the desktop had chosen before the first palette was set here.
bool systemIsDark() {
  static const bool dark = QApplication::style()->standardPalette().color(QPalette::Window).lightness() < 128 ||
                           QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

}  // namespace

Theme themeFromName(const QString& name) {
  if (name == QLatin1String("light")) return Theme::Light;
  return name == QLatin1String("dark") ? Theme::Dark : Theme::System;
}

QString themeName(Theme theme) {
  switch (theme) {
    case Theme::Light: return QStringLiteral("light");
    case Theme::Dark: return QStringLiteral("dark");
    case Theme::System: break;
  }
  return QStringLiteral("system");
}

void applyTheme(Theme theme) {
  const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark());
  if (!qobject_cast<FramedStyle*>(QApplication::style())) QApplication::setStyle(new FramedStyle);
  QApplication::setPalette(paletteOf(dark ? darkColours() : lightColours()));
}

}  // namespace ptycho
