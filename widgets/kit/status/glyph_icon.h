#pragma once

#include <QIcon>

namespace ptycho {

/// Small line drawings for buttons. Drawn, not loaded: sharp at every scale and in the text colour of the palette
/// in force, light or dark.
enum class Glyph {
  Play,
  Pause,
  Stop,
  Add,
  Remove,
  Up,
  Down,
  Close,
  Copy,
  Folder,
  Check,
  Warning,
  Setup,
  Runs,
  Reconstruct,
  Failures,
  Export,
};

[[nodiscard]] QIcon glyphIcon(Glyph glyph);

}  // namespace ptycho
