#include "widgets/kit/plot/brush_histogram.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QMouseEvent>

namespace ptycho {
namespace {

constexpr int kBins = 48;
constexpr double kGrip_px = 5;

std::vector<int> counts(const std::vector<double>& values, double low, double high) {
  std::vector<int> bins(kBins, 0);
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    const int bin = high > low ? static_cast<int>((value - low) / (high - low) * kBins) : 0;
    ++bins[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))];
  }
  return bins;
}

}  // namespace

BrushHistogram::BrushHistogram(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setToolTip(tr("Drag a range: only images inside it are shown. Click beside it or press Esc to remove it; right click to "
                "save a figure."));
}

void BrushHistogram::setValues(const std::vector<double>& all, const std::vector<double>& shown) {
  m_low = INFINITY;
  m_high = -INFINITY;
  m_notFinite = 0;
  for (const double value : all) {
    if (!std::isfinite(value)) {
      ++m_notFinite;
      continue;
    }
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
  }
  m_empty = m_low > m_high;
  if (m_empty) m_low = 0, m_high = 1;
  if (m_low == m_high) m_high = m_low + std::max(1e-9, std::abs(m_low) * 1e-3);
  m_all = counts(all, m_low, m_high);
  m_shown = counts(shown, m_low, m_high);
  layOut();
}

void BrushHistogram::setTitle(const QString& title) {
  m_title = title;
  setAccessibleName(tr("Histogram of %1").arg(title));
  update();
}

void BrushHistogram::setRange(std::optional<std::pair<double, double>> range) {
  m_range = range;
  update();
}

void BrushHistogram::change(std::optional<std::pair<double, double>> range) {
  if (m_range == range) return;
  setRange(range);
  Q_EMIT rangeChanged(m_range);
}

void BrushHistogram::layOut() {
  const double line = fontMetrics().height();
  m_area = QRectF(rect()).adjusted(10, line + 2, -10, -2.1 * line - 8);
  m_axis = {ValueScale(Norm::Linear, m_low, m_high), m_area.left(), m_area.right()};
  update();
}

double BrushHistogram::binWidth() const { return (m_high - m_low) / kBins; }

void BrushHistogram::resizeEvent(QResizeEvent*) { layOut(); }

void BrushHistogram::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter, screenTheme(palette()));
  if (!hasFocus() || m_empty) return;
  painter.setPen(palette().color(QPalette::Highlight));
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void BrushHistogram::print(QPaintDevice& device, bool /*vector*/) {
  QPainter painter(&device);
  painter.setFont(font());
  paint(painter, paperTheme());
}

void BrushHistogram::paint(QPainter& painter, const PlotTheme& theme) const {
  painter.fillRect(rect(), theme.ground);
  if (m_empty) {
    painter.setPen(theme.faint);
    painter.drawText(rect(), Qt::AlignCenter, tr("No values of %1").arg(m_title));
    return;
  }
  paintAxisBelow(painter, m_area, m_axis, m_title, theme);
  const int most = std::max(1, *std::ranges::max_element(m_all));
  const double width = m_area.width() / kBins;
  const auto bars = [&](const std::vector<int>& bins, const QColor& colour) {
    for (int k = 0; k < kBins; ++k) {
      const int count = bins[static_cast<std::size_t>(k)];
      if (count == 0) continue;
      const double height = std::max(1.5, m_area.height() * count / most);
      painter.fillRect(QRectF(m_area.left() + k * width, m_area.bottom() - height, std::max(1.0, width - 1), height),
                       colour);
    }
  };
  bars(m_all, blend(theme.ground, theme.text, 0.22));
  bars(m_shown, theme.curve(0));
  if (m_range) {
    QColor cover = theme.curve(1);
    const double from = m_axis.toWidget(m_range->first), to = m_axis.toWidget(m_range->second);
    cover.setAlphaF(0.18F);
    painter.fillRect(QRectF(from, m_area.top(), to - from, m_area.height()), cover);
    painter.setPen(QPen(theme.curve(1), 2));
    for (const double x : {from, to}) painter.drawLine(QPointF(x, m_area.top()), QPointF(x, m_area.bottom()));
  }
  painter.setPen(theme.faint);
  const QRectF head(10, 0, width * kBins, fontMetrics().height() + 2);
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, tr("at most %1 a bin").arg(most));
  if (m_notFinite > 0) {
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, tr("%n without a value", nullptr, m_notFinite));
  }
}

BrushHistogram::Grip BrushHistogram::gripAt(double x) const {
  if (!m_range) return Grip::New;
  const double from = m_axis.toWidget(m_range->first), to = m_axis.toWidget(m_range->second);
  if (std::abs(x - from) <= kGrip_px) return Grip::Low;
  if (std::abs(x - to) <= kGrip_px) return Grip::High;
  return x > from && x < to ? Grip::Whole : Grip::New;
}

void BrushHistogram::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_empty) return event->ignore();
  m_pressed = event->position().x();
  m_grip = gripAt(m_pressed);
  if (m_range) m_atPress = *m_range;
}

void BrushHistogram::mouseMoveEvent(QMouseEvent* event) {
  const double x = event->position().x();
  if (m_grip == Grip::None) {
    const Grip grip = gripAt(x);
    const bool end = grip == Grip::Low || grip == Grip::High;
    setCursor(end ? Qt::SizeHorCursor : grip == Grip::Whole ? Qt::OpenHandCursor : Qt::CrossCursor);
    return;
  }
  if (m_grip == Grip::New && std::abs(x - m_pressed) < QApplication::startDragDistance()) return;
  const double at = m_axis.toValue(x), begin = m_axis.toValue(m_pressed);
  std::pair<double, double> range = m_atPress;
  switch (m_grip) {
    case Grip::New: range = {begin, at}; break;
    case Grip::Low: range.first = at; break;
    case Grip::High: range.second = at; break;
    default: range = {range.first + at - begin, range.second + at - begin}; break;
  }
  if (range.first > range.second) std::swap(range.first, range.second);
  change(range);
}

void BrushHistogram::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const bool clicked = std::abs(event->position().x() - m_pressed) < QApplication::startDragDistance();
  if (m_grip == Grip::New && clicked) change(std::nullopt);
  m_grip = Grip::None;
}

void BrushHistogram::keyPressEvent(QKeyEvent* event) {
  const int by = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (event->key() == Qt::Key_Escape && m_range) return change(std::nullopt);
  if (by == 0 || m_empty) return QWidget::keyPressEvent(event);
  auto range = m_range.value_or(std::pair(m_low, m_high));
  range.second += by * binWidth();
  if (!event->modifiers().testFlag(Qt::ShiftModifier)) range.first += by * binWidth();
  if (range.first < range.second) change(range);
}

/// Its own keys come before shortcuts of the window around it.
bool BrushHistogram::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right || (key == Qt::Key_Escape && m_range)) event->accept();
  }
  return QWidget::event(event);
}

}  // namespace ptycho
