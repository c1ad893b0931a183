#pragma once

#include <QToolButton>

namespace ptycho {

class ImageView;

/// One click between linear and logarithmic for a view; follows when somebody chooses in the view's own tools.
class NormToggle : public QToolButton {
  Q_OBJECT

 public:
  NormToggle(ImageView* view, bool logarithmic, QWidget* parent = nullptr);

 private:
  void follow();
  ImageView* m_view;
};

}  // namespace ptycho
