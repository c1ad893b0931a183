#pragma once

#include <map>
#include <optional>

#include "core/simulate/simulate.h"
#include "widgets/setup/section_box.h"

namespace ptycho {

class FieldForm;

/// The column of forms: one foldable section for each part of the spec, its form named like the section. Shows only
/// the fields that matter for the present choices.
class DesignForm : public ColumnArea {
  Q_OBJECT

 public:
  explicit DesignForm(QWidget* parent = nullptr);

  void setSpec(const SimulationSpec& spec);
  /// Writes the error under the field that it names ("scan: step_px").
  void setProblem(const std::optional<Error>& problem);
  [[nodiscard]] FieldForm* form(const QString& section) const;
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void fieldEdited(const QString& section, const QString& key, const ptycho::FieldValue& value);

 private:
  std::map<QString, FieldForm*> m_forms;
  std::pair<QString, QString> m_marked;  ///< section and key that carry an error
};

}  // namespace ptycho
