#include "widgets/kit/figure/figure_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QFontMetricsF>
#include <QPolygonF>

#include "widgets/kit/raster/ticks.h"
#include "widgets/models/curve_thinning.h"
#include "widgets/models/run_colours.h"

namespace ptycho {
namespace {

constexpr std::size_t kColumns = 1500;  ///< more than a printer's dots over the width of a panel show
constexpr double kMargin = 0.05;        ///< of the vertical range, free above and below
const QColor kGrid(0xe4, 0xe4, 0xe4);
const QColor kReference(0x70, 0x70, 0x70);

QColor colourOf(std::size_t index) { return QColor(runColourName(static_cast<int>(index), false)); }

/// Half-way to white; opaque, so that every format has the same.
QColor paleOf(const QColor& colour) {
  return {(colour.red() + 2 * 255) / 3, (colour.green() + 2 * 255) / 3, (colour.blue() + 2 * 255) / 3};
}

/// From the least to the greatest value that has a place on the axis.
class Span {
 public:
  explicit Span(bool logarithmic) : m_logarithmic(logarithmic) {}
  void include(double value) {
    if (!std::isfinite(value) || (m_logarithmic && value <= 0)) return;
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
  }
  void include(const std::vector<double>& values) {
    for (const double value : values) include(value);
  }
  [[nodiscard]] ValueScale scale(double margin) const {
    if (!(m_low <= m_high)) return {m_logarithmic ? Norm::Log : Norm::Linear, m_logarithmic ? 0.1 : 0, 1};
    if (m_logarithmic) {
      const double pad = m_low == m_high ? 2 : std::pow(m_high / m_low, margin);
      return {Norm::Log, m_low / pad, m_high * pad};
    }
    const double pad = m_low == m_high ? std::max(std::abs(m_high) * 0.1, 0.5) : margin * (m_high - m_low);
    return {Norm::Linear, m_low - pad, m_high + pad};
  }

 private:
  bool m_logarithmic;
  double m_low = std::numeric_limits<double>::infinity();
  double m_high = -std::numeric_limits<double>::infinity();
};

QString withFactor(const QString& label, const TickSet& ticks) {
  return ticks.factor.isEmpty() ? label : QStringLiteral("%1 [%2]").arg(label, ticks.factor);
}

/// A plot while it is painted.
class PlotPainter {
 public:
  PlotPainter(QPainter& painter, const FigurePlot& plot, const QRectF& room)
      : m_painter(painter), m_plot(plot), m_room(room), m_metrics(painter.font(), painter.device()),
        m_em(m_metrics.height()) {
    Span x(plot.log_x), y(plot.log_y);
    for (const FigureCurve& curve : plot.curves) {
      x.include(curve.x);
      y.include(curve.y);
      y.include(curve.faint_y);
    }
    for (const auto& [name, value] : plot.references) y.include(value);
    m_x = x.scale(0);
    m_y = y.scale(kMargin);
  }

  void paint() {
    m_room.setTop(paintLegend());
    layOut();
    paintAxes();
    paintReferences();
    for (std::size_t k = 0; k < m_plot.curves.size(); ++k) {
      const FigureCurve& curve = m_plot.curves[k];
      if (!curve.faint_y.empty()) paintCurve(curve, curve.faint_y, QPen(paleOf(colourOf(k)), 0.05 * m_em));
    }
    for (std::size_t k = 0; k < m_plot.curves.size(); ++k) {
      const FigureCurve& curve = m_plot.curves[k];
      paintCurve(curve, curve.y, QPen(colourOf(k), 0.11 * m_em, curve.dashed ? Qt::DashLine : Qt::SolidLine));
    }
    m_painter.setPen(QPen(Qt::black, 0.06 * m_em));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(m_area);
  }

 private:
  /// Samples of the lines with their names, as many a row as fit. Returns where the rest begins.
  double paintLegend() {
    if (m_plot.curves.size() < 2) return m_room.top();
    const double line = 1.4 * m_em, gap = 0.4 * m_em, apart = 1.2 * m_em;
    double left = m_room.left(), top = m_room.top();
    for (std::size_t k = 0; k < m_plot.curves.size(); ++k) {
      const QString name = m_metrics.elidedText(m_plot.curves[k].name, Qt::ElideMiddle, m_room.width() - line - gap);
      const double width = line + gap + m_metrics.horizontalAdvance(name);
      if (left > m_room.left() && left + width > m_room.right()) {
        left = m_room.left();
        top += 1.15 * m_em;
      }
      const double middle = top + m_metrics.ascent() - 0.3 * m_em;
      m_painter.setPen(QPen(colourOf(k), 0.14 * m_em, m_plot.curves[k].dashed ? Qt::DashLine : Qt::SolidLine));
      m_painter.drawLine(QPointF(left, middle), QPointF(left + line, middle));
      m_painter.setPen(Qt::black);
      m_painter.drawText(QPointF(left + line + gap, top + m_metrics.ascent()), name);
      left += width + apart;
    }
    return top + 1.3 * m_em;
  }

  void layOut() {
    const double top = m_room.top() + 0.2 * m_em;
    const double bottom = m_room.bottom() - 2.4 * m_em;
    m_yTicks = makeTicks(m_y, 1.7 * m_em / std::max(1.0, bottom - top));
    double widest = 0;
    for (const Tick& tick : m_yTicks.ticks) widest = std::max(widest, m_metrics.horizontalAdvance(tick.label));
    const double left = m_room.left() + 1.2 * m_em + widest + 0.6 * m_em;
    const double right = m_room.right() - 1.2 * m_em;
    m_area = QRectF(QPointF(left, top), QPointF(std::max(right, left + m_em), std::max(bottom, top + m_em)));
    const double label = m_metrics.horizontalAdvance(QStringLiteral("00000"));
    m_xTicks = makeTicks(m_x, 1.2 * label / m_area.width());
  }

