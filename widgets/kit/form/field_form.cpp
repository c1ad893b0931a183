#include "widgets/kit/form/field_form.h"

#include "widgets/kit/form/field_editor.h"

namespace ptycho {

struct FieldForm::Row {
  FieldEditor editor;
  QWidget* holder = nullptr;  ///< editor and error under it: what the layout shows and hides
  QLabel* label = nullptr;    ///< null for a flag, whose text is beside its box
  QLabel* error = nullptr;
};

FieldForm::FieldForm(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setHorizontalSpacing(8);
  m_layout->setVerticalSpacing(3);
  m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  m_layout->setLabelAlignment(Qt::AlignLeft);
}

FieldForm::~FieldForm() = default;

void FieldForm::setFields(const std::vector<FieldInfo>& fields) {
  while (m_layout->rowCount() > 0) m_layout->removeRow(0);
  m_rows.clear();
  QWidget* previous = nullptr;
  for (const auto& info : fields) {
    addRow(info);
    QWidget* input = editor(QString::fromStdString(info.key));
    if (previous) setTabOrder(previous, input);
    previous = input;
  }
}

void FieldForm::addRow(const FieldInfo& info) {
  const QString key = QString::fromStdString(info.key);
  auto row = std::make_unique<Row>();
  row->holder = new QWidget(this);
  auto* column = new QVBoxLayout(row->holder);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  row->editor = makeFieldEditor(info, row->holder,
                                [this, key](const FieldValue& value) { Q_EMIT valueEdited(key, value); });
  column->addWidget(row->editor.row);
  row->error = new QLabel(row->holder);
  row->error->setObjectName(key + QStringLiteral("_error"));
  row->error->setWordWrap(true);
  row->error->hide();
  column->addWidget(row->error);

  if (info.kind != FieldKind::Flag) {
    row->label = new QLabel(QString::fromStdString(info.label), this);
    row->label->setToolTip(fieldToolTip(info));
    row->label->setBuddy(row->editor.input);
    m_layout->addRow(row->label, row->holder);
  } else {
    m_layout->addRow(QString(), row->holder);
  }
  m_rows[key] = std::move(row);
}

void FieldForm::setValue(const QString& key, const FieldValue& value) {
  if (const auto found = m_rows.find(key); found != m_rows.end()) found->second->editor.show(value);
}

void FieldForm::setFieldVisible(const QString& key, bool visible) {
  if (const auto found = m_rows.find(key); found != m_rows.end()) {
    m_layout->setRowVisible(found->second->holder, visible);
  }
}

void FieldForm::setFieldError(const QString& key, const QString& message) {
  const auto found = m_rows.find(key);
  if (found == m_rows.end()) return;
  QLabel* label = found->second->error;
  QPalette colours = palette();
  // Readable on both grounds: the red leans towards the text's own lightness.
  const bool dark = colours.color(QPalette::Window).lightness() < 128;
  colours.setColor(QPalette::WindowText, dark ? QColor(0xff8a80) : QColor(0xb00020));
  label->setPalette(colours);
  label->setText(message);
  label->setVisible(!message.isEmpty());
}

QWidget* FieldForm::editor(const QString& key) const {
  const auto found = m_rows.find(key);
  return found == m_rows.end() ? nullptr : found->second->editor.input;
}

int FieldForm::labelWidthHint() const {
  int width = 0;
  for (const auto& [key, row] : m_rows) {
    if (row->label) width = std::max(width, row->label->sizeHint().width());
  }
  return width;
}

void FieldForm::setLabelWidth(int width) {
  for (const auto& [key, row] : m_rows) {
    if (row->label) {
      row->label->setFixedWidth(width);
    } else if (QWidget* label = m_layout->labelForField(row->holder)) {
      label->setFixedWidth(width);
    }
  }
}

}  // namespace ptycho
