#pragma once

#include <QWidget>

#include "widgets/models/evaluation_order.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace ptycho {

/// What is filtered: a field for words, a chip for each rule with a cross to remove it, "n of N", saved views.
class FilterBar : public QWidget {
  Q_OBJECT

 public:
  FilterBar(EvaluationOrder& order, ImageMarks& marks, QWidget* parent = nullptr);

  [[nodiscard]] QString countText() const;
  /// What the chips say.
  [[nodiscard]] QStringList chipTexts() const;

 Q_SIGNALS:
  void saveViewRequested(const QString& name);
  void viewChosen(const ptycho::SavedView& view);

 private:
  void build();
  void refresh();
  void refreshCount();
  void addTo(QLayout& layout, const ImageFilter& filter);
  void fillFilterMenu();
  void fillViewMenu();
  /// How many images would meet the rules of a view.
  [[nodiscard]] int countOf(const SavedView& view) const;

  EvaluationOrder& m_order;
  ImageMarks& m_marks;
  QLineEdit* m_text;
  QToolButton* m_add;
  QToolButton* m_views;
  QWidget* m_chips;
  QLabel* m_count;
};

}  // namespace ptycho
