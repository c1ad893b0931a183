#include "widgets/failures/bar_delegate.h"

#include <cmath>

#include <QPainter>

#include "widgets/kit/plot/plot_theme.h"

namespace ptycho {

QSize BarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {160, option.fontMetrics.height() + 6};
}

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const bool chosen = option.state.testFlag(QStyle::State_Selected);
  if (chosen) painter->fillRect(option.rect, option.palette.highlight());
  const double value = index.data(kValueRole).toDouble();
  if (!index.data(kValueRole).isValid() || std::isnan(value)) return;
  const PlotTheme theme = screenTheme(option.palette);
  const QRectF area = QRectF(option.rect).adjusted(8, 3, -8, -3);
  const double lowest = m_kind == Kind::Interval ? -1 : 0;
  const auto x = [&](double at) { return area.left() + (at - lowest) / (1 - lowest) * area.width(); };
  const QColor ink = chosen ? option.palette.color(QPalette::HighlightedText)
                     : index.data(kGreyRole).toBool() ? theme.faint
                                                      : theme.curve(value < 0 ? 0 : 1);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  if (m_kind == Kind::Share) {
    painter->fillRect(QRectF(area.left(), area.top(), area.width(), area.height()), theme.grid);
    painter->fillRect(QRectF(area.left(), area.top(), x(value) - area.left(), area.height()), ink);
    const double mark = index.data(kMarkRole).toDouble();
    painter->setPen(QPen(theme.text, 2));
    if (std::isfinite(mark)) painter->drawLine(QPointF(x(mark), area.top() - 2), QPointF(x(mark), area.bottom() + 2));
  } else {
    painter->setPen(theme.axis);
    painter->drawLine(QPointF(x(0), area.top()), QPointF(x(0), area.bottom()));
    const double middle = area.center().y();
    painter->setPen(QPen(ink, 2));
    painter->drawLine(QPointF(x(index.data(kLowRole).toDouble()), middle),
                      QPointF(x(index.data(kHighRole).toDouble()), middle));
    painter->setBrush(ink);
    painter->drawEllipse(QPointF(x(value), middle), 4, 4);
  }
  painter->restore();
}

}  // namespace ptycho
