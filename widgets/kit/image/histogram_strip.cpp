#include "widgets/kit/image/histogram_strip.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/kit/raster/display_limits.h"

namespace ptycho {

namespace {

constexpr int kBins = 96;
constexpr double kGrip = 5;       // a press this near to a handle takes it
constexpr double kLeastDrag = 3;  // shorter drags set nothing
constexpr double kInset = 2;

/// The values that the strip spans: robust limits with some air, and the limits in force.
ValueScale axisFor(const ShownPicture& picture) {
  const ValueScale& scale = picture.scale();
  if (scale.periodic()) return scale;
  const bool known = picture.limits() == DisplayLimits{} && !picture.locked();
  const auto [low, high] = known ? std::pair(scale.low(), scale.high())
                                 : findLimits(picture.real(), picture.mask(), DisplayLimits{}, scale.norm());
  const auto [least, most] = valueRange(picture.real(), picture.mask(), scale.norm());
  const ValueScale robust(scale.norm(), low, high);
  const double from = std::max(least, robust.value(-0.25)), to = std::min(most, robust.value(1.25));
  return {scale.norm(), std::min(from, scale.low()), std::max(to, scale.high())};
}

}  // namespace

HistogramStrip::HistogramStrip(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("imageHistogram"));
  setAccessibleName(tr("Histogram and display limits"));
  setToolTip(tr("Histogram: drag to set the limits, double click for automatic ones, Enter to lock and release them, "
                "Backspace for the map, norm and limits that the picture came with"));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HistogramStrip::showPicture(const ShownPicture& picture) {
  m_picture = &picture;
  update();
}

QSize HistogramStrip::sizeHint() const { return {120, fontMetrics().height() + 8}; }

QSize HistogramStrip::minimumSizeHint() const { return {40, fontMetrics().height() + 8}; }

double HistogramStrip::positionOf(double value) const {
  return kInset + m_axis.unclampedPlace(value) * (width() - 2 * kInset);
}

double HistogramStrip::valueAt(double x) const { return m_axis.value((x - kInset) / (width() - 2 * kInset)); }

void HistogramStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  if (!m_picture || m_picture->empty()) return;
  if (m_countedVersion != m_picture->version()) {
    // While a handle is dragged the axis must hold still under the mouse.
    if (m_drag == Drag::None || m_drag == Drag::Turn) m_axis = axisFor(*m_picture);
    m_counts = histogram(m_picture->real(), m_picture->mask(), m_axis, kBins);
    m_countedVersion = m_picture->version();
  }
  // Square root: a few pixels still show beside a high peak.
  const double most = std::sqrt(double(*std::max_element(m_counts.begin(), m_counts.end())));
  const double inner = width() - 2 * kInset, tall = height() - 3;
  painter.setPen(Qt::NoPen);
  painter.setBrush(palette().color(QPalette::PlaceholderText));
  for (int k = 0; most > 0 && k < kBins; ++k) {
    const double h = tall * std::sqrt(double(m_counts[std::size_t(k)])) / most;
    painter.drawRect(QRectF(kInset + inner * k / kBins, height() - 1 - h, inner / kBins, h));
  }
  const double low = positionOf(m_picture->scale().low()), high = positionOf(m_picture->scale().high());
  QColor outside = palette().color(QPalette::Window);
  outside.setAlphaF(0.65f);
  painter.fillRect(QRectF(0, 0, low, height()), outside);
  painter.fillRect(QRectF(high, 0, width() - high, height()), outside);
  const QColor handle = palette().color(!m_picture->locked() ? QPalette::Highlight : QPalette::Mid);
  painter.fillRect(QRectF(low - 1, 0, 2, height()), handle);
  painter.fillRect(QRectF(high - 1, 0, 2, height()), handle);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(palette().color(hasFocus() ? QPalette::Highlight : QPalette::Mid));
  painter.drawRect(QRectF(0.5, 0.5, width() - 1, height() - 1));
}

void HistogramStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_picture || m_picture->empty() || m_picture->locked()) return;
  const double x = event->position().x();
  m_pressedAt = x;
  m_anchor = valueAt(x);
  m_anchorLow = m_picture->scale().low();
  const double toLow = std::abs(x - positionOf(m_picture->scale().low()));
  const double toHigh = std::abs(x - positionOf(m_picture->scale().high()));
  if (m_picture->cyclic()) m_drag = Drag::Turn;
  else if (std::min(toLow, toHigh) > kGrip) m_drag = Drag::Span;
  else m_drag = toLow < toHigh ? Drag::Low : Drag::High;
}

void HistogramStrip::mouseMoveEvent(QMouseEvent* event) {
  if (m_drag == Drag::None) return;
  const double x = std::clamp(event->position().x(), kInset, width() - kInset);
  const double value = valueAt(x);
  const double low = m_picture->scale().low(), high = m_picture->scale().high();
  switch (m_drag) {
    case Drag::Low: return Q_EMIT limitsDragged(std::min(value, high), high);
    case Drag::High: return Q_EMIT limitsDragged(low, std::max(value, low));
    case Drag::Span:
      if (std::abs(x - positionOf(m_anchor)) < kLeastDrag) return;
      return Q_EMIT limitsDragged(std::min(m_anchor, value), std::max(m_anchor, value));
    case Drag::Turn: {
      // A full width turns the map once; the axis turns along, so the distance counts from the press.
      const double turned = 2 * M_PI * (event->position().x() - m_pressedAt) / (width() - 2 * kInset);
      return Q_EMIT limitsDragged(m_anchorLow - turned, m_anchorLow - turned + 2 * M_PI);
    }
    case Drag::None: return;
  }
}

void HistogramStrip::mouseReleaseEvent(QMouseEvent*) {
  m_drag = Drag::None;
  m_countedVersion = -1;
  update();
}

void HistogramStrip::mouseDoubleClickEvent(QMouseEvent*) {
  m_drag = Drag::None;
  if (!m_picture || m_picture->locked()) return;
  Q_EMIT automaticRequested();
}

void HistogramStrip::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return Q_EMIT freezeRequested();
  if (event->key() == Qt::Key_Backspace) return Q_EMIT resetRequested();
  QWidget::keyPressEvent(event);
}

}  // namespace ptycho
