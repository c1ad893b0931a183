#pragma once

#include <utility>
#include <vector>

#include <QWidget>

#include "widgets/runs/launch_request.h"

class QComboBox;

namespace ptycho {

class FieldForm;

/// An evaluation as a form: which network and chain, by which methods, on which images.
class EvaluationForm : public QWidget {
  Q_OBJECT

 public:
  explicit EvaluationForm(QWidget* parent = nullptr);

  void setRequest(const EvaluationRequest& request);
  [[nodiscard]] const EvaluationRequest& request() const { return m_request; }
  /// Trainings that left a network: title and folder.
  void setNetworks(const std::vector<std::pair<QString, QString>>& networks);

 Q_SIGNALS:
  void requestEdited();

 private:
  void edit(const QString& key, const FieldValue& value);
  void show();

  QComboBox* m_network;
  FieldForm* m_form;
  EvaluationRequest m_request;
};

}  // namespace ptycho
