#pragma once

#include <QStyledItemDelegate>

namespace ptycho {

/// A number with its interval drawn on a line from −1 to 1, or a share as a bar from 0 to 1.
class BarDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  enum Role {
    kValueRole = Qt::UserRole + 40,
    kLowRole,    ///< of the interval; NaN: none
    kHighRole,
    kGreyRole,   ///< true: not distinguishable
    kMarkRole,   ///< of a bar: another share to be compared with, a line across
  };
  enum class Kind { Interval, Share };

  BarDelegate(Kind kind, QObject* parent) : QStyledItemDelegate(parent), m_kind(kind) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  Kind m_kind;
};

}  // namespace ptycho
