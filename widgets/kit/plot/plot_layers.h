#pragma once

#include <optional>
#include <vector>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/plot/plot_theme.h"
#include "widgets/kit/plot/qcustomplot_include.h"

namespace ptycho {

/// Why a value has no place on the axes.
enum class Edge { None, NotPositive, NotANumber, BelowAll, AboveAll, OutsideBelow, OutsideAbove };
inline constexpr std::size_t kEdgeKinds = 7;
struct EdgeSample {
  std::size_t index;
  Edge edge;
};

/// What the layers below draw on top of the graphs. Owned by the plot, changed by it alone.
struct PlotContent {
  std::vector<Curve> curves;
  std::vector<QCPGraph*> graphs;               ///< one per curve, the same order
  std::vector<QCPGraph*> faintGraphs;          ///< the same, for what is drawn behind the curves
  std::vector<std::vector<EdgeSample>> edges;  ///< of each curve
  std::optional<QCPRange> trusted;  ///< values outside are marked at the edge: outliers that the range ignores
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
  void drawShade(QCPPainter* painter, const QRect& area) const;
  void drawReferences(QCPPainter* painter, const QRect& area) const;
  const PlotContent& m_content;
};

/// What the reference lines are called, above the curves: values at the right edge.
class ReferenceLabelLayer : public QCPLayerable {
 public:
  ReferenceLabelLayer(QCustomPlot* plot, const PlotContent& content)
      : QCPLayerable(plot, "legend"), m_content(content) {}

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
  [[nodiscard]] QRect clipRect() const override { return mParentPlot->viewport(); }
  void draw(QCPPainter* painter) override;

 private:
  const PlotContent& m_content;
};

/// The spread of groups, shaded in the hue of their curves, below them.
class BandLayer : public QCPLayerable {
 public:
  BandLayer(QCustomPlot* plot, const PlotContent& content) : QCPLayerable(plot, "faint"), m_content(content) {}

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
  [[nodiscard]] QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }
  void draw(QCPPainter* painter) override;

 private:
  const PlotContent& m_content;
};

/// How many points of the shown curves have no place on the axes and are marked at an edge instead.
struct EdgeCounts {
  int notPositive = 0;  ///< ≤ 0 on a logarithmic axis
  int notANumber = 0;
  int infinite = 0;
  int outside = 0;  ///< outliers that the range ignores
  [[nodiscard]] QString text() const;
};

/// The values of a curve that have no place; of its faint line where it has one, which holds what was measured.
[[nodiscard]] std::vector<EdgeSample> edgeSamples(const Curve& curve, bool logarithmic,
                                                  const std::optional<QCPRange>& trusted);

/// Marks at the lower or upper edge for values that have no place on the axis, and their number in words; rings.
class EdgeLayer : public QCPLayerable {
 public:
  EdgeLayer(QCustomPlot* plot, const PlotContent& content) : QCPLayerable(plot, "main"), m_content(content) {}
  [[nodiscard]] EdgeCounts count() const;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
  [[nodiscard]] QRect clipRect() const override { return mParentPlot->viewport(); }
  void draw(QCPPainter* painter) override;

 private:
  void drawRings(QCPPainter* painter, const QRect& area) const;
  const PlotContent& m_content;
};

/// The vertical cursor with a box that lists the value of every shown curve; on a buffer of its own, so that
/// moving the mouse redraws no curve.
class CursorLayer : public QCPLayerable {
 public:
  CursorLayer(QCustomPlot* plot, const PlotContent& content) : QCPLayerable(plot, "overlay"), m_content(content) {}
  /// Puts the cursor at the sample nearest to x (axis coordinate); false when there is none.
  bool moveTo(double wanted);
  /// To the next sample on the right (forwards) or left of any shown curve; from outside, to the first or last one.
  bool moveOn(bool forwards);
  /// A line at x itself, wherever the samples are.
  void placeAt(double x);
  void setBoxShown(bool shown) { m_boxShown = shown; }
  [[nodiscard]] bool boxShown() const { return m_boxShown; }
  void hide() { m_visible = false; }
  [[nodiscard]] bool shown() const { return m_visible; }
  [[nodiscard]] double position() const { return m_x; }
  /// One line per shown curve: "name  value" (the box's text; empty without cursor).
  [[nodiscard]] QStringList lines() const;
  /// What the box has room for: those lines, or the first ones and "+k more".
  [[nodiscard]] QStringList boxLines() const { return withinBox(lines()); }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
  void draw(QCPPainter* painter) override;

 private:
  /// Those that the box has room for, or the first ones and "+k more".
  [[nodiscard]] QStringList withinBox(QStringList rows) const;
  void drawBox(QCPPainter* painter, const QRect& area, double x) const;
  const PlotContent& m_content;
  bool m_visible = false;
  bool m_boxShown = true;
  double m_x = 0;
};

/// The index of the sample nearest to x; −1 for an empty curve.
[[nodiscard]] long nearestSample(const std::vector<double>& xs, double x);
/// A number as people read it: "0.0123", "1.2e-07", "not a number".
[[nodiscard]] QString plotNumber(double value);

}  // namespace ptycho
