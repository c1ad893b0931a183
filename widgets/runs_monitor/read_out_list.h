#pragma once

#include <QWidget>

#include "widgets/runs_monitor/read_out_rows.h"

class QComboBox;
class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace ptycho {

/// The legend of all charts and what the cursor says: a row for each run with value, smoothed value, step and time.
/// The tick hides and shows a run; pointing at a row highlights it.
class ReadOutList : public QWidget {
  Q_OBJECT

 public:
  explicit ReadOutList(QWidget* parent = nullptr);

  /// @param title  what the values are and where: "Training loss at step 1,200"
  void setRows(const QString& title, const std::vector<ReadOutRow>& rows);
  void setHighlighted(const QString& folder);
  [[nodiscard]] ReadOutOrder order() const;
  void setOrder(ReadOutOrder order);

 Q_SIGNALS:
  void visibilityAsked(const QString& folder, bool visible);
  void hovered(const QString& folder);
  void orderChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill(QTreeWidgetItem& item, const ReadOutRow& row) const;
  void fitName();  ///< takes what the numbers leave
  QLabel* m_title;
  QComboBox* m_order;
  QTreeWidget* m_list;
  QString m_hovered;
  bool m_filling = false;
};

}  // namespace ptycho
