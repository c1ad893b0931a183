#include "widgets/failures/gallery_view.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include "widgets/failures/thumbnails.h"
#include "widgets/kit/status/status_colour.h"

namespace ptycho {
namespace {

constexpr int kPicture_px = 96;
constexpr int kMargin_px = 5;

class ThumbnailDelegate : public QStyledItemDelegate {
 public:
  ThumbnailDelegate(EvaluationOrder& order, Thumbnails& thumbnails, QObject* parent)
      : QStyledItemDelegate(parent), m_order(order), m_thumbnails(thumbnails) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {kPicture_px + 2 * kMargin_px + 2, kPicture_px + 2 * kMargin_px + 2 * option.fontMetrics.height() + 4};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const QRect box = option.rect.adjusted(1, 1, -1, -1);
    painter->save();
    if (chosen) painter->fillRect(box, option.palette.highlight());
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view && view->currentIndex().row() == index.row()) {  // the one that is looked at, chosen or not
      painter->setPen(QPen(option.palette.color(chosen ? QPalette::Text : QPalette::Highlight), 2));
      painter->drawRect(box.adjusted(1, 1, -1, -1));
    }
    const QRect picture(box.left() + kMargin_px, box.top() + kMargin_px, kPicture_px, kPicture_px);
    paintPicture(painter, option, picture, index.data(EvaluationModel::kImageRole).toLongLong());
    paintTexts(painter, option, picture, index, chosen);
    painter->restore();
  }

 private:
  void paintPicture(QPainter* painter, const QStyleOptionViewItem& option, const QRect& place, qint64 image) const {
    const Thumbnails::Entry* entry = m_thumbnails.find(image);
    if (!entry || entry->picture.isNull()) {
      painter->fillRect(place, option.palette.alternateBase());
      painter->setPen(option.palette.color(QPalette::PlaceholderText));
      if (entry) painter->drawText(place, Qt::AlignCenter, GalleryView::tr("no picture"));
      return;
    }
    QRect fitted(QPoint(), entry->picture.size().scaled(place.size(), Qt::KeepAspectRatio));
    fitted.moveCenter(place.center());
    painter->drawImage(fitted, entry->picture);
    if (!entry->of_truth) return;
    const QString text = GalleryView::tr("truth");
    const QRect plate = option.fontMetrics.boundingRect(text).adjusted(-3, -1, 3, 1);
    const QRect corner(place.left(), place.top(), plate.width(), plate.height());
    painter->fillRect(corner, QColor(0, 0, 0, 150));
    painter->setPen(Qt::white);
    painter->drawText(corner, Qt::AlignCenter, text);
  }

  void paintTexts(QPainter* painter, const QStyleOptionViewItem& option, const QRect& picture, const QModelIndex& index,
                  bool chosen) const {
    const QColor ink = option.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text);
    const int line = option.fontMetrics.height();
    const QRect first(picture.left(), picture.bottom() + 2, picture.width(), line);
    const QRect second = first.translated(0, line);
    const int sorted = m_order.sortColumn();
    const bool number = sorted >= 0 && m_order.evaluation().column(sorted).isNumber();
    painter->setPen(ink);
    if (number) {
      const QModelIndex cell = index.siblingAtColumn(sorted);
      const auto warning = static_cast<EvaluationModel::Warning>(cell.data(EvaluationModel::kWarningRole).toInt());
      if (!chosen && warning == EvaluationModel::Warning::Failed) {
        painter->setPen(signalColour(Signal::Bad, option.palette));
      } else if (!chosen && warning == EvaluationModel::Warning::WorseThanFlat) {
        painter->setPen(signalColour(Signal::Caution, option.palette));
      }
      painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, cell.data().toString());
    }
    const QString tags = index.siblingAtColumn(1).data().toString();
    if (!tags.isEmpty()) {
      painter->setPen(chosen ? ink : signalColour(Signal::Active, option.palette));
      const QRect rest = number ? first.adjusted(picture.width() / 2, 0, 0, 0) : first;
      painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter,
                        option.fontMetrics.elidedText(tags, Qt::ElideRight, rest.width()));
    }
    painter->setPen(chosen ? ink : option.palette.color(QPalette::PlaceholderText));
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, second.width()));
  }

  EvaluationOrder& m_order;
  Thumbnails& m_thumbnails;
};

}  // namespace

GalleryView::GalleryView(EvaluationOrder& order, Thumbnails& thumbnails, QWidget* parent)
    : QListView(parent), m_order(order) {
  setObjectName(QStringLiteral("gallery"));
  setAccessibleName(tr("Images as thumbnails"));
  setModel(&order);
  setModelColumn(0);
  setItemDelegate(new ThumbnailDelegate(order, thumbnails, this));
  setViewMode(QListView::IconMode);
  setMovement(QListView::Static);
  setResizeMode(QListView::Adjust);
  setUniformItemSizes(true);
  setSpacing(1);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  connect(&thumbnails, &Thumbnails::arrived, this, [this](qint64 image) {
    const int row = m_order.rowOfImage(image);
    if (row >= 0) update(m_order.index(row, 0));
  });
}

}  // namespace ptycho
