#pragma once

#include <QStyledItemDelegate>

namespace ptycho {

/// Paints the state word with its coloured dot and the progress as a thin bar.
class RunRowDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void setCurrentRun(const QString& folder) { m_current = folder; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  QString m_current;
};

}  // namespace ptycho
