#pragma once

#include <QScrollArea>
#include <QWidget>

class QToolButton;

namespace ptycho {

/// A titled part of a column that folds away.
class SectionBox : public QWidget {
  Q_OBJECT

 public:
  SectionBox(const QString& title, QWidget* content, QWidget* parent = nullptr);

  void setOpen(bool open);
  [[nodiscard]] bool isOpen() const;

 private:
  QToolButton* m_header;
  QWidget* m_content;
};

/// A column that scrolls up and down and never gets narrower than what it holds.
class ColumnArea : public QScrollArea {
  Q_OBJECT

 public:
  explicit ColumnArea(QWidget* parent = nullptr);

  [[nodiscard]] QSize minimumSizeHint() const override;
};

/// A titled frame with a row of tools beside the title and one widget below: the look of every picture panel.
class PanelFrame : public QWidget {
  Q_OBJECT

 public:
  explicit PanelFrame(const QString& title, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  /// Adds a tool at the right of the title row.
  void addTool(QWidget* tool);
  void addBody(QWidget* body, int stretch = 0);

 private:
  class ElidedLine* m_title;
  class QHBoxLayout* m_tools;
  class QVBoxLayout* m_column;
};

}  // namespace ptycho
