#pragma once

#include <array>

#include <QPoint>
#include <QPointF>
#include <QWidget>

#include "core/base/image.h"

class QGridLayout;
class QLabel;

namespace ptycho {

class ImageView;
struct PictureMeaning;

/// Two rows of three pictures that are compared: their views are linked, Space blinks, and a sentence stands where there
/// is nothing to see. What the pictures are is the derived class's business.
class ViewGrid : public QWidget {
  Q_OBJECT

 public:
  [[nodiscard]] ImageView& view(int row, int column) { return *m_views[indexOf(row, column)]; }
  [[nodiscard]] QString heading(int row, int column) const { return m_headings[indexOf(row, column)]; }
  [[nodiscard]] bool blinking() const { return m_blinking; }
  void setBlinking(bool on);
  void setControlsVisible(bool visible);

 Q_SIGNALS:
  void cursorMoved(QPoint pixel);
  /// A line was drawn over one of the pictures (key L, then drag), in image coordinates.
  void lineDrawn(QPointF from, QPointF to);
  void blinkingChanged(bool on);

 protected:
  static constexpr int kColumns = 3;

  explicit ViewGrid(QWidget* parent);
  /// There are two pictures to blink between.
  [[nodiscard]] virtual bool canBlink() const = 0;
  /// Shows what blinking changes.
  virtual void showBlink() = 0;
  virtual void takeLine(QPointF from, QPointF to) { Q_EMIT lineDrawn(from, to); }

  void put(int row, int column, const RealImage& picture, const PictureMeaning& meaning);
  void putComplex(int column, const ComplexImage& picture, const PictureMeaning& meaning);  ///< in the first row
  void setHeading(int row, int column, const QString& text) { m_headings[indexOf(row, column)] = text; }
  /// 0: the sentence alone.
  void showRows(int rows);
  /// Headings, blinking and pictures' places are forgotten; the sentence is shown.
  void showEmpty(const QString& text);
  [[nodiscard]] const std::array<ImageView*, 6>& views() const { return m_views; }

 private:
  [[nodiscard]] static std::size_t indexOf(int row, int column) {
    return static_cast<std::size_t>(kColumns * row + column);
  }

  std::array<ImageView*, 6> m_views{};
  std::array<QString, 6> m_headings;
  QGridLayout* m_grid;
  QLabel* m_empty;
  bool m_blinking = false;
};

/// "Phase, network · NRMSE 0.1234"
[[nodiscard]] QString titleWithError(const QString& title, double nrmse);

}  // namespace ptycho
