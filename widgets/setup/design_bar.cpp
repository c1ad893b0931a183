#include "widgets/setup/design_bar.h"

#include <QUndoStack>

namespace ptycho {

DesignBar::DesignBar(QUndoStack& history, QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 4, 8, 4);
  row->setSpacing(4);

  auto* presets = new QComboBox(this);
  presets->setObjectName(QStringLiteral("presets"));
  presets->setPlaceholderText(tr("Preset…"));
  presets->setToolTip(tr("Probe, scan, detector and geometry of a known design; the object stays"));
  presets->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  for (const SimulationPreset& preset : simulationPresets()) {
    presets->addItem(QString::fromStdString(preset.title));
    presets->setItemData(presets->count() - 1, QString::fromStdString(preset.help), Qt::ToolTipRole);
  }
  presets->setCurrentIndex(-1);
  connect(presets, &QComboBox::activated, this, [this, presets](int index) {
    Q_EMIT presetChosen(simulationPresets()[static_cast<std::size_t>(index)]);
    presets->setCurrentIndex(-1);  // the design may change after it: the name is no state
  });
  row->addWidget(presets);

  const auto history_button = [&](QAction* action, const QString& name, const QString& text,
                                  QKeySequence::StandardKey key) {
    action->setShortcuts(key);
    action->setShortcutContext(Qt::WindowShortcut);
    auto* button = addButton(name, text, action->text());
    button->setEnabled(action->isEnabled());
    connect(action, &QAction::changed, button, [button, action] {
      button->setEnabled(action->isEnabled());
      button->setToolTip(
          QStringLiteral("%1 (%2)").arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    });
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    addAction(action);
  };
  history_button(history.createUndoAction(this, tr("Undo")), QStringLiteral("undo"), QStringLiteral("↶"),
                 QKeySequence::Undo);
  history_button(history.createRedoAction(this, tr("Redo")), QStringLiteral("redo"), QStringLiteral("↷"),
                 QKeySequence::Redo);

  m_compare =
      addButton(QStringLiteral("compare"), tr("Compare with this"),
                tr("Keeps the present numbers and shows them, and the change, beside those of the next designs"));
  m_compare->setCheckable(true);
  connect(m_compare, &QToolButton::toggled, this, &DesignBar::compareToggled);
  auto* command = addButton(QStringLiteral("copyCommand"), tr("Copy command"),
                            tr("The ptychodesk-cli command line that simulates this design"));
  connect(command, &QToolButton::clicked, this, &DesignBar::copyCommandRequested);
  auto* spec = addButton(QStringLiteral("copySpec"), tr("Copy spec"), tr("The design as JSON, as --spec reads it"));
  connect(spec, &QToolButton::clicked, this, &DesignBar::copySpecRequested);
  row->addStretch(1);

  const auto action = [&](const QString& name, const QString& text, const QString& help) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setToolTip(help);
    row->addWidget(button);
    return button;
  };
  auto* train = action(QStringLiteral("train"), tr("&Train on this"),
                       tr("Opens the form for a network that learns from scans like this one"));
  connect(train, &QPushButton::clicked, this, &DesignBar::trainRequested);
  auto* simulate = action(QStringLiteral("simulate"), tr("Si&mulate…"), tr("Simulates this scan into a file"));
  connect(simulate, &QPushButton::clicked, this, &DesignBar::simulateRequested);
  auto* reconstruct =
      action(QStringLiteral("reconstruct"), tr("&Reconstruct"), tr("Simulates this scan and reconstructs it"));
  connect(reconstruct, &QPushButton::clicked, this, &DesignBar::reconstructRequested);
}

QToolButton* DesignBar::addButton(const QString& name, const QString& text, const QString& help) {
  auto* button = new QToolButton(this);
  button->setObjectName(name);
  button->setText(text);
  button->setToolTip(help);
  button->setAutoRaise(true);
  static_cast<QHBoxLayout*>(layout())->addWidget(button);
  return button;
}

void DesignBar::setComparing(bool on) {
  const QSignalBlocker quiet(m_compare);
  m_compare->setChecked(on);
}

void DesignBar::copyText(const QString& text) {
  QGuiApplication::clipboard()->setText(text);
  if (auto* button = qobject_cast<QWidget*>(QApplication::focusWidget()); button && isAncestorOf(button)) {
    QToolTip::showText(button->mapToGlobal(QPoint(0, button->height())), tr("Copied"), button);
  } else {
    QToolTip::showText(QCursor::pos(), tr("Copied"), this);
  }
}

}  // namespace ptycho
