#include "widgets/reconstruct/phase_menu.h"

#include <QMenu>

namespace ptycho {

PhaseMenu::PhaseMenu(QWidget* parent) : QToolButton(parent) {
  setObjectName(QStringLiteral("phaseTools"));
  setText(tr("Phase"));
  setAutoRaise(true);
  setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(this);
  menu->setToolTipsVisible(true);
  const auto add = [&](const QString& text, const char* name, const QString& help, bool PhaseTools::*which) {
    QAction* action = menu->addAction(text);
    action->setObjectName(QLatin1String(name));
    action->setToolTip(help);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, which](bool on) {
      PhaseTools tools = m_tools;
      tools.*which = on;
      setTools(tools);
    });
    return action;
  };
  m_offset = add(tr("Offset"), "phaseOffset", tr("Median 0 over the well-lit area"), &PhaseTools::offset);
  m_ramp = add(tr("Ramp"), "phaseRamp", tr("Without the linear ramp, fitted in the well-lit area"), &PhaseTools::ramp);
  m_unwrap = add(tr("Unwrap"), "phaseUnwrap",
                 tr("Without jumps of 2π, the smoothest places first; residues are counted in the well-lit area"),
                 &PhaseTools::unwrap);
  menu->addSeparator();
  m_plain = menu->addAction(tr("As it is"));
  m_plain->setObjectName(QStringLiteral("phasePlain"));
  m_plain->setCheckable(true);
  m_plain->setToolTip(tr("The phase of the result, nothing taken off"));
  connect(m_plain, &QAction::triggered, this, [this] {
    setTools({});
    showMarks();
  });
  setMenu(menu);
  setObstacle({});
  showMarks();
}

void PhaseMenu::setTools(const PhaseTools& tools) {
  if (tools == m_tools) return;
  m_tools = tools;
  showMarks();
  Q_EMIT toolsChanged(m_tools);
}

void PhaseMenu::setObstacle(const QString& obstacle) {
  setEnabled(obstacle.isEmpty());
  setToolTip(obstacle.isEmpty() ? tr("How the phase is shown; the result stays as it is. Well lit: at least 10 % of "
                                     "the brightest coverage")
                                : obstacle);
}

void PhaseMenu::showMarks() {
  m_offset->setChecked(m_tools.offset);
  m_ramp->setChecked(m_tools.ramp);
  m_unwrap->setChecked(m_tools.unwrap);
  m_plain->setChecked(!m_tools.any());
}

}  // namespace ptycho
