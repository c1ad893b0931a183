#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>

#include "core/base/spec_field.h"

namespace ptycho {

/// One field that changed. `key` is whatever the owner finds it by, for example "scan.step_px".
struct FieldChange {
  QString key;
  FieldValue before;
  FieldValue after;
};

/// Undo and redo of form edits. Edits of one field that follow each other within a second are one step, so that
/// dragging a spin box from 60 to 20 is undone at once. The history changes nothing itself: it says what to show.
class EditHistory : public QObject {
  Q_OBJECT

 public:
  explicit EditHistory(QObject* parent = nullptr);

  /// Remembers an edit that has been made; a change to the same value is left out.
  /// @param text  what the menu says: "Step", "Preset reference 40 px"
  void record(const QString& text, std::vector<FieldChange> changes);
  [[nodiscard]] QUndoStack& stack() { return m_stack; }
  /// Edits of one field closer than this are merged (ms); negative: never.
  void setMergeInterval(int milliseconds) { m_mergeInterval_ms = milliseconds; }

 Q_SIGNALS:
  /// Undo or redo wants these values: key and value, in order.
  void restored(const std::vector<std::pair<QString, ptycho::FieldValue>>& values);

 private:
  QUndoStack m_stack;
  QElapsedTimer m_sinceLast;
  int m_mergeInterval_ms = 1000;
  int m_group = 0;  ///< merge identity: grows when a pause ends a drag
};

}  // namespace ptycho
