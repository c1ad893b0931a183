#pragma once

#include <QString>

namespace ptycho {

enum class Theme { System, Light, Dark };

[[nodiscard]] Theme themeFromName(const QString& name);  ///< "light", "dark"; anything else is System
[[nodiscard]] QString themeName(Theme theme);

/// Fusion with a quiet palette, light or dark; the whole program follows at once. Call after QApplication is made.
void applyTheme(Theme theme);

}  // namespace ptycho
