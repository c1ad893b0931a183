#pragma once

#include <vector>

#include <QWidget>

#include "core/reconstruct/reconstruction_spec.h"

class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace ptycho {

class FieldForm;
class StageTableModel;

/// A chain of engines as one line of text and as a table of stages with a form for the chosen one; both always say
/// the same. Text that cannot be read shows why and leaves the stages as they were.
class ChainEditor : public QWidget {
  Q_OBJECT

 public:
  explicit ChainEditor(QWidget* parent = nullptr);

  /// Shows stages without emitting.
  void setStages(const std::vector<StageSpec>& stages);
  [[nodiscard]] const std::vector<StageSpec>& stages() const;
  [[nodiscard]] QString text() const;
  /// Empty when the text can be read.
  [[nodiscard]] QString errorText() const;
  void selectStage(int row);
  [[nodiscard]] int selectedStage() const;
  /// The form of the chosen stage, so that it can be aligned with others.
  [[nodiscard]] FieldForm& stageForm();

 Q_SIGNALS:
  /// The user changed the chain to something that can be run.
  void stagesEdited(const std::vector<ptycho::StageSpec>& stages);
  /// The text became readable or unreadable.
  void validityChanged(bool valid);

 private:
  void build();
  void readText(const QString& text);
  void editStages(std::vector<StageSpec> stages, int select);
  void editField(const QString& key, const FieldValue& value);
  void addStage();
  void removeStage();
  void moveStage(int by);
  void showStages(const std::vector<StageSpec>& stages);
  void showSelected();
  void showNotes(const StageSpec& stage);
  void showError(const QString& error);

  QLineEdit* m_text;
  QLabel* m_error;
  QLabel* m_total;
  StageTableModel* m_model;
  QTableView* m_table;
  FieldForm* m_form;
  QToolButton* m_remove = nullptr;
  QToolButton* m_up = nullptr;
  QToolButton* m_down = nullptr;
};

}  // namespace ptycho
