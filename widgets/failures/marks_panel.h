#pragma once

#include <array>

#include <QWidget>

#include "widgets/models/image_marks.h"

class QPlainTextEdit;
class QToolButton;
class QUndoStack;

namespace ptycho {

/// Tags and note of one image; every edit can be undone.
class MarksPanel : public QWidget {
  Q_OBJECT

 public:
  MarksPanel(ImageMarks& marks, QUndoStack& undo, QWidget* parent = nullptr);

  /// −1: none.
  void setImage(std::int64_t image);
  /// Of all these images: on, unless all of them have it.
  void toggleTag(const std::vector<std::int64_t>& images, int tag);

 private:
  void refresh();
  void takeNote();
  void rename(int tag);

  ImageMarks& m_marks;
  QUndoStack& m_undo;
  std::int64_t m_image = -1;
  std::array<QToolButton*, ImageMarks::kTags> m_tags{};
  QPlainTextEdit* m_note;
};

}  // namespace ptycho
