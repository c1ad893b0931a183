#include "widgets/kit/status/tab_stops.h"

#include <QAbstractButton>
#include <QButtonGroup>

namespace ptycho {

void stopAtChosen(QButtonGroup& group) {
  const auto choose = [&group] {
    for (QAbstractButton* button : group.buttons()) {
      const int policy = button->focusPolicy();
      button->setFocusPolicy(static_cast<Qt::FocusPolicy>(button->isChecked() ? policy | Qt::TabFocus
                                                                              : policy & ~Qt::TabFocus));
    }
  };
  QObject::connect(&group, &QButtonGroup::idToggled, &group, choose);
  choose();
}

}  // namespace ptycho
