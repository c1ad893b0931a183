#pragma once

#include <QWidget>

#include "widgets/models/image_selection.h"
#include "widgets/models/evaluation_order.h"

class QComboBox;
class QStackedWidget;
class QToolButton;

namespace ptycho {

class BrushHistogram;
class FilterBar;
class GalleryView;
class ImageTableView;
class Thumbnails;

/// The images of an evaluation: filters, table or gallery of one selection, a histogram whose range filters both.
class ImageListPanel : public QWidget {
  Q_OBJECT

 public:
  ImageListPanel(EvaluationOrder& order, ImageSelection& selection, ImageMarks& marks, Thumbnails& thumbnails,
                 QWidget* parent = nullptr);

  /// Lists of columns follow a new evaluation; the order and the histogram start with the first method's error.
  void takeNewColumns();
  void showGallery(bool on);
  [[nodiscard]] bool galleryShown() const;
  void setSortColumn(const QString& key);
  void setHistogramColumn(const QString& key);
  [[nodiscard]] ImageTableView& table() { return *m_table; }
  [[nodiscard]] GalleryView& gallery() { return *m_gallery; }
  [[nodiscard]] BrushHistogram& histogram() { return *m_histogram; }
  [[nodiscard]] FilterBar& filterBar() { return *m_filters; }
  /// Table or gallery gets the keyboard, with the current image in view.
  void focusList();

 Q_SIGNALS:
  /// Enter or a double click: to be looked at now.
  void activated();

 private:
  void build();
  void connectParts();
  void refreshHistogram();
  void takeView(const SavedView& view);
  void saveView(const QString& name);
  void scrollToCurrent();

  EvaluationOrder& m_order;
  ImageSelection& m_selection;
  ImageMarks& m_marks;
  FilterBar* m_filters;
  QComboBox* m_sort;
  QToolButton* m_direction;
  QToolButton* m_columns;
  QToolButton* m_asTable;
  QToolButton* m_asGallery;
  QStackedWidget* m_stack;
  ImageTableView* m_table;
  GalleryView* m_gallery;
  QComboBox* m_histogramColumn;
  BrushHistogram* m_histogram;
  QStringList m_known;
};

}  // namespace ptycho
