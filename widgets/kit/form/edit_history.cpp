#include "widgets/kit/form/edit_history.h"

#include <QUndoCommand>

namespace ptycho {

namespace {

using Values = std::vector<std::pair<QString, FieldValue>>;

class FieldEdit : public QUndoCommand {
 public:
  FieldEdit(EditHistory& history, const QString& text, std::vector<FieldChange> changes, int group)
      : QUndoCommand(text), m_history(history), m_changes(std::move(changes)), m_group(group) {}

  void undo() override {
    Values values;
    for (auto change = m_changes.rbegin(); change != m_changes.rend(); ++change) {
      values.emplace_back(change->key, change->before);
    }
    Q_EMIT m_history.restored(values);
  }

  void redo() override {
    if (m_first) {  // pushing runs redo once, and the edit has been made already
      m_first = false;
      return;
    }
    Values values;
    for (const auto& change : m_changes) values.emplace_back(change.key, change.after);
    Q_EMIT m_history.restored(values);
  }

  [[nodiscard]] int id() const override { return m_changes.size() == 1 ? 1 : -1; }

  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = dynamic_cast<const FieldEdit*>(other);
    if (!next || next->m_group != m_group || next->m_changes[0].key != m_changes[0].key) return false;
    m_changes[0].after = next->m_changes[0].after;
    setObsolete(m_changes[0].after == m_changes[0].before);
    return true;
  }

 private:
  EditHistory& m_history;
  std::vector<FieldChange> m_changes;
  int m_group;
  bool m_first = true;
};

}  // namespace

EditHistory::EditHistory(QObject* parent) : QObject(parent) {}

void EditHistory::record(const QString& text, std::vector<FieldChange> changes) {
  std::erase_if(changes, [](const FieldChange& change) { return change.before == change.after; });
  if (changes.empty()) return;
  if (!m_sinceLast.isValid() || m_mergeInterval_ms < 0 || m_sinceLast.elapsed() > m_mergeInterval_ms) ++m_group;
  m_sinceLast.start();
  m_stack.push(new FieldEdit(*this, text, std::move(changes), m_group));
}

}  // namespace ptycho
