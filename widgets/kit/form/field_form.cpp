#include "widgets/kit/form/field_form.h"

#include <QToolButton>

#include "widgets/kit/form/field_editor.h"

namespace ptycho {

/// A heading that folds the fields below it.
struct FieldForm::Group {
  QToolButton* heading = nullptr;
  QString name;
  QString note;

  [[nodiscard]] bool open() const { return heading->isChecked(); }
  void show() const {
    heading->setArrowType(open() ? Qt::DownArrow : Qt::RightArrow);
    heading->setText(open() || note.isEmpty() ? name : QStringLiteral("%1 — %2").arg(name, note));
    heading->setToolTip(note);
  }
};

struct FieldForm::Row {
  QString group;
  FieldEditor editor;
  QLabel* label = nullptr;  ///< null for a flag, whose text is beside its box
  QLabel* note = nullptr;   ///< under the editor
  QLabel* error = nullptr;  ///< under both
  bool visible = true;

  void show(bool open) const {
    const bool shown = visible && open;
    if (label) label->setVisible(shown);
    editor.row->setVisible(shown);
    note->setVisible(shown && !note->text().isEmpty());
    error->setVisible(shown && !error->text().isEmpty());
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
  m_groups.clear();
  m_line = 0;
  QWidget* previous = nullptr;
  for (const auto& info : fields) {
    const QString group = QString::fromStdString(info.group);
    if (!group.isEmpty() && m_groups.count(group) == 0) addHeading(group);
    addRow(info);
    QWidget* input = editor(QString::fromStdString(info.key));
    if (previous) setTabOrder(previous, input);
    previous = input;
  }
  for (const auto& [name, group] : m_groups) refresh(name);
}

void FieldForm::addHeading(const QString& name) {
  auto group = std::make_unique<Group>();
  group->name = name;
  group->heading = new QToolButton(this);
  group->heading->setObjectName(QStringLiteral("group_") + name);
  group->heading->setCheckable(true);
  group->heading->setChecked(m_groups.empty());
  group->heading->setAutoRaise(true);
  group->heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  group->heading->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  QFont bold = font();
  bold.setBold(true);
  group->heading->setFont(bold);
  connect(group->heading, &QToolButton::toggled, this, [this, name] { refresh(name); });
  m_layout->addWidget(group->heading, m_line++, 0, 1, 2);
  m_groups[name] = std::move(group);
}

void FieldForm::refresh(const QString& name) {
  const auto found = m_groups.find(name);
  const bool open = found == m_groups.end() || found->second->open();
  bool any = false;
  for (const auto& [key, row] : m_rows) {
    if (row->group != name) continue;
    row->show(open);
    any = any || row->visible;
  }
  if (found == m_groups.end()) return;
  found->second->show();
  found->second->heading->setVisible(any);
}

void FieldForm::setGroupOpen(const QString& group, bool open) {
  if (const auto found = m_groups.find(group); found != m_groups.end()) found->second->heading->setChecked(open);
}

bool FieldForm::isGroupOpen(const QString& group) const {
  const auto found = m_groups.find(group);
  return found != m_groups.end() && found->second->open();
}

void FieldForm::setGroupNote(const QString& group, const QString& note) {
  const auto found = m_groups.find(group);
  if (found == m_groups.end() || found->second->note == note) return;
  found->second->note = note;
  found->second->show();
}

void FieldForm::addRow(const FieldInfo& info) {
  const QString key = QString::fromStdString(info.key);
  auto row = std::make_unique<Row>();
  row->editor = makeFieldEditor(info, this, [this, key](const FieldValue& value) { Q_EMIT valueEdited(key, value); });
  row->note = new QLabel(this);
  row->note->setObjectName(key + QStringLiteral("_note"));
  row->note->setWordWrap(true);
  row->note->setTextFormat(Qt::RichText);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.9);
  row->note->setFont(small);
  row->note->hide();
  row->error = new QLabel(this);
  row->error->setObjectName(key + QStringLiteral("_error"));
  row->error->setWordWrap(true);
  row->error->hide();
  row->group = QString::fromStdString(info.group);
  if (info.kind != FieldKind::Flag) {
    row->label = new QLabel(QString::fromStdString(info.label), this);
    row->label->setToolTip(fieldToolTip(info));
    row->label->setBuddy(row->editor.input);
    m_layout->addWidget(row->label, m_line, 0);
  }
  m_layout->addWidget(row->editor.row, m_line++, 1);
  m_layout->addWidget(row->note, m_line++, 0, 1, 2);
  m_layout->addWidget(row->error, m_line++, 0, 1, 2);
  m_rows[key] = std::move(row);
}

void FieldForm::setValue(const QString& key, const FieldValue& value) {
  if (const auto found = m_rows.find(key); found != m_rows.end()) found->second->editor.show(value);
}

void FieldForm::setFieldVisible(const QString& key, bool visible) {
  const auto found = m_rows.find(key);
  if (found == m_rows.end() || found->second->visible == visible) return;
  found->second->visible = visible;
  refresh(found->second->group);
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
  refresh(found->second->group);
}

void FieldForm::setFieldNote(const QString& key, const QString& note, const QString& toolTip) {
  const auto found = m_rows.find(key);
  if (found == m_rows.end()) return;
  found->second->note->setText(note);
  found->second->note->setToolTip(toolTip);
  refresh(found->second->group);
}

void FieldForm::setFieldMarked(const QString& key, bool marked) {
  const auto found = m_rows.find(key);
  if (found == m_rows.end()) return;
  QWidget* named = found->second->label ? static_cast<QWidget*>(found->second->label) : found->second->editor.input;
  QFont type = font();
  type.setBold(marked);
  named->setFont(type);
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
