#include "widgets/import/import_state.h"

namespace ptycho {

namespace {

constexpr int kMerge_ms = 1000;  ///< edits of one field by hand are one step
constexpr int kNever = -1;

}  // namespace

ImportState::ImportState(QObject* parent) : QObject(parent) {
  connect(&m_history, &EditHistory::restored, this, [this](const std::vector<std::pair<QString, FieldValue>>& values) {
    for (const auto& [key, value] : values) {
      if (!assignField(m_spec, key.toStdString(), value)) return;
    }
    Q_EMIT specChanged();
  });
}

void ImportState::setSpec(const ImportSpec& spec) {
  m_history.stack().clear();
  m_spec = spec;
  Q_EMIT specChanged();
}

void ImportState::edit(const QString& key, const FieldValue& value) {
  const auto* field = findField<ImportSpec>(key.toStdString());
  if (field) change(QString::fromStdString(field->info.label), {{key, value}}, true);
}

void ImportState::apply(const QString& text, const std::vector<FieldSetting>& settings) {
  change(text, settings, false);
}

void ImportState::change(const QString& text, const std::vector<FieldSetting>& settings, bool mayMerge) {
  ImportSpec changed = m_spec;
  std::vector<FieldChange> changes;
  for (const auto& [key, value] : settings) {
    const auto* field = findField<ImportSpec>(key.toStdString());
    if (!field || !assignField(changed, key.toStdString(), value)) return;
    changes.push_back({key, field->get(m_spec), field->get(changed)});
  }
  if (changed == m_spec) return;
  m_spec = std::move(changed);
  m_history.setMergeInterval(mayMerge ? kMerge_ms : kNever);
  m_history.record(text, std::move(changes));
  Q_EMIT specChanged();
}

}  // namespace ptycho
