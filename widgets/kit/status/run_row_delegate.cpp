#include "widgets/kit/status/run_row_delegate.h"

#include <QApplication>
#include <QPainter>

#include "widgets/kit/status/status_colour.h"
#include "widgets/models/run_list_model.h"

namespace ptycho {
namespace {

constexpr int kDot = 8;

Signal signalAt(const QModelIndex& index) {
  if (!index.data(RunListModel::kProblemRole).toString().isEmpty()) return Signal::Bad;
  return signalOf(static_cast<RunLiveness>(index.data(RunListModel::kLivenessRole).toInt()));
}

}  // namespace

void RunRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
  QStyleOptionViewItem option = given;
  initStyleOption(&option, index);
  option.font.setBold(index.data(RunListModel::kFolderRole).toString() == m_current);
  if (index.column() != RunListModel::kState) {
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    return;
  }
  const QString text = option.text;
  option.text.clear();
  QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

  const bool selected = option.state.testFlag(QStyle::State_Selected);
  QPalette ground = option.palette;  // what the dot lies on, whatever the view's window colour
  ground.setColor(QPalette::Window, ground.color(QPalette::Base));
  const QColor signal = signalColour(signalAt(index), ground);
  const QColor ink = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF cell = QRectF(option.rect).adjusted(4, 0, -4, 0);
  painter->setPen(Qt::NoPen);
  painter->setBrush(selected ? ink : signal);
  painter->drawEllipse(QRectF(cell.left(), cell.center().y() - kDot / 2.0, kDot, kDot));
  painter->setPen(ink);
  painter->setFont(option.font);
  const QRectF room = cell.adjusted(kDot + 6, 0, 0, 0);
  painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetricsF(option.font).elidedText(text, Qt::ElideRight, room.width()));
  if (index.data(RunListModel::kActiveRole).toBool()) {
    const double share = index.data(RunListModel::kProgressRole).toDouble();
    const QRectF track(cell.left() + kDot + 6, cell.bottom() - 3, cell.width() - kDot - 6, 2);
    painter->fillRect(track, option.palette.color(QPalette::Mid));
    painter->fillRect(QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())), selected ? ink : signal);
  }
  painter->restore();
}

QSize RunRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QSize size = QStyledItemDelegate::sizeHint(option, index);
  const int extra = index.column() == RunListModel::kState ? kDot + 12 : 0;
  return {size.width() + extra, option.fontMetrics.height() + 8};
}

}  // namespace ptycho