  [[nodiscard]] double placeX(double value) const { return m_area.left() + m_x.unclampedPlace(value) * m_area.width(); }
  [[nodiscard]] double placeY(double value) const {
    return m_area.bottom() - m_y.unclampedPlace(value) * m_area.height();
  }

  void paintAxes() {
    const double tickLength = 0.3 * m_em;
    const QPen thin(Qt::black, 0.05 * m_em), grid(kGrid, 0.05 * m_em);
    for (const Tick& tick : m_xTicks.ticks) {
      const double x = m_area.left() + tick.place * m_area.width();
      m_painter.setPen(grid);
      m_painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
      m_painter.setPen(thin);
      m_painter.drawLine(QPointF(x, m_area.bottom()), QPointF(x, m_area.bottom() + tickLength));
      m_painter.setPen(Qt::black);
      const double half = m_metrics.horizontalAdvance(tick.label) / 2;
      m_painter.drawText(QPointF(x - half, m_area.bottom() + tickLength + m_metrics.ascent()), tick.label);
    }
    for (const Tick& tick : m_yTicks.ticks) {
      const double y = m_area.bottom() - tick.place * m_area.height();
      m_painter.setPen(grid);
      m_painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
      m_painter.setPen(thin);
      m_painter.drawLine(QPointF(m_area.left() - tickLength, y), QPointF(m_area.left(), y));
      m_painter.setPen(Qt::black);
      m_painter.drawText(QPointF(m_area.left() - tickLength - 0.2 * m_em - m_metrics.horizontalAdvance(tick.label),
                                 y + m_metrics.ascent() / 2 - 0.1 * m_em),
                         tick.label);
    }
    const QString across = m_metrics.elidedText(withFactor(m_plot.x_label, m_xTicks), Qt::ElideRight, m_area.width());
    m_painter.drawText(QPointF(m_area.center().x() - m_metrics.horizontalAdvance(across) / 2,
                               m_room.bottom() - m_metrics.descent()),
                       across);
    const QString up = m_metrics.elidedText(withFactor(m_plot.y_label, m_yTicks), Qt::ElideRight, m_room.height());
    m_painter.save();
    const double half = m_metrics.horizontalAdvance(up) / 2;
    const double middle = std::max(m_area.center().y(), m_room.top() + half);
    m_painter.translate(m_room.left() + m_metrics.ascent(), middle);
    m_painter.rotate(-90);
    m_painter.drawText(QPointF(-half, 0), up);
    m_painter.restore();
  }

  void paintReferences() {
    for (const auto& [name, value] : m_plot.references) {
      if (!std::isfinite(value) || (m_plot.log_y && value <= 0)) continue;
      const double y = placeY(value);
      m_painter.setPen(QPen(kReference, 0.06 * m_em, Qt::DashLine));
      m_painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
      m_painter.setPen(kReference);
      const double above = y - 0.25 * m_em;
      const double base = above - m_metrics.ascent() < m_area.top() ? y + m_metrics.ascent() : above;
      m_painter.drawText(QPointF(m_area.right() - m_metrics.horizontalAdvance(name) - 0.3 * m_em, base), name);
    }
  }

  void paintCurve(const FigureCurve& curve, const std::vector<double>& y, const QPen& pen) {
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    QPolygonF piece;
    const auto finish = [&] {
      if (piece.size() > 1) m_painter.drawPolyline(piece);
      if (piece.size() == 1) {  // a line cannot show a single point
        m_painter.setBrush(pen.color());
        m_painter.drawEllipse(piece.front(), 1.2 * pen.widthF(), 1.2 * pen.widthF());
        m_painter.setBrush(Qt::NoBrush);
      }
      piece.clear();
    };
    for (const CurvePoint& point : pointsOf(curve, y)) {
      const bool placed = std::isfinite(point.x) && std::isfinite(point.y) && !(m_plot.log_x && point.x <= 0);
      if (placed) piece << QPointF(placeX(point.x), placeY(point.y));
      else finish();
    }
    finish();
  }

  [[nodiscard]] std::vector<CurvePoint> pointsOf(const FigureCurve& curve, const std::vector<double>& y) const {
    if (std::is_sorted(curve.x.begin(), curve.x.end()) && curve.x.size() > 2 * kColumns) {
      return thinnedCurve(curve.x, y, {}, columnEdges(m_x.low(), m_x.high(), kColumns, m_plot.log_x), m_plot.log_y);
    }
    std::vector<CurvePoint> points;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      const bool drawable = !m_plot.log_y || y[i] > 0;
      points.push_back({curve.x[i], drawable ? y[i] : std::numeric_limits<double>::quiet_NaN()});
    }
    return points;
  }

  QPainter& m_painter;
  const FigurePlot& m_plot;
  QRectF m_room;
  QFontMetricsF m_metrics;
  double m_em;
  ValueScale m_x, m_y;
  QRectF m_area;
  TickSet m_xTicks, m_yTicks;
};

}  // namespace

void paintPlot(QPainter& painter, const FigurePlot& plot, const QRectF& room) {
  painter.save();
  PlotPainter(painter, plot, room).paint();
  painter.restore();
}

}  // namespace ptycho
