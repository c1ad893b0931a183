#pragma once

#include <vector>

#include "core/measured/import_spec.h"
#include "widgets/kit/form/edit_history.h"

namespace ptycho {

/// A field of ImportSpec and what it is to be.
struct FieldSetting {
  QString key;
  FieldValue value;
};

/// What is asked of an import, with undo.
class ImportState : public QObject {
  Q_OBJECT

 public:
  explicit ImportState(QObject* parent = nullptr);

  [[nodiscard]] const ImportSpec& spec() const { return m_spec; }
  /// A new start: the history is forgotten.
  void setSpec(const ImportSpec& spec);
  /// One field, as typed; a value that the field cannot have changes nothing.
  void edit(const QString& key, const FieldValue& value);
  /// Several fields in one step of undo, called `text` there.
  void apply(const QString& text, const std::vector<FieldSetting>& settings);
  [[nodiscard]] QUndoStack& undoStack() { return m_history.stack(); }

 Q_SIGNALS:
  void specChanged();

 private:
  void change(const QString& text, const std::vector<FieldSetting>& settings, bool mayMerge);

  ImportSpec m_spec;
  EditHistory m_history;
};

}  // namespace ptycho
