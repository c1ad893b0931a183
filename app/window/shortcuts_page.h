#pragma once

#include "widgets/kit/status/keys_page.h"

namespace ptycho {

/// The keys that work everywhere and in the workspaces, shown over the window by F1.
class ShortcutsPage : public KeysPage {
  Q_OBJECT

 public:
  explicit ShortcutsPage(QWidget* window);
};

}  // namespace ptycho
