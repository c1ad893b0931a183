#include "widgets/models/image_selection.h"

#include <algorithm>

#include "widgets/models/evaluation_order.h"

namespace ptycho {

ImageSelection::ImageSelection(EvaluationOrder& order, QObject* parent)
    : QItemSelectionModel(&order, parent), m_order(order) {
  connect(&order, &EvaluationOrder::rebuilt, this, &ImageSelection::restore);
  connect(this, &QItemSelectionModel::selectionChanged, this, &ImageSelection::takeSelection);
  connect(this, &QItemSelectionModel::currentChanged, this, &ImageSelection::takeCurrent);
}

QItemSelection ImageSelection::selectionOf(const std::set<std::int64_t>& images) const {
  std::vector<int> rows;
  for (const std::int64_t image : images) {
    if (const int row = m_order.rowOfImage(image); row >= 0) rows.push_back(row);
  }
  std::ranges::sort(rows);
  QItemSelection selection;
  const int last = m_order.columnCount() - 1;
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin + 1;
    while (end < rows.size() && rows[end] == rows[end - 1] + 1) ++end;
    selection.append(QItemSelectionRange(m_order.index(rows[begin], 0), m_order.index(rows[end - 1], last)));
    begin = end;
  }
  return selection;
}

void ImageSelection::restore() {
  m_restoring = true;
  const auto& table = m_order.evaluation().table();
  std::erase_if(m_images, [&](std::int64_t image) { return !table.rowOf(image); });
  select(selectionOf(m_images), ClearAndSelect);
  const int row = m_order.rowOfImage(m_current);
  if (row >= 0) QItemSelectionModel::setCurrentIndex(m_order.index(row, 0), NoUpdate);
  m_restoring = false;
  if (m_current >= 0 && !table.rowOf(m_current)) {
    m_current = -1;
    Q_EMIT currentImageChanged(-1);
  }
  Q_EMIT imagesChanged();
}

void ImageSelection::takeSelection() {
  if (m_restoring) return;
  m_images.clear();
  for (const QItemSelectionRange& range : selection()) {
    for (int row = range.top(); row <= range.bottom(); ++row) m_images.insert(m_order.imageAt(row));
  }
  Q_EMIT imagesChanged();
}

void ImageSelection::takeCurrent(const QModelIndex& index) {
  if (m_restoring || !index.isValid()) return;
  const std::int64_t image = m_order.imageAt(index.row());
  if (image == m_current) return;
  m_current = image;
  Q_EMIT currentImageChanged(image);
}

std::vector<std::int64_t> ImageSelection::shownImages() const {
  std::vector<std::int64_t> images;
  for (const std::int64_t image : m_order.images()) {
    if (m_images.contains(image)) images.push_back(image);
  }
  return images;
}

void ImageSelection::setImages(const std::set<std::int64_t>& images) {
  m_restoring = true;
  m_images = images;
  select(selectionOf(images), ClearAndSelect);
  m_restoring = false;
  Q_EMIT imagesChanged();
}

void ImageSelection::setCurrentImage(std::int64_t image) {
  const int row = m_order.rowOfImage(image);
  if (row >= 0) {
    setCurrentIndex(m_order.index(row, 0), ClearAndSelect | Rows);
  } else if (m_order.evaluation().table().rowOf(image) && image != m_current) {
    m_current = image;  // filtered out, and still looked at
    Q_EMIT currentImageChanged(image);
  }
}

void ImageSelection::step(int by) {
  if (m_order.rowCount() == 0) return;
  const int row = m_order.rowOfImage(m_current);
  setCurrentImage(m_order.imageAt(row < 0 ? 0 : std::clamp(row + by, 0, m_order.rowCount() - 1)));
}

}  // namespace ptycho
