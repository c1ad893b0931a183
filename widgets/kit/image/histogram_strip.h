#pragma once

#include <vector>

#include <QWidget>

#include "widgets/kit/image/shown_picture.h"

namespace ptycho {

/// The histogram of a picture with the display limits as handles. Dragging sets the limits (near a handle: that one;
/// for one period of phase: turns the map), double click asks for automatic ones, Enter freezes them.
class HistogramStrip : public QWidget {
  Q_OBJECT

 public:
  explicit HistogramStrip(QWidget* parent = nullptr);
  /// Takes what it needs from the picture; the counting waits until the strip is painted.
  void showPicture(const ShownPicture& picture);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  /// Where a value lies, in widget coordinates; and back.
  [[nodiscard]] double positionOf(double value) const;
  [[nodiscard]] double valueAt(double x) const;

 Q_SIGNALS:
  void limitsDragged(double low, double high);
  void automaticRequested();
  void freezeRequested();
  void resetRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  const ShownPicture* m_picture = nullptr;
  ValueScale m_axis;  ///< of the whole strip: reaches beyond the limits
  std::vector<int> m_counts;
  int m_countedVersion = -1;
  enum class Drag { None, Low, High, Span, Turn };
  Drag m_drag = Drag::None;
  double m_pressedAt = 0;  ///< widget coordinate
  double m_anchor = 0;     ///< value under the press
  double m_anchorLow = 0;  ///< lower limit at the press
};

}  // namespace ptycho
