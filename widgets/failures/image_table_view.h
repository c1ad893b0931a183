#pragma once

#include <QStringList>
#include <QTableView>

#include "widgets/models/evaluation_order.h"

class QMenu;

namespace ptycho {

/// The images of an order as a table: a click on a header sorts by it, a menu on the header chooses the columns.
class ImageTableView : public QTableView {
  Q_OBJECT

 public:
  explicit ImageTableView(EvaluationOrder& order, QWidget* parent = nullptr);

  /// Keys of the shown columns, as in the table.
  [[nodiscard]] QStringList shownColumns() const;
  /// Unknown keys are left out; empty: those that are shown first.
  void setShownColumns(const QStringList& keys);
  /// Indices of the shown columns.
  [[nodiscard]] std::vector<int> shownIndices() const;
  /// Tick boxes by method and kind.
  void fillColumnMenu(QMenu& menu);

 private:
  void prepareColumns();
  void markSorted();

  EvaluationOrder& m_order;
  QStringList m_known;  ///< keys of the columns that are laid out
};

}  // namespace ptycho
