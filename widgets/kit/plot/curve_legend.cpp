#include "widgets/kit/plot/curve_legend.h"

#include <QMouseEvent>
#include <QPainter>

#include "widgets/kit/plot/plot_theme.h"

namespace ptycho {
namespace {

constexpr double kSwatch = 16;
constexpr double kGap = 5;
constexpr double kBetween = 14;

/// Rectangles of the entries, wrapped at the area's right edge.
std::vector<QRectF> flow(const QRectF& area, const std::vector<LegendEntry>& entries, const QFontMetricsF& metrics) {
  std::vector<QRectF> places;
  double x = area.left();
  double y = area.top();
  const double height = metrics.height() + 2;
  for (const auto& entry : entries) {
    const double width = kSwatch + kGap + metrics.horizontalAdvance(entry.name);
    if (x > area.left() && x + width > area.right()) {
      x = area.left();
      y += height;
    }
    places.emplace_back(x, y, width, height);
    x += width + kBetween;
  }
  return places;
}

}  // namespace

CurveLegend::CurveLegend(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setCursor(Qt::PointingHandCursor);
  setToolTip(tr("Click a name to hide or show its curve"));
}

void CurveLegend::setEntries(std::vector<LegendEntry> entries) {
  m_entries = std::move(entries);
  setVisible(!m_entries.empty());
  updateGeometry();
  update();
}

QRectF CurveLegend::entryRect(std::size_t index) const {
  return flow(QRectF(rect()), m_entries, QFontMetricsF(font())).at(index);
}

int CurveLegend::heightForWidth(int width) const {
  const auto places = flow(QRectF(0, 0, width, 0), m_entries, QFontMetricsF(font()));
  return places.empty() ? 0 : static_cast<int>(std::ceil(places.back().bottom()));
}

QSize CurveLegend::sizeHint() const { return {240, heightForWidth(240)}; }
QSize CurveLegend::minimumSizeHint() const { return {60, fontMetrics().height() + 2}; }

double CurveLegend::paintEntries(QPainter& painter, const QRectF& area, const std::vector<LegendEntry>& entries,
                                 const QColor& text, const QColor& faint) {
  const auto places = flow(area, entries, QFontMetricsF(painter.font()));
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const double middle = places[k].center().y();
    painter.setPen(
        QPen(entries[k].shown ? entries[k].colour : faint, 2, entries[k].dashed ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(places[k].left(), middle), QPointF(places[k].left() + kSwatch, middle));
    painter.setPen(entries[k].shown ? text : faint);
    painter.drawText(places[k].adjusted(kSwatch + kGap, 0, kBetween, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     entries[k].name);
  }
  return places.empty() ? 0 : places.back().bottom() - area.top();
}

void CurveLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const PlotTheme theme = screenTheme(palette());
  paintEntries(painter, QRectF(rect()), m_entries, palette().color(QPalette::WindowText), theme.faint);
}

void CurveLegend::mousePressEvent(QMouseEvent* event) {
  const auto places = flow(QRectF(rect()), m_entries, QFontMetricsF(font()));
  for (std::size_t k = 0; k < places.size(); ++k) {
    if (places[k].contains(event->position())) {
      Q_EMIT toggled(m_entries[k].id);
      return;
    }
  }
}

}  // namespace ptycho
