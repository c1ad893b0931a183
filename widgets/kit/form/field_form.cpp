#include "widgets/kit/form/field_form.h"

#include "widgets/kit/form/field_editor.h"

namespace ptycho {

struct FieldForm::Row {
  FieldEditor editor;
  QLabel* label = nullptr;  ///< null for a flag, whose text is beside its box
  QLabel* error = nullptr;  ///< under both
  bool visible = true;

  void show() const {
    if (label) label->setVisible(visible);
    editor.row->setVisible(visible);
    error->setVisible(visible && !error->text().isEmpty());
  }
};

// A grid and not a QFormLayout: that of Qt 6.4 writes past its arrays when rows are hidden and a label wraps.
FieldForm::FieldForm(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setHorizontalSpacing(8);
  m_layout->setVerticalSpacing(3);
  m_layout->setColumnStretch(1, 1);
}

FieldForm::~FieldForm() = default;

void FieldForm::setFields(const std::vector<FieldInfo>& fields) {
  while (QLayoutItem* item = m_layout->takeAt(0)) {
    delete item->widget();
    delete item;
  }
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
  row->editor = makeFieldEditor(info, this, [this, key](const FieldValue& value) { Q_EMIT valueEdited(key, value); });
  row->error = new QLabel(this);
  row->error->setObjectName(key + QStringLiteral("_error"));
  row->error->setWordWrap(true);
  row->error->hide();
  const int line = 2 * static_cast<int>(m_rows.size());
  if (info.kind != FieldKind::Flag) {
    row->label = new QLabel(QString::fromStdString(info.label), this);
    row->label->setToolTip(fieldToolTip(info));
    row->label->setBuddy(row->editor.input);
    m_layout->addWidget(row->label, line, 0);
  }
  m_layout->addWidget(row->editor.row, line, 1);
  m_layout->addWidget(row->error, line + 1, 0, 1, 2);
  m_rows[key] = std::move(row);
}

void FieldForm::setValue(const QString& key, const FieldValue& value) {
  if (const auto found = m_rows.find(key); found != m_rows.end()) found->second->editor.show(value);
}

void FieldForm::setFieldVisible(const QString& key, bool visible) {
  const auto found = m_rows.find(key);
  if (found == m_rows.end() || found->second->visible == visible) return;
  found->second->visible = visible;
  found->second->show();
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
  found->second->show();
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

void FieldForm::setLabelWidth(int width) { m_layout->setColumnMinimumWidth(0, width); }

}  // namespace ptycho
