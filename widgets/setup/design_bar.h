#pragma once

#include <QWidget>

#include "widgets/setup/design_command.h"

class QPushButton;
class QToolButton;
class QUndoStack;

namespace ptycho {

/// The row above the workspace: presets, undo, comparison, what to copy, and what to do with the design.
class DesignBar : public QWidget {
  Q_OBJECT

 public:
  explicit DesignBar(QUndoStack& history, QWidget* parent = nullptr);

  /// Shows the state without emitting.
  void setComparing(bool on);
  /// Puts text on the clipboard and says so beside the button that asked.
  void copyText(const QString& text);

 Q_SIGNALS:
  void presetChosen(const ptycho::SimulationPreset& preset);
  void compareToggled(bool on);
  void copyCommandRequested();
  void copySpecRequested();
  void simulateRequested();
  void reconstructRequested();
  void trainRequested();

 private:
  QToolButton* addButton(const QString& name, const QString& text, const QString& help);

  QToolButton* m_compare = nullptr;
};

}  // namespace ptycho
