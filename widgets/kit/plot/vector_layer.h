#pragma once

#include <vector>

#include "widgets/kit/plot/plot_theme.h"
#include "widgets/kit/plot/qcustomplot_include.h"
#include "widgets/kit/plot/vector_plot.h"

namespace ptycho {

/// What VectorLayer draws; changed by the plot alone.
struct VectorContent {
  std::vector<PlotVector> vectors;
  double largest = 0;        ///< length
  double magnification = 1;
  int chosen = -1;
  QCPColorGradient gradient;
  PlotTheme theme;
};

[[nodiscard]] inline double lengthOf(const PlotVector& vector) { return std::hypot(vector.by.x(), vector.by.y()); }

/// The largest of 1, 2, 5 times a power of ten that is not above the value.
[[nodiscard]] double roundedDown(double value);

/// Places as dots, displacements as arrows, a reference arrow in the corner.
class VectorLayer : public QCPLayerable {
 public:
  VectorLayer(QCustomPlot* plot, const VectorContent& content) : QCPLayerable(plot, "main"), m_content(content) {}
  /// The length that the reference arrow stands for; 0 without arrows.
  [[nodiscard]] double reference() const;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
  [[nodiscard]] QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }
  void draw(QCPPainter* painter) override;

 private:
  void drawArrow(QCPPainter* painter, QPointF from, QPointF to, const QColor& colour) const;
  void drawReference(QCPPainter* painter) const;
  [[nodiscard]] QPointF toPixel(QPointF place) const;
  [[nodiscard]] double pixelsPerUnit() const;
  const VectorContent& m_content;
};

}  // namespace ptycho
