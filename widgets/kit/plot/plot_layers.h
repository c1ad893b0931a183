#pragma once

#include <vector>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/plot/plot_theme.h"
#include "widgets/kit/plot/qcustomplot_include.h"

namespace ptycho {

/// What the layers below draw on top of the graphs. Owned by the plot, changed by it alone.
struct PlotContent {
  std::vector<Curve> curves;
  std::vector<QCPGraph*> graphs;  ///< one per curve, the same order
  std::vector<ReferenceLine> references;
  std::vector<std::pair<double, QString>> marks;
  PlotTheme theme;
  QString xLabel;
  QString emptyText;
};

/// Stage ends and reference lines, below the curves.
class GuideLayer : public QCPLayerable {
 public:
  GuideLayer(QCustomPlot* plot, const PlotContent& content) : QCPLayerable(plot, "grid"), m_content(content) {}

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
  [[nodiscard]] QRect clipRect() const override { return mParentPlot->viewport(); }
  void draw(QCPPainter* painter) override;

 private:
  void drawMarks(QCPPainter* painter, const QRect& area) const;
  void drawReferences(QCPPainter* painter, const QRect& area) const;
  const PlotContent& m_content;
};

/// How many points of the shown curves have no place on the axes and are marked at an edge instead.
struct EdgeCounts {
  int notPositive = 0;  ///< ≤ 0 on a logarithmic axis
  int notANumber = 0;
  int infinite = 0;
  [[nodiscard]] QString text() const;
};

/// Marks at the lower or upper edge for values that have no place on the axis, and their number in words.
class EdgeLayer : public QCPLayerable {
 public:
  EdgeLayer(QCustomPlot* plot, const PlotContent& content) : QCPLayerable(plot, "main"), m_content(content) {}
  [[nodiscard]] EdgeCounts count() const;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
  [[nodiscard]] QRect clipRect() const override { return mParentPlot->viewport(); }
  void draw(QCPPainter* painter) override;

 private:
  const PlotContent& m_content;
};

/// The vertical cursor with a box that lists the value of every shown curve; on a buffer of its own, so that
/// moving the mouse redraws no curve.
class CursorLayer : public QCPLayerable {
 public:
  CursorLayer(QCustomPlot* plot, const PlotContent& content) : QCPLayerable(plot, "overlay"), m_content(content) {}
  /// Puts the cursor at the sample nearest to x (axis coordinate); false when there is none.
  bool moveTo(double wanted);
  void hide() { m_visible = false; }
  [[nodiscard]] double position() const { return m_x; }
  /// One line per shown curve: "name  value" (the box's text; empty without cursor).
  [[nodiscard]] QStringList lines() const;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
  void draw(QCPPainter* painter) override;

 private:
  const PlotContent& m_content;
  bool m_visible = false;
  double m_x = 0;
};

/// The index of the sample nearest to x; −1 for an empty curve.
[[nodiscard]] long nearestSample(const std::vector<double>& xs, double x);
/// A number as people read it: "0.0123", "1.2e-07", "not a number".
[[nodiscard]] QString plotNumber(double value);

}  // namespace ptycho
