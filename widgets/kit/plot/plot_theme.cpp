#include "widgets/kit/plot/plot_theme.h"

namespace ptycho {
namespace {

// Hues after Okabe & Ito (2008), darkened for a white ground and lightened for a dark one.
std::vector<QColor> coloursForLight() {
  return {QColor(0x1b6ca8), QColor(0xc9541b), QColor(0x1d8a63), QColor(0x9a3f86),
          QColor(0x8c6a0a), QColor(0x4a55a2), QColor(0xb23a48), QColor(0x5f6b73)};
}

std::vector<QColor> coloursForDark() {
  return {QColor(0x6bb5f2), QColor(0xf39b63), QColor(0x5fcf9f), QColor(0xdb8fcf),
          QColor(0xe3c55b), QColor(0x9aa5f0), QColor(0xf2808f), QColor(0xb4bec6)};
}

}  // namespace

QColor blend(const QColor& from, const QColor& to, double share) {
  const auto mix = [share](int a, int b) { return static_cast<int>(a + share * (b - a)); };
  return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

PlotTheme screenTheme(const QPalette& palette) {
  PlotTheme theme;
  theme.ground = palette.color(QPalette::Base);
  theme.text = palette.color(QPalette::Text);
  theme.axis = blend(theme.text, theme.ground, 0.45);
  theme.grid = blend(theme.ground, theme.text, 0.10);
  theme.faint = blend(theme.text, theme.ground, 0.55);
  theme.box = palette.color(QPalette::Window);
  theme.curves = theme.ground.lightness() < 128 ? coloursForDark() : coloursForLight();
  return theme;
}

PlotTheme paperTheme() {
  PlotTheme theme;
  theme.ground = Qt::white;
  theme.text = Qt::black;
  theme.axis = QColor(0x40, 0x40, 0x40);
  theme.grid = QColor(0xe4, 0xe4, 0xe4);
  theme.faint = QColor(0x90, 0x90, 0x90);
  theme.box = Qt::white;
  theme.curves = coloursForLight();
  return theme;
}

}  // namespace ptycho
