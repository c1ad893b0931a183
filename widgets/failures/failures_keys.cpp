#include "widgets/failures/failures_keys.h"

#include <QCoreApplication>

namespace ptycho {

std::vector<KeyLine> failuresKeys() {
  const auto say = [](const char* text) { return QCoreApplication::translate("FailuresKeys", text); };
  return {{say("Left, Right"), say("Previous and next image in the order of the list")},
          {say("Space"), say("Blink: the truth in the place of the estimate")},
          {say("1 … 5"), say("Tags of the chosen images on or off")},
          {say("Esc"), say("Back to the list")},
          {say("G, T"), say("Gallery, table")},
          {say("0, +, −, wheel"), say("Fit, zoom; all pictures together")},
          {say("L, then drag"), say("Line profile")},
          {say("R, then drag"), say("Region of interest")},
          {say("Ctrl+C"), say("Copy the picture as shown")},
          {say("?"), say("This list")}};
}

}  // namespace ptycho
