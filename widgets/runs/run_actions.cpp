#include "widgets/runs/run_actions.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace ptycho {

RunActions::RunActions(QWidget* parent)
    : QWidget(parent),
      m_continue(add("continueRun", tr("Continue"),
                     tr("Go on in the same folder from the last checkpoint, as if it had never ended"),
                     &RunActions::continueRequested)),
      m_clone(add("cloneRun", tr("Clone"), tr("Its specification into the form, for a new run"),
                  &RunActions::cloneRequested)),
      m_rerun(add("rerunRun", tr("Re-run"), tr("A new run with the same specification and seed: the same bits"),
                  &RunActions::rerunRequested)),
      m_open(add("openRun", tr("Open"), tr("The result in its own workspace"), &RunActions::openRequested)),
      m_evaluate(add("evaluateRun", tr("Evaluate"), tr("How well its network does, image by image"),
                     &RunActions::evaluateRequested)),
      m_delete(add("deleteRun", tr("Delete"), tr("Into the trash of the runs folder, from where it can be taken back"),
                   &RunActions::deleteRequested)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  for (QAction* action : {m_continue, m_clone, m_rerun, m_open, m_evaluate, m_delete}) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setFocusPolicy(Qt::StrongFocus);
    connect(action, &QAction::visibleChanged, button, [action, button] { button->setVisible(action->isVisible()); });
    layout->addWidget(button);
  }
  setRun(nullptr, {});
}

QAction* RunActions::add(const char* name, const QString& text, const QString& help, void (RunActions::*wish)()) {
  auto* action = new QAction(text, this);
  action->setObjectName(QLatin1String(name));
  action->setToolTip(help);
  action->setData(help);
  connect(action, &QAction::triggered, this, wish);
  return action;
}

void RunActions::offer(QAction& action, const QString& obstacle) {
  action.setEnabled(obstacle.isEmpty());
  action.setToolTip(obstacle.isEmpty() ? action.data().toString() : obstacle);
}

void RunActions::setRun(const RunRow* row, const std::vector<const RunRow*>& selected) {
  const QString none = tr("Choose a run in the table.");
  const auto also = [&](const QString& obstacle) { return row ? obstacle : none; };
  const bool training = row && row->entry.verb == "train";
  const bool evaluation = row && row->entry.verb == "evaluate";
  const bool unreadable = row && !row->entry.problem.empty();
  const bool queued = row && row->liveness == RunLiveness::Queued;
  const QString broken = unreadable ? tr("The run cannot be read.") : QString();
  offer(*m_continue, also(row ? row->resumeObstacle() : QString()));
  offer(*m_clone, also(training ? broken : tr("Only trainings; set up like a reconstruction in Reconstruct.")));
  offer(*m_rerun, also(queued ? tr("It has not run yet.") : broken));
  offer(*m_open, also(training || queued ? tr("There is nothing to open yet.") : broken));
  m_open->setText(evaluation ? tr("Open in Failures") : tr("Open in Reconstruct"));
  if (training) offer(*m_open, tr("A network has no picture of its own; evaluate it."));
  if (row && !training && !evaluation && row->entry.verb != "reconstruct" && !unreadable) {
    offer(*m_open, tr("Only reconstructions and evaluations have a workspace."));
  }
  m_evaluate->setVisible(training);
  m_open->setVisible(!training);
  offer(*m_evaluate, also(queued ? tr("It has not run yet.") : broken));
  QString busy;
  for (const RunRow* one : selected) {
    if (one->isActive() && one->liveness != RunLiveness::Queued) busy = tr("Stop it before it is deleted.");
  }
  offer(*m_delete, selected.empty() ? none : busy);
  m_delete->setText(selected.size() > 1 ? tr("Delete %1 runs").arg(selected.size()) : tr("Delete"));
}

QMenu* RunActions::menu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setToolTipsVisible(true);
  for (QAction* action : {m_continue, m_clone, m_rerun, m_open, m_evaluate}) menu->addAction(action);
  menu->addSeparator();
  menu->addAction(m_delete);
  return menu;
}

QAction* RunActions::action(const char* name) const { return findChild<QAction*>(QLatin1String(name)); }

}  // namespace ptycho
