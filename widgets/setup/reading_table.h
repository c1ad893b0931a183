#pragma once

#include <map>
#include <optional>

#include <QWidget>

#include "widgets/setup/reading.h"

namespace ptycho {

/// A group of numbers as aligned lines: light, label, value; with a reference also the value before and the change.
/// Sentences stand under their number. Painted in one go, for it is repainted at every step of a spin box.
class ReadingTable : public QWidget {
  Q_OBJECT

 public:
  explicit ReadingTable(QWidget* parent = nullptr);

  void setGroup(const ReadingGroup& group);
  /// Numbers to compare with, by key (empty: none).
  void setReference(const std::optional<ReadingGroup>& reference);
  [[nodiscard]] const ReadingGroup& group() const { return m_group; }
  /// The lines as text, tab separated: what "Copy numbers" puts on the clipboard.
  [[nodiscard]] QString text() const;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// The D of the number under the cursor; 0 when there is none.
  void diameterHovered(double diameter_px);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Columns;
  [[nodiscard]] Columns columns() const;
  [[nodiscard]] int whyHeight(const Reading& reading, int width) const;
  [[nodiscard]] QFont smallFont() const;
  [[nodiscard]] int rowAt(const QPoint& point) const;
  [[nodiscard]] const Reading* before(const Reading& reading) const;
  void hover(int row);

  ReadingGroup m_group;
  std::optional<ReadingGroup> m_reference;
  int m_hovered = -1;
};

}  // namespace ptycho
