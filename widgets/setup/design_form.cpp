#include "widgets/setup/design_form.h"

#include "widgets/kit/form/field_form.h"
#include "widgets/setup/design_fields.h"

namespace ptycho {

DesignForm::DesignForm(QWidget* parent) : ColumnArea(parent) {
  auto* content = new QWidget(this);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(4, 4, 4, 4);
  column->setSpacing(4);
  int labels = 0;
  for (const DesignSection& section : designSections()) {
    auto* form = new FieldForm(content);
    form->setObjectName(section.name);
    form->setFields(section.fields);
    connect(form, &FieldForm::valueEdited, this,
            [this, name = section.name](const QString& key, const FieldValue& value) {
              Q_EMIT fieldEdited(name, key, value);
            });
    m_forms[section.name] = form;
    labels = std::max(labels, form->labelWidthHint());
    column->addWidget(new SectionBox(section.title, form, content));
  }
  for (const auto& [name, form] : m_forms) form->setLabelWidth(labels);
  column->addStretch(1);
  setWidget(content);
}

void DesignForm::setSpec(const SimulationSpec& spec) {
  forEachSection(spec, [this, &spec](const char* name, const auto& section) {
    const QString sectionName = QLatin1String(name);
    FieldForm* form = m_forms.at(sectionName);
    for (const auto& field : section.fields()) {
      const QString key = QString::fromStdString(field.info.key);
      form->setValue(key, field.get(section));
      form->setFieldVisible(key, designFieldMatters(spec, sectionName, key));
    }
  });
}

void DesignForm::setProblem(const std::optional<Error>& problem) {
  if (!m_marked.first.isEmpty()) m_forms.at(m_marked.first)->setFieldError(m_marked.second, {});
  m_marked = {};
  if (!problem) return;
  const QString where = QString::fromStdString(problem->where);
  const QString section = where.section(QStringLiteral(": "), 0, 0);
  const QString key = where.section(QStringLiteral(": "), 1, 1);
  const auto found = m_forms.find(section);
  if (found == m_forms.end() || !found->second->editor(key)) return;
  found->second->setFieldError(key, QString::fromStdString(problem->message));
  m_marked = {section, key};
}

FieldForm* DesignForm::form(const QString& section) const {
  const auto found = m_forms.find(section);
  return found == m_forms.end() ? nullptr : found->second;
}

QSize DesignForm::sizeHint() const { return {300, 600}; }

}  // namespace ptycho
