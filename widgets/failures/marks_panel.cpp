#include "widgets/failures/marks_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QUndoStack>
#include <QWidgetAction>

namespace ptycho {
namespace {

constexpr int kNoteCommand = 1;

/// Marks of several images, before and after.
class MarkCommand : public QUndoCommand {
 public:
  struct Change {
    std::int64_t image;
    ImageMark before, after;
  };
  MarkCommand(ImageMarks& marks, std::vector<Change> changes, const QString& text, int id)
      : QUndoCommand(text), m_marks(marks), m_changes(std::move(changes)), m_id(id) {}

  void undo() override {
    for (const Change& change : m_changes) m_marks.setMark(change.image, change.before);
  }
  void redo() override {
    for (const Change& change : m_changes) m_marks.setMark(change.image, change.after);
  }
  [[nodiscard]] int id() const override { return m_id; }
  /// Letters typed into one note are one step.
  bool mergeWith(const QUndoCommand* other) override {
    const auto& later = static_cast<const MarkCommand*>(other)->m_changes;
    if (m_changes.size() != 1 || later.size() != 1 || later[0].image != m_changes[0].image) return false;
    m_changes[0].after = later[0].after;
    return true;
  }

 private:
  ImageMarks& m_marks;
  std::vector<Change> m_changes;
  int m_id;
};

}  // namespace

MarksPanel::MarksPanel(ImageMarks& marks, QUndoStack& undo, QWidget* parent)
    : QWidget(parent), m_marks(marks), m_undo(undo), m_note(new QPlainTextEdit(this)) {
  auto* row = new QHBoxLayout;
  row->setSpacing(3);
  for (int tag = 0; tag < ImageMarks::kTags; ++tag) {
    auto* button = new QToolButton(this);
    button->setCheckable(true);
    button->setObjectName(QStringLiteral("tag%1").arg(tag + 1));
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(button, &QToolButton::customContextMenuRequested, this, [this, tag] { rename(tag); });
    connect(button, &QToolButton::clicked, this, [this, tag] {
      if (m_image >= 0) toggleTag({m_image}, tag);
    });
    m_tags[static_cast<std::size_t>(tag)] = button;
    row->addWidget(button);
  }
  row->addStretch(1);
  m_note->setObjectName(QStringLiteral("note"));
  m_note->setPlaceholderText(tr("Note about this image; kept beside the evaluation"));
  m_note->setTabChangesFocus(true);
  connect(m_note, &QPlainTextEdit::textChanged, this, &MarksPanel::takeNote);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 6);
  layout->addLayout(row);
  layout->addWidget(m_note, 1);
  connect(&marks, &ImageMarks::markChanged, this, [this](qint64 image) {
    if (image == m_image) refresh();
  });
  connect(&marks, &ImageMarks::replaced, this, &MarksPanel::refresh);
  refresh();
}

void MarksPanel::setImage(std::int64_t image) {
  m_image = image;
  refresh();
}

void MarksPanel::refresh() {
  const ImageMark mark = m_image < 0 ? ImageMark() : m_marks.mark(m_image);
  for (int tag = 0; tag < ImageMarks::kTags; ++tag) {
    QToolButton* button = m_tags[static_cast<std::size_t>(tag)];
    button->setText(QStringLiteral("%1 %2").arg(tag + 1).arg(m_marks.tagName(tag)));
    button->setToolTip(tr("Tag “%1” (key %2); right click for another name").arg(m_marks.tagName(tag)).arg(tag + 1));
    button->setChecked(mark.has(tag));
    button->setEnabled(m_image >= 0);
  }
  m_note->setEnabled(m_image >= 0);
  if (m_note->toPlainText() == mark.note) return;
  const QSignalBlocker quiet(m_note);
  m_note->setPlainText(mark.note);
}

void MarksPanel::takeNote() {
  if (m_image < 0) return;
  ImageMark mark = m_marks.mark(m_image);
  const ImageMark before = mark;
  mark.note = m_note->toPlainText();
  if (mark == before) return;
  m_undo.push(new MarkCommand(m_marks, {{m_image, before, mark}}, tr("Note"), kNoteCommand));
}

void MarksPanel::rename(int tag) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* field = new QLineEdit(m_marks.tagName(tag), menu);
  field->setMinimumWidth(160);
  field->selectAll();
  auto* action = new QWidgetAction(menu);
  action->setDefaultWidget(field);
  menu->addAction(action);
  connect(field, &QLineEdit::returnPressed, this, [this, menu, field, tag] {
    m_marks.setTagName(tag, field->text());
    menu->close();
  });
  QToolButton* button = m_tags[static_cast<std::size_t>(tag)];
  menu->popup(button->mapToGlobal(QPoint(0, button->height())));
  field->setFocus();
}

void MarksPanel::toggleTag(const std::vector<std::int64_t>& images, int tag) {
  if (images.empty()) return;
  const bool all = std::ranges::all_of(images, [&](std::int64_t image) { return m_marks.mark(image).has(tag); });
  std::vector<MarkCommand::Change> changes;
  for (const std::int64_t image : images) {
    const ImageMark before = m_marks.mark(image);
    ImageMark after = before;
    if (all) after.tags &= ~(1U << tag);
    else after.tags |= 1U << tag;
    if (after != before) changes.push_back({image, before, after});
  }
  m_undo.push(new MarkCommand(m_marks, std::move(changes), tr("Tag %1").arg(m_marks.tagName(tag)), -1));
}

}  // namespace ptycho
