#pragma once

#include <QToolButton>

#include "widgets/kit/image/region_statistics.h"

class QActionGroup;

namespace ptycho {

/// Chooses the shape of the region of interest: a click goes to the next one, the arrow opens all of them.
class RegionButton : public QToolButton {
  Q_OBJECT

 public:
  explicit RegionButton(QWidget* parent = nullptr);
  void showShape(RegionShape shape);

 Q_SIGNALS:
  void shapeChosen(ptycho::RegionShape shape);

 private:
  QActionGroup* m_shapes;
  RegionShape m_shape = RegionShape::None;
};

}  // namespace ptycho
