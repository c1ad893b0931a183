#pragma once

#include <memory>

#include <QWidget>

#include "core/analyse/failure_causes.h"
#include "widgets/failures/image_pictures.h"
#include "widgets/models/image_selection.h"
#include "widgets/models/evaluation_order.h"

class QComboBox;
class QLabel;
class QTabWidget;

namespace ptycho {

class BudgetTable;
class CauseTable;
class ErrorMapsPanel;
class ScatterPlot;
class SliceTable;

/// Why images fail: features ranked by how they go with the error, groups of images that are worse than the rest, where
/// the error sits, the error against that of a flat picture. Works on a thread of the pool, when it is looked at.
class WhyPage : public QWidget {
  Q_OBJECT

 public:
  WhyPage(EvaluationOrder& order, ImageSelection& selection, QWidget* parent = nullptr);

  /// Another evaluation, or more of the same.
  void takeTable();
  void setErrorMaps(const std::shared_ptr<const ErrorMaps>& maps);
  void setErrorMapsText(const QString& text);
  [[nodiscard]] int method() const;
  [[nodiscard]] ErrorKind kind() const;
  [[nodiscard]] bool isSettled() const { return !m_working && (!m_stale || !isVisible()); }
  [[nodiscard]] CauseTable& causes() { return *m_causes; }
  [[nodiscard]] SliceTable& slices() { return *m_slices; }
  [[nodiscard]] ScatterPlot& featurePlot() { return *m_featurePlot; }

 Q_SIGNALS:
  void errorMapsRequested(int method);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Findings {
    std::vector<FailureCause> causes;
    std::vector<FailureSlice> slices;
    std::vector<ErrorBudgetRow> budget;
  };
  void build();
  void connectParts();
  void refresh();
  void takeFindings(const Findings& findings);
  void drawPlots();
  void drawPlot(ScatterPlot& plot, const std::vector<double>& x);
  void markChosen();
  void filterSlice(int index);
  [[nodiscard]] QString columnKey(const EvaluationColumn& column) const;

  EvaluationOrder& m_order;
  ImageSelection& m_selection;
  std::shared_ptr<const ImageTable> m_table;  ///< that the findings are of
  bool m_stale = true;
  bool m_working = false;
  QComboBox* m_method;
  QComboBox* m_kind;
  QLabel* m_summary;
  CauseTable* m_causes;
  SliceTable* m_slices;
  BudgetTable* m_budget;
  ErrorMapsPanel* m_maps;
  ScatterPlot* m_featurePlot;
  ScatterPlot* m_flatPlot;
  QTabWidget* m_lower;
};

}  // namespace ptycho
