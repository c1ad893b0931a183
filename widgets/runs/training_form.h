#pragma once

#include <QWidget>

#include "widgets/runs/launch_request.h"
#include "widgets/runs/training_fields.h"

class QComboBox;
class QLabel;
class QUndoStack;

namespace ptycho {

class EditHistory;
class FieldForm;

/// A training as a form: a preset, the photos, then every field of its specification in groups that fold and say how
/// many of their fields differ from the preset. Edits can be undone.
class TrainingForm : public QWidget {
  Q_OBJECT

 public:
  explicit TrainingForm(QWidget* parent = nullptr);

  void setRequest(const TrainingRequest& request);
  [[nodiscard]] const TrainingRequest& request() const { return m_request; }
  /// Empty message: it can be launched.
  [[nodiscard]] const FieldProblem& problem() const { return m_problem; }
  [[nodiscard]] QUndoStack& undoStack();

 Q_SIGNALS:
  void requestEdited();

 private:
  void build();
  void edit(const QString& key, const FieldValue& value);
  void choosePreset(const QString& name);
  void restore(const std::vector<std::pair<QString, FieldValue>>& values);
  [[nodiscard]] FieldValue valueOf(const QString& key) const;
  void setValueOf(const QString& key, const FieldValue& value);
  void show();

  QComboBox* m_preset;
  QLabel* m_help;
  FieldForm* m_top;
  FieldForm* m_form;
  EditHistory* m_history;
  TrainingRequest m_request;
  FieldProblem m_problem;
  QString m_errorKey;
};

}  // namespace ptycho
