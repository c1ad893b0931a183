#include "widgets/kit/image/region_button.h"

#include <QActionGroup>
#include <QMenu>

#include "widgets/kit/image/region_text.h"

namespace ptycho {

RegionButton::RegionButton(QWidget* parent) : QToolButton(parent), m_shapes(new QActionGroup(this)) {
  setObjectName(QStringLiteral("imageRegion"));
  setText(tr("Region"));
  setToolTip(tr("Statistics of a region: next shape (R), then drag on the picture"));
  setAccessibleName(toolTip());
  setCheckable(true);
  setPopupMode(QToolButton::MenuButtonPopup);
  auto* menu = new QMenu(this);
  for (const RegionShape shape :
       {RegionShape::Rectangle, RegionShape::Ellipse, RegionShape::Annulus, RegionShape::None}) {
    QAction* action = menu->addAction(regionShapeName(shape));
    action->setData(int(shape));
    action->setCheckable(true);
    m_shapes->addAction(action);
  }
  setMenu(menu);
  connect(m_shapes, &QActionGroup::triggered, this,
          [this](const QAction* action) { Q_EMIT shapeChosen(RegionShape(action->data().toInt())); });
  connect(this, &QToolButton::clicked, this, [this] {
    const RegionShape next = nextRegionShape(m_shape);
    showShape(m_shape);  // a click has toggled the mark; what happens decides
    Q_EMIT shapeChosen(next);
  });
  showShape(RegionShape::None);
}

void RegionButton::showShape(RegionShape shape) {
  m_shape = shape;
  setChecked(shape != RegionShape::None);
  for (QAction* action : m_shapes->actions()) action->setChecked(action->data().toInt() == int(shape));
}

}  // namespace ptycho
