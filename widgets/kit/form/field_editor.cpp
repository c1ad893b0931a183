#include "widgets/kit/form/field_editor.h"

#include <memory>
#include <utility>

#include "widgets/kit/form/number_box.h"
#include "widgets/kit/form/path_edit.h"

namespace ptycho {

namespace {

using Edited = std::function<void(const FieldValue&)>;

/// A combo box that leaves the wheel to the form until it is clicked.
class QuietComboBox : public QComboBox {
 public:
  using QComboBox::QComboBox;

 protected:
  void wheelEvent(QWheelEvent* event) override {
    if (hasFocus()) QComboBox::wheelEvent(event);
    else event->ignore();
  }
};

double asNumber(const FieldValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return 0;
}

QString asText(const FieldValue& value) { return QString::fromStdString(fieldText(value)); }

FieldEditor numberEditor(const FieldInfo& info, QWidget* parent, Edited edited) {
  const bool whole = info.kind == FieldKind::Integer;
  auto* box = new NumberBox(whole, info.minimum, info.maximum, parent);
  box->setUnit(QString::fromStdString(info.unit));
  // Enter makes the spin box announce the value it already has; that is no edit.
  auto known = std::make_shared<double>(box->value());
  QObject::connect(box, &QDoubleSpinBox::valueChanged, box, [whole, edited, known](double value) {
    if (std::exchange(*known, value) == value) return;
    if (whole) edited(static_cast<std::int64_t>(value));
    else edited(value);
  });
  return {box, box, [box, known](const FieldValue& value) {
            if (box->value() == asNumber(value)) return;  // setting would throw away half-typed text
            const QSignalBlocker quiet(box);
            box->setValue(asNumber(value));
            *known = box->value();
          }};
}

/// The chosen word, its note, and what the word is in a chain or on a command line.
QString choiceToolTip(const FieldInfo& info, const QComboBox& box) {
  const QString note = box.currentData(Qt::ToolTipRole).toString();
  return note.isEmpty() ? fieldToolTip(info) : QStringLiteral("<p>%1</p>").arg(note) + fieldToolTip(info);
}

FieldEditor choiceEditor(const FieldInfo& info, QWidget* parent, Edited edited) {
  auto* box = new QuietComboBox(parent);
  box->setFocusPolicy(Qt::StrongFocus);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(6);
  for (std::size_t i = 0; i < info.choices.size(); ++i) {
    const QString word = QString::fromStdString(info.choices[i]);
    box->addItem(QString::fromStdString(fieldLabel(info, info.choices[i])), word);
    if (info.choice_labels.empty()) continue;
    const QString label = QString::fromStdString(info.choice_labels[i]).toHtmlEscaped();
    QString note = QStringLiteral("<b>%1</b>&nbsp; word: <code>%2</code>").arg(label, word.toHtmlEscaped());
    if (i < info.choice_notes.size()) {
      note += QStringLiteral("<br>") + QString::fromStdString(info.choice_notes[i]).toHtmlEscaped();
    }
    box->setItemData(static_cast<int>(i), note, Qt::ToolTipRole);
  }
  QObject::connect(box, &QComboBox::currentIndexChanged, box, [box, info, edited](int) {
    box->setToolTip(choiceToolTip(info, *box));
    edited(box->currentData().toString().toStdString());
  });
  return {box, box, [box, info](const FieldValue& value) {
            const QSignalBlocker quiet(box);
            if (const int place = box->findData(asText(value)); place >= 0) box->setCurrentIndex(place);
            box->setToolTip(choiceToolTip(info, *box));
          }};
}

FieldEditor flagEditor(const FieldInfo& info, QWidget* parent, Edited edited) {
  auto* box = new QCheckBox(QString::fromStdString(info.label), parent);
  QObject::connect(box, &QCheckBox::toggled, box, [edited](bool on) { edited(on); });
  return {box, box, [box](const FieldValue& value) {
            const QSignalBlocker quiet(box);
            box->setChecked(std::holds_alternative<bool>(value) && std::get<bool>(value));
          }};
}

FieldEditor textEditor(const FieldInfo& info, QWidget* parent, Edited edited) {
  const bool path = info.key.find("path") != std::string::npos;
  if (path || info.key.find("file") != std::string::npos) {
    auto* edit = new PathEdit(path, parent);
    QObject::connect(edit, &PathEdit::pathEdited, edit, [edited](const QString& text) { edited(text.toStdString()); });
    return {edit, edit->lineEdit(), [edit](const FieldValue& value) { edit->setPath(asText(value)); }};
  }
  auto* edit = new QLineEdit(parent);
  QObject::connect(edit, &QLineEdit::textEdited, edit, [edited](const QString& text) { edited(text.toStdString()); });
  return {edit, edit, [edit](const FieldValue& value) {
            if (edit->text() != asText(value)) edit->setText(asText(value));
          }};
}

}  // namespace

FieldEditor makeFieldEditor(const FieldInfo& info, QWidget* parent, Edited edited) {
  FieldEditor editor;
  switch (info.kind) {
    case FieldKind::Integer:
    case FieldKind::Real: editor = numberEditor(info, parent, std::move(edited)); break;
    case FieldKind::Choice: editor = choiceEditor(info, parent, std::move(edited)); break;
    case FieldKind::Flag: editor = flagEditor(info, parent, std::move(edited)); break;
    case FieldKind::Text: editor = textEditor(info, parent, std::move(edited)); break;
  }
  editor.input->setObjectName(QString::fromStdString(info.key));
  editor.input->setToolTip(fieldToolTip(info));
  editor.input->setAccessibleName(QString::fromStdString(info.label));
  return editor;
}

QString fieldToolTip(const FieldInfo& info) {
  const QString help = QString::fromStdString(fieldHelp(info)).toHtmlEscaped();
  const QString key = QString::fromStdString(info.key).toHtmlEscaped();
  return QStringLiteral("<p>%1&nbsp; key: <code>%2</code></p>").arg(help, key);
}

}  // namespace ptycho
