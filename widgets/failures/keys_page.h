#pragma once

#include <QFrame>

namespace ptycho {

/// The keys of the Failures workspace, over it; goes away with Escape, ? or a click.
class KeysPage : public QFrame {
  Q_OBJECT

 public:
  explicit KeysPage(QWidget* parent);
  void toggle();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
};

}  // namespace ptycho
