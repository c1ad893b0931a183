#pragma once

#include <map>
#include <string_view>

#include <QWidget>

#include "widgets/reconstruct/command_line.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QUndoStack;

namespace ptycho {

class AcquisitionCard;
class ChainEditor;
class EditHistory;
class FieldForm;

/// Everything that is asked of a reconstruction: acquisition, preset, chain, ranges, start, threads; the command
/// line that it amounts to; Run. Edits can be undone.
class ReconstructionForm : public QWidget {
  Q_OBJECT

 public:
  explicit ReconstructionForm(QWidget* parent = nullptr);

  void setRequest(const ReconstructionRequest& request);
  [[nodiscard]] const ReconstructionRequest& request() const { return m_request; }
  void setAcquisition(const QString& file, bool usable);
  /// Shows a preset where nothing but one of the two defaults (core/reconstruct/presets.h) stands.
  void suggestPreset(std::string_view name);
  /// What stands between program and chain in the shown command, for example the runs root.
  void setRunsRoot(const QString& root);
  [[nodiscard]] QString commandLine() const;
  /// Why Run is switched off; empty when it is on.
  [[nodiscard]] QString obstacle() const;

  [[nodiscard]] AcquisitionCard& acquisitionCard() { return *m_card; }
  [[nodiscard]] ChainEditor& chainEditor() { return *m_chain; }
  [[nodiscard]] QUndoStack& undoStack();

 Q_SIGNALS:
  void requestEdited();
  void runRequested();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void colourRun();
  QWidget* buildFields();
  void choosePreset(int index);
  void editChain(const std::vector<StageSpec>& stages);
  void editField(const QString& key, const FieldValue& value);
  [[nodiscard]] FieldValue valueOf(const QString& key) const;
  bool assign(const QString& key, const FieldValue& value);
  void restore(const std::vector<std::pair<QString, FieldValue>>& values);
  void edited();
  void showRequest();
  void showDependents();

  ReconstructionRequest m_request;
  bool m_usable = false;
  QString m_runsRoot;
  AcquisitionCard* m_card;
  QComboBox* m_preset;
  QLabel* m_presetHelp;
  ChainEditor* m_chain;
  FieldForm* m_ranges;
  FieldForm* m_options;
  QLineEdit* m_command;
  QPushButton* m_run;
  EditHistory* m_history;
};

}  // namespace ptycho
