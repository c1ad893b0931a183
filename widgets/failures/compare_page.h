#pragma once

#include <memory>

#include <QWidget>

#include "core/analyse/method_comparison.h"
#include "widgets/models/image_selection.h"
#include "widgets/models/evaluation_order.h"

class QComboBox;
class QDoubleSpinBox;
class QFileDialog;
class QLabel;
class QListWidget;
class QPushButton;
class QTableWidget;

namespace ptycho {

class ScatterPlot;

/// Two methods of one evaluation or of two, image by image: scatter with the diagonal, counters, most improved and most
/// regressed, images that only one of them has.
class ComparePage : public QWidget {
  Q_OBJECT

 public:
  ComparePage(EvaluationOrder& order, ImageSelection& selection, QWidget* parent = nullptr);

  void takeTable();
  /// Another evaluation, whose methods can be the reference.
  void setOther(const std::shared_ptr<const ImageTable>& table, const QString& name);
  void setReference(int index);
  void setMethod(int method);
  void setThreshold(double threshold);
  [[nodiscard]] const MethodComparison& comparison() const { return m_comparison; }
  [[nodiscard]] QString summary() const;
  [[nodiscard]] ScatterPlot& plot() { return *m_plot; }

 Q_SIGNALS:
  void otherRequested(const QString& path);
  /// A method of this evaluation is the reference of changes.
  void referenceChosen(int method);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void build();
  void connectParts();
  void fillReferences();
  void compare();
  void show();
  void fillTable(QTableWidget& table, bool improved);
  void fillMissing();
  void drawPlot();
  void markChosen();
  void askForOther();
  /// The evaluation and method of the reference.
  [[nodiscard]] const ImageTable& referenceTable() const;
  [[nodiscard]] int referenceMethod() const;

  EvaluationOrder& m_order;
  ImageSelection& m_selection;
  std::shared_ptr<const ImageTable> m_other;
  QString m_otherName;
  MethodComparison m_comparison;
  bool m_stale = true;
  QComboBox* m_reference;
  QComboBox* m_method;
  QComboBox* m_kind;
  QPushButton* m_open;
  QDoubleSpinBox* m_threshold;
  QLabel* m_summary;
  ScatterPlot* m_plot;
  QTableWidget* m_improved;
  QTableWidget* m_regressed;
  QListWidget* m_missing;
  QFileDialog* m_dialog = nullptr;
};

}  // namespace ptycho
