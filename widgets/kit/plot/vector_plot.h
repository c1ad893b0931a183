#pragma once

#include <memory>
#include <vector>

#include <QPointF>
#include <QWidget>

namespace ptycho {

/// An arrow from where something is said to be; x to the right, y downwards (column and row).
struct PlotVector {
  QPointF from;
  QPointF by;           ///< in the same unit as `from`, before magnification
  bool marked = false;  ///< with a ring, for what needs a look
};

/// Arrows at their places: equal scales in both directions, y downwards, lengths magnified so that small ones are seen,
/// a reference arrow that says how long they are, colour and colour bar by length. Wheel zooms, drag pans, double
/// click = everything. The arrow under the cursor is told by its number; a click keeps it.
class VectorPlot : public QWidget {
  Q_OBJECT

 public:
  explicit VectorPlot(QWidget* parent = nullptr);
  ~VectorPlot() override;

  void setAxisLabels(const QString& x, const QString& y, const QString& length);
  void setVectors(std::vector<PlotVector> vectors);
  /// How much longer than they are the arrows are drawn.
  void setMagnification(double factor);
  [[nodiscard]] double magnification() const;
  /// The factor of 1-2-5 with which the largest arrow is about as long as the typical distance between places.
  [[nodiscard]] double fittingMagnification() const;
  /// The arrow drawn with a ring; −1: none.
  void setChosen(int index);
  [[nodiscard]] int chosen() const;
  /// Where an arrow begins, in this widget's coordinates.
  [[nodiscard]] QPointF placeOf(int index) const;
  /// "0.5 px": what the reference arrow stands for.
  [[nodiscard]] QString referenceText() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// −1: none.
  void hovered(int index);
  void clicked(int index);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace ptycho
