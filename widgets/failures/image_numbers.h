#pragma once

#include <QTableWidget>

#include "widgets/failures/image_pictures.h"

namespace ptycho {

/// The stored numbers of an image, a row a method, below them the flat picture's.
class ImageNumbers : public QTableWidget {
  Q_OBJECT

 public:
  explicit ImageNumbers(QWidget* parent = nullptr);
  void setEstimates(const std::vector<ImageEstimate>& estimates);

 Q_SIGNALS:
  void estimateChosen(int index);

 private:
  void fillRow(int row, const ImageEstimate& estimate);
  void put(int row, int column, const QString& text, bool bad = false, const QString& help = {});
};

}  // namespace ptycho
