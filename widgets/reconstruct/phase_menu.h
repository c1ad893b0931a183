#pragma once

#include <QToolButton>

#include "widgets/reconstruct/shown_phase.h"

class QAction;

namespace ptycho {

/// The "Phase" button: what is to be done to the phase that is shown, by check marks that can be taken off again.
class PhaseMenu : public QToolButton {
  Q_OBJECT

 public:
  explicit PhaseMenu(QWidget* parent = nullptr);
  [[nodiscard]] const PhaseTools& tools() const { return m_tools; }
  void setTools(const PhaseTools& tools);
  /// @param obstacle  why there is nothing to do here; empty: there is
  void setObstacle(const QString& obstacle);

 Q_SIGNALS:
  void toolsChanged(const ptycho::PhaseTools& tools);

 private:
  void showMarks();

  PhaseTools m_tools;
  QAction* m_offset;
  QAction* m_ramp;
  QAction* m_unwrap;
  QAction* m_plain;
};

}  // namespace ptycho
