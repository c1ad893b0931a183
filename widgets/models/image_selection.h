#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include <QItemSelectionModel>

namespace ptycho {

class EvaluationOrder;

/// Which images are chosen and which one is looked at: one for table, gallery and scatter plots. Knows images, not
/// rows, so that sorting and filtering leave them as they are; what is filtered out stays chosen until something else
/// is chosen.
class ImageSelection : public QItemSelectionModel {
  Q_OBJECT

 public:
  explicit ImageSelection(EvaluationOrder& order, QObject* parent = nullptr);

  [[nodiscard]] const std::set<std::int64_t>& images() const { return m_images; }
  /// Those that are not filtered out, in order.
  [[nodiscard]] std::vector<std::int64_t> shownImages() const;
  /// −1: none.
  [[nodiscard]] std::int64_t currentImage() const { return m_current; }
  void setImages(const std::set<std::int64_t>& images);
  void setCurrentImage(std::int64_t image);
  /// To the next (+1) or previous (−1) image of the order; from one that is filtered out to the first.
  void step(int by);

 Q_SIGNALS:
  void imagesChanged();
  void currentImageChanged(qint64 image);

 private:
  void restore();
  void takeSelection();
  void takeCurrent(const QModelIndex& index);
  [[nodiscard]] QItemSelection selectionOf(const std::set<std::int64_t>& images) const;

  EvaluationOrder& m_order;
  std::set<std::int64_t> m_images;
  std::int64_t m_current = -1;
  bool m_restoring = false;
};

}  // namespace ptycho
