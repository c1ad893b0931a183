#pragma once

#include <QScrollArea>

#include "core/measured/import_report.h"
#include "widgets/kit/form/field_form.h"

namespace ptycho {

/// The form of an import: every field of ImportSpec, and under each convention what it came to, how sure that is, and
/// why. What was changed is in bold; headings count what is changed and what is assumed.
class ImportForm : public QScrollArea {
  Q_OBJECT

 public:
  explicit ImportForm(QWidget* parent = nullptr);

  void setSpec(const ImportSpec& spec);
  /// What came of it, in the last look that worked.
  void setReport(const ImportReport& report);
  void clearReport();
  [[nodiscard]] FieldForm& form() { return *m_form; }
  [[nodiscard]] QSize sizeHint() const override { return {350, 600}; }
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void fieldEdited(const QString& key, const ptycho::FieldValue& value);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void showNotes();
  void showGroupNotes();

  FieldForm* m_form;
  ImportSpec m_spec;
  std::vector<Convention> m_conventions;
};

}  // namespace ptycho
