#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QUndoStack;

namespace ptycho {

/// The line above an import: the file, whether it is being looked at, and what can be done.
class ImportBar : public QWidget {
  Q_OBJECT

 public:
  explicit ImportBar(QUndoStack& history, QWidget* parent = nullptr);

  void setFile(const QString& file);
  void setState(const QString& state);
  /// @param obstacle  why not; empty: it can be imported
  void setImportable(const QString& obstacle);
  /// @param obstacle  why what is imported cannot be reconstructed; empty: it can
  void setReconstructable(const QString& obstacle);
  void setDatasetsAvailable(bool available);
  void setDatasetsShown(bool shown);

 Q_SIGNALS:
  void openRequested();
  void datasetsToggled(bool on);
  void maskToggled(bool on);
  void controlsToggled(bool on);
  void resetRequested();
  void copyCommandRequested();
  void importRequested(bool reconstruct);
  void closeRequested();

 private:
  void addHistory(QHBoxLayout& row, QUndoStack& history);
  void showButtons();

  QLabel* m_name;
  QLabel* m_state;
  QToolButton* m_datasets = nullptr;
  QPushButton* m_import = nullptr;
  QPushButton* m_reconstruct = nullptr;
  QString m_obstacle;
  QString m_noReconstruction;
};

}  // namespace ptycho
