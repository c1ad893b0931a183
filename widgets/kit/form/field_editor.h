#pragma once

#include <functional>

#include <QString>

#include "core/base/spec_field.h"

class QWidget;

namespace ptycho {

/// The editor of one field. `row` goes into the form; `input` is what has the focus, is named by the field's key
/// and holds the value (the same widget unless there is a button beside it).
struct FieldEditor {
  QWidget* row = nullptr;
  QWidget* input = nullptr;
  std::function<void(const FieldValue&)> show;  ///< shows a value and reports nothing
};

/// Number → NumberBox, Choice → QComboBox, Flag → QCheckBox, Text → QLineEdit, with a "…" button when the key says
/// "path" or "file". `edited` is called on every change a person makes.
[[nodiscard]] FieldEditor makeFieldEditor(const FieldInfo& info, QWidget* parent,
                                          std::function<void(const FieldValue&)> edited);

/// Help, range and key, wrapped for a tooltip.
[[nodiscard]] QString fieldToolTip(const FieldInfo& info);

}  // namespace ptycho
