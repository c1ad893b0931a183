#pragma once

#include <QListView>

#include "widgets/models/evaluation_order.h"

namespace ptycho {

class Thumbnails;

/// The images of an order as thumbnails with the number that they are sorted by.
class GalleryView : public QListView {
  Q_OBJECT

 public:
  GalleryView(EvaluationOrder& order, Thumbnails& thumbnails, QWidget* parent = nullptr);

 private:
  EvaluationOrder& m_order;
};

}  // namespace ptycho
