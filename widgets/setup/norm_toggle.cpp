#include "widgets/setup/norm_toggle.h"

#include "widgets/kit/image/image_view.h"

namespace ptycho {

NormToggle::NormToggle(ImageView* view, bool logarithmic, QWidget* parent) : QToolButton(parent), m_view(view) {
  setText(tr("Log"));
  setToolTip(tr("Logarithmic scale"));
  setCheckable(true);
  setAutoRaise(true);
  setChecked(logarithmic);
  for (QComboBox* choice : view->findChildren<QComboBox*>()) {
    connect(choice, &QComboBox::currentIndexChanged, this, &NormToggle::follow, Qt::QueuedConnection);
  }
}

void NormToggle::follow() {
  const QSignalBlocker quiet(this);
  setChecked(m_view->norm() == Norm::Log);
}

}  // namespace ptycho
