#pragma once

#include <vector>

#include <QWidget>

#include "widgets/runs/launch_request.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTreeWidget;
class QUndoStack;

namespace ptycho {

class EvaluationForm;
class FieldForm;
class TrainingForm;

/// New runs: the form of a training or an evaluation, what differs from the preset, where it runs, the command line
/// that does the same in a shell, and Start.
class LaunchPanel : public QWidget {
  Q_OBJECT

 public:
  explicit LaunchPanel(QWidget* parent = nullptr);

  [[nodiscard]] TrainingForm& training() const { return *m_training; }
  [[nodiscard]] EvaluationForm& evaluation() const { return *m_evaluation; }
  void showTraining() { setVerb(0); }
  void showEvaluation() { setVerb(1); }
  void setTemplates(const std::vector<LaunchTemplate>& templates);
  /// What is shown below the command line: folder, version, environment that matters.
  void setSurroundings(const QString& text);
  /// Devices that have something to do: a run for one of them has to wait.
  void setBusyDevices(const QStringList& devices);
  /// Why nothing can be launched at all, for example a runs folder that cannot be written; empty: it can.
  void setRootObstacle(const QString& obstacle);
  /// "auto" is this device here.
  void setAutoDevice(const QString& device) { m_autoDevice = device; }

  [[nodiscard]] LaunchRequest launch() const;
  [[nodiscard]] QString command() const;        ///< as shown
  [[nodiscard]] QString obstacle() const;       ///< why Start is grey; empty: it is not
  [[nodiscard]] QUndoStack& undoStack() const;  ///< of the training's form

 Q_SIGNALS:
  void launchRequested(const ptycho::LaunchRequest& launch);
  void requestEdited();

 private:
  QWidget* buildForms();
  QWidget* buildPlan();
  void setVerb(int verb);
  void chooseRunOn();
  void showPlan();
  void showScript();
  [[nodiscard]] const LaunchTemplate* chosenTemplate() const;

  QTabBar* m_verbs;
  QStackedWidget* m_forms;
  TrainingForm* m_training;
  EvaluationForm* m_evaluation;
  QLabel* m_differenceTitle;
  QTreeWidget* m_differences;
  QComboBox* m_runOn;
  FieldForm* m_variables;
  QLabel* m_scriptTitle;
  QPlainTextEdit* m_script;
  QPlainTextEdit* m_command;
  QLabel* m_surroundings;
  QLabel* m_obstacle;
  QPushButton* m_start;
  std::vector<LaunchTemplate> m_templates;
  TemplateValues m_values;
  QStringList m_busy;
  QString m_rootObstacle;
  QString m_autoDevice = QStringLiteral("cpu");
};

}  // namespace ptycho
