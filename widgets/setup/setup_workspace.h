#pragma once

#include <memory>

#include <QWidget>

#include "core/simulate/simulate.h"

namespace ptycho {

/// Setting up a scan: forms on the left, pictures in the middle, numbers on the right, all following every step of a
/// spin box. Computes only what answers at once; long work is asked for by signals. Files may be dropped on it: a
/// photo or folder becomes the object, an HDF5 acquisition gives probe and positions.
class SetupWorkspace : public QWidget {
  Q_OBJECT

 public:
  explicit SetupWorkspace(QWidget* parent = nullptr);
  ~SetupWorkspace() override;

  [[nodiscard]] const SimulationSpec& spec() const;
  /// A new design; the history of edits starts anew.
  void setSpec(const SimulationSpec& spec);
  /// A folder of photos, a picture or a file of ours as part of the design, undoable.
  void takeFile(const QString& file);
  /// Nothing is being computed: pictures and numbers are those of spec() (or of the last good one).
  [[nodiscard]] bool isSettled() const;
  /// Widths of the columns and the page on view, for the session.
  [[nodiscard]] QByteArray saveLayout() const;
  void restoreLayout(const QByteArray& layout);

 Q_SIGNALS:
  void simulateRequested(const ptycho::SimulationSpec& spec);
  void reconstructRequested(const ptycho::SimulationSpec& spec);
  void trainRequested(const ptycho::SimulationSpec& spec);
  /// A file was dropped that has to be looked at first: takeFile() it when it is one of ours.
  void fileDropped(const QString& file);
  /// After every edit, undo and redo.
  void specChanged(const ptycho::SimulationSpec& spec);

 protected:
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
