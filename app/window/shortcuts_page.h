#pragma once

#include <QFrame>

namespace ptycho {

/// The keys that work everywhere and in the workspaces, shown over the window by F1; any key or click closes it.
class ShortcutsPage : public QFrame {
  Q_OBJECT

 public:
  explicit ShortcutsPage(QWidget* window);
  void toggle();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
};

}  // namespace ptycho
