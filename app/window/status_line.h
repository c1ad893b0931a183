#pragma once

#include <map>
#include <vector>

#include <QWidget>

#include "widgets/models/run_row.h"
#include "widgets/models/time_left.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace ptycho {

/// The status bar's words about what is under way: how many runs, the newest one's progress and time left.
class StatusLine : public QWidget {
  Q_OBJECT

 public:
  explicit StatusLine(QWidget* parent = nullptr);
  void setRows(const std::vector<RunRow>& rows);
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void runClicked(const QString& folder);

 private:
  QToolButton* m_label;
  QProgressBar* m_bar;
  QLabel* m_left;
  QString m_folder;
  std::map<QString, TimeLeft> m_times;
};

}  // namespace ptycho
