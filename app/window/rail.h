#pragma once

#include <QWidget>

#include "widgets/kit/status/glyph_icon.h"

class QButtonGroup;
class QVBoxLayout;

namespace ptycho {

/// The workspaces in the order of the work, as a column of buttons.
class Rail : public QWidget {
  Q_OBJECT

 public:
  explicit Rail(QWidget* parent = nullptr);
  void addWorkspace(Glyph glyph, const QString& title, const QString& help);
  void setCurrent(int index);

 Q_SIGNALS:
  void chosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QButtonGroup* m_buttons;
  QVBoxLayout* m_layout;
};

}  // namespace ptycho
