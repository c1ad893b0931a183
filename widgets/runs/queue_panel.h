#pragma once

#include <vector>

#include <QWidget>

class QLabel;
class QToolButton;
class QTreeWidget;

namespace ptycho {

/// A run that waits, in the order in which they will be started.
struct QueuedRun {
  QString folder;
  QString title;
  QString place;      ///< device here, or the launch template
  QString waits_for;  ///< what it waits for, in words
  double position = 0;
  bool operator==(const QueuedRun&) const = default;
};

/// The runs that wait, with their order in the user's hands. Hidden while there are none.
class QueuePanel : public QWidget {
  Q_OBJECT

 public:
  explicit QueuePanel(QWidget* parent = nullptr);

  void setRuns(std::vector<QueuedRun> runs);
  [[nodiscard]] QStringList order() const;  ///< titles
  void select(const QString& folder);

 Q_SIGNALS:
  /// Between its new neighbours.
  void moved(const QString& folder, double position);
  void removeRequested(const QString& folder);
  void chosen(const QString& folder);

 private:
  void move(int by);
  void offer();
  [[nodiscard]] int current() const;

  QLabel* m_title;
  QTreeWidget* m_list;
  QToolButton* m_up;
  QToolButton* m_down;
  QToolButton* m_remove;
  std::vector<QueuedRun> m_runs;
};

}  // namespace ptycho
