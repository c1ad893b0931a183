#pragma once

#include <QWidget>

namespace ptycho {

/// Text that takes whatever width there is, in a fixed number of lines: broken where three spaces part it, elided where
/// it still does not fit, whole in the tooltip.
class ElidedLine : public QWidget {
  Q_OBJECT

 public:
  explicit ElidedLine(QWidget* parent = nullptr);
  void setText(const QString& text);
  void setLines(int lines);
  [[nodiscard]] const QString& text() const { return m_text; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
  int m_lines = 1;
};

}  // namespace ptycho
