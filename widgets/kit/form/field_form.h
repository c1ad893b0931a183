#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/base/spec_field.h"

class QGridLayout;
class QToolButton;

namespace ptycho {

/// A form made from a spec's field list: label, editor by kind (spin box with unit and range, check box, combo box,
/// line edit), tooltip with help, range and key. Reports edits; never applies them itself.
/// Editors are named by the field's key. Fields with a group stand under its heading, which folds them away; the first
/// group starts open, the others folded. A heading whose fields are all hidden is hidden too.
class FieldForm : public QWidget {
  Q_OBJECT

 public:
  explicit FieldForm(QWidget* parent = nullptr);
  ~FieldForm() override;

  void setFields(const std::vector<FieldInfo>& fields);
  /// Shows a value without emitting.
  void setValue(const QString& key, const FieldValue& value);
  /// Hides fields that do not matter for the present choice.
  void setFieldVisible(const QString& key, bool visible);
  /// A message under one field (empty: none), for values that contradict another field.
  void setFieldError(const QString& key, const QString& message);
  /// A small line under one field (rich text; empty: none), for what came of its value.
  void setFieldNote(const QString& key, const QString& note, const QString& toolTip);
  /// In bold: fields that were changed.
  void setFieldMarked(const QString& key, bool marked);
  [[nodiscard]] QWidget* editor(const QString& key) const;

  void setGroupOpen(const QString& group, bool open);
  [[nodiscard]] bool isGroupOpen(const QString& group) const;
  /// What a folded group should say about itself beside its name, for example what differs from the defaults.
  void setGroupNote(const QString& group, const QString& note);

  /// Width that the labels need; the largest of several forms, set on all, puts their editors in one line.
  [[nodiscard]] int labelWidthHint() const;
  void setLabelWidth(int width);

 Q_SIGNALS:
  /// Every change while the user drags, scrolls or types.
  void valueEdited(const QString& key, const ptycho::FieldValue& value);

 private:
  struct Row;
  struct Group;
  void addHeading(const QString& group);
  void addRow(const FieldInfo& info);
  void refresh(const QString& group);

  QGridLayout* m_layout;
  int m_line = 0;
  std::map<QString, std::unique_ptr<Group>> m_groups;
  std::map<QString, std::unique_ptr<Row>> m_rows;
};

/// FieldInfo of every field of a spec, in order.
template <class Spec>
std::vector<FieldInfo> fieldInfos() {
  std::vector<FieldInfo> infos;
  for (const auto& field : Spec::fields()) infos.push_back(field.info);
  return infos;
}

}  // namespace ptycho
