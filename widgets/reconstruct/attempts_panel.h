#pragma once

#include <vector>

#include <QWidget>

#include "widgets/models/attempt.h"

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTreeView;

namespace ptycho {

class AttemptsModel;

/// All attempts on one scan beside one another: what was asked for, residual, change, resolution, errors, time, and a
/// note. A double click opens one; Compare puts the chosen one beside the run that is shown.
class AttemptsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit AttemptsPanel(QWidget* parent = nullptr);

  void setAttempts(std::vector<Attempt> attempts);
  void setShown(const QString& folder);
  /// The attempt that is compared with the shown one, and what came of it; an empty folder ends the comparison.
  void setCompared(const QString& folder, const QString& outcome);
  /// Why there is nothing to compare with; empty: there is.
  void setObstacle(const QString& why);
  void select(const QString& folder);
  [[nodiscard]] AttemptsModel& model() { return *m_model; }
  [[nodiscard]] QTreeView& view() { return *m_view; }
  [[nodiscard]] QString outcome() const;

 Q_SIGNALS:
  void openRequested(const QString& folder);
  /// An empty folder: no comparison any more.
  void compareRequested(const QString& folder);
  void noteWritten(const QString& folder, const QString& note);

 private:
  void build();
  void offer();
  void showColumns();
  [[nodiscard]] QString chosen() const;

  AttemptsModel* m_model;
  QSortFilterProxyModel* m_proxy;
  QTreeView* m_view;
  QLabel* m_empty;
  QLabel* m_outcome;
  QPushButton* m_compare;
  QPushButton* m_open;
  QString m_shown;
  QString m_compared;
  QString m_obstacle;
};

}  // namespace ptycho
