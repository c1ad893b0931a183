#pragma once

#include <vector>

#include <QWidget>

#include "widgets/models/run_row.h"

class QLabel;
class QMenu;
class QPushButton;
class QTreeView;

namespace ptycho {

class RunListModel;
class RunListProxy;

/// The runs below the runs root with what is to be believed about them; a double click or Enter opens one. A chosen run
/// that was stopped or lost and left a checkpoint can be resumed.
class RunListPanel : public QWidget {
  Q_OBJECT

 public:
  explicit RunListPanel(QWidget* parent = nullptr);

  void setRows(const std::vector<RunRow>& rows);
  void setRoot(const QString& root);
  /// The run that is shown beside the list is printed bold.
  void setCurrentRun(const QString& folder);
  [[nodiscard]] QTreeView* view() const { return m_view; }
  [[nodiscard]] const RunListModel& model() const { return *m_model; }
  /// What a right click on a run offers; deletes itself when it closes.
  [[nodiscard]] QMenu* menuFor(const QString& folder);

 Q_SIGNALS:
  void openRequested(const QString& folder);
  void useAcquisitionRequested(const QString& folder);
  void resumeRequested(const QString& folder);

 private:
  void showMenu(const QPoint& place);
  void offerResume();
  [[nodiscard]] QString resumeObstacle(const QString& folder) const;
  [[nodiscard]] QString folderAt(const QModelIndex& index) const;

  RunListModel* m_model;
  RunListProxy* m_proxy;
  QTreeView* m_view;
  QLabel* m_empty;
  QPushButton* m_resume;
};

}  // namespace ptycho
