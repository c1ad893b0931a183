#pragma once

#include <array>
#include <vector>

#include <QImage>
#include <QPointer>
#include <QUndoStack>
#include <QWidget>

#include "widgets/export/export_source.h"
#include "widgets/kit/figure/figure_recipe.h"

class QAbstractButton;
class QCheckBox;
class QComboBox;
class QFileDialog;
class QListWidget;
class QTreeWidget;

namespace ptycho {

class FieldForm;
class FigurePreview;

/// A figure put together from any results and trainings: pictures and curves on the left, panels and style on the right,
/// the figure as it will be in the middle. Every edit can be undone. The page reads and writes nothing itself.
class FigurePage : public QWidget {
  Q_OBJECT

 public:
  explicit FigurePage(QWidget* parent = nullptr);

  void setSources(const std::vector<ExportSource>& sources);
  /// Replaces the figure (an edit that can be undone).
  void setRecipe(const FigureRecipe& recipe);
  [[nodiscard]] const FigureRecipe& recipe() const { return m_recipe; }
  /// The figure of the present recipe, or why there is none.
  void showFigure(const QImage& figure);
  void showProblem(const QString& message);
  [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
  /// Asks for a file name; nothing where there is no figure.
  void exportFigure();

 Q_SIGNALS:
  /// The figure is to be drawn anew.
  void recipeChanged();
  void exportRequested(const QString& file);
  void copyRequested();
  void saveRecipeRequested(const QString& file);
  void loadRecipeRequested(const QString& file);
  /// A file that is not in the list.
  void sourceRequested();

 private:
  enum Action { kExport, kCopy, kSave, kLoad, kActionCount };
  QWidget* buildSources();
  QWidget* buildPanels();
  QWidget* buildActions();
  void addChosen();
  void addCurves();
  /// What curves the chosen sources have.
  void refreshCurveKinds();
  void refreshCurveForm();
  /// The plot among the panels that is chosen; null for a picture or none.
  [[nodiscard]] const FigureCurves* chosenCurves() const;
  void removePanels();
  void movePanel(int by);
  void edit(const QString& text, FigureRecipe recipe);
  void apply(const FigureRecipe& recipe);
  void refreshPanels();
  void refreshButtons();

  FigureRecipe m_recipe;
  QUndoStack m_undo;
  QTreeWidget* m_sources;
  std::array<QCheckBox*, 8> m_parts{};
  QComboBox* m_curveKinds;
  QAbstractButton* m_addCurves;
  QListWidget* m_panels;
  FieldForm* m_curveForm;
  FieldForm* m_style;
  FigurePreview* m_preview;
  QAbstractButton* m_add;
  QAbstractButton* m_remove;
  QAbstractButton* m_up;
  QAbstractButton* m_down;
  std::array<QAbstractButton*, kActionCount> m_actions{};
  QPointer<QFileDialog> m_dialog;
};

}  // namespace ptycho
