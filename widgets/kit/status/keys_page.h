#pragma once

#include <vector>

#include <QFrame>

namespace ptycho {

/// One line of an overview of keys; without keys it is a heading.
struct KeyLine {
  QString keys;
  QString what;
};

/// An overview of keys in the middle of a widget, over it; any key or click closes it.
class KeysPage : public QFrame {
  Q_OBJECT

 public:
  KeysPage(const std::vector<KeyLine>& lines, QWidget* over);
  void toggle();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
};

}  // namespace ptycho
