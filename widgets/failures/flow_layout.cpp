#include "widgets/failures/flow_layout.h"

namespace ptycho {
namespace {
constexpr int kGap_px = 4;
}

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : m_items) delete item;
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item) m_items.erase(m_items.begin() + index);
  return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange({0, 0, width, 0}, false); }

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : m_items) size = size.expandedTo(item->minimumSize());
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool place) const {
  int x = rect.x(), y = rect.y(), height = 0;
  for (QLayoutItem* item : m_items) {
    const QSize size = item->sizeHint().boundedTo(QSize(rect.width(), item->sizeHint().height()));
    if (x > rect.x() && x + size.width() > rect.right() + 1) {
      x = rect.x();
      y += height + kGap_px;
      height = 0;
    }
    if (place) item->setGeometry(QRect(QPoint(x, y), size));
    x += size.width() + kGap_px;
    height = std::max(height, size.height());
  }
  return y + height - rect.y();
}

}  // namespace ptycho
