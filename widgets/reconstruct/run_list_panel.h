#pragma once

#include <vector>

#include <QWidget>

#include "widgets/models/run_row.h"

class QLabel;
class QTreeView;

namespace ptycho {

class RunListModel;
class RunListProxy;

/// The runs below the runs root with what is to be believed about them; a double click or Enter opens one.
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

 Q_SIGNALS:
  void openRequested(const QString& folder);
  void useAcquisitionRequested(const QString& folder);

 private:
  void showMenu(const QPoint& place);
  [[nodiscard]] QString folderAt(const QModelIndex& index) const;

  RunListModel* m_model;
  RunListProxy* m_proxy;
  QTreeView* m_view;
  QLabel* m_empty;
};

}  // namespace ptycho
