#include "widgets/setup/through_focus.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/optics/propagation.h"
#include "widgets/setup/reading.h"

namespace ptycho {

namespace {

constexpr int kMargin = 10;
constexpr double kBeyondLimit = 1.25;  // how much of the aliased zone is shown
constexpr double kFarthestWaist = 4;   // in limits: a waist farther off gets an arrow only

QString metres(double z_m) {
  if (z_m == 0) return QStringLiteral("0 m");
  Reading reading;
  reading.format = ReadingFormat::Si;
  reading.unit = QStringLiteral("m");
  return readingText(reading, z_m);
}

double waistOf(const DesignResults& design) {
  const ProbeSpec& probe = design.spec.probe;
  const double wavelength = design.geometry_report.wavelength_m;
  const double pixel = design.geometry_report.object_pixel_m;
  if (probe.kind == ProbeKind::ZonePlate) return -probe.defocus_um * 1e-6;
  if (probe.kind == ProbeKind::File) return std::numeric_limits<double>::quiet_NaN();
  if (probe.curvature_rad_px2 == 0) return 0;
  const double radius = std::numbers::pi * pixel * pixel / (wavelength * probe.curvature_rad_px2);
  if (probe.kind == ProbeKind::Disk) return -radius;
  const double w2 = 2 * probe.sigma_px * probe.sigma_px * pixel * pixel;
  const double spread = wavelength * radius / (std::numbers::pi * w2);
  return -radius / (1 + spread * spread);
}

}  // namespace

FocusRange focusRange(const DesignResults& design) {
  FocusRange range;
  range.limit_m =
      largestDistance(design.probe.rows(), design.geometry_report.wavelength_m, design.geometry_report.object_pixel_m);
  range.waist_m = waistOf(design);
  range.reach_m = kBeyondLimit * range.limit_m;
  if (std::abs(range.waist_m) < kFarthestWaist * range.limit_m) {
    range.reach_m = std::max(range.reach_m, kBeyondLimit * std::abs(range.waist_m));
  }
  return range;
}

FocusStrip::FocusStrip(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setToolTip(
      tr("Distance along the beam from the sample, downstream to the right. Hatched: the propagator is aliased. "
         "Triangle: the waist. Double click returns to the sample."));
}

void FocusStrip::setRange(const FocusRange& range) {
  m_range = range;
  update();
}

void FocusStrip::setDistance(double z_m) {
  m_z = z_m;
  update();
}

double FocusStrip::toX(double z_m) const {
  const double reach = std::max(m_range.reach_m, 1e-15);
  return kMargin + (std::clamp(z_m / reach, -1.0, 1.0) + 1) / 2 * (width() - 2 * kMargin);
}

void FocusStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor ink = palette().color(QPalette::WindowText);
  QColor faint = ink;
  faint.setAlphaF(0.45F);
  const QRectF groove(kMargin, 12, width() - 2 * kMargin, 8);
  painter.setPen(QPen(faint, 1));
  painter.setBrush(palette().base());
  painter.drawRect(groove);
  for (const double side : {-1.0, 1.0}) {
    const double inner = toX(side * m_range.limit_m);
    const QRectF zone =
        QRectF(QPointF(inner, groove.top()), QPointF(side < 0 ? groove.left() : groove.right(), groove.bottom()))
            .normalized();
    painter.fillRect(zone, QBrush(faint, Qt::BDiagPattern));
  }
  painter.setFont([this] {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    return small;
  }());
  painter.setPen(ink);
  const auto label = [&](double x, const QString& text) {
    const double half = painter.fontMetrics().horizontalAdvance(text) / 2.0 + 2;
    const double centre = std::clamp(x, half, std::max(half, width() - half));
    painter.drawText(QRectF(centre - half, groove.bottom() + 2, 2 * half, height() - groove.bottom() - 2),
                     Qt::AlignCenter, text);
  };
  label(toX(-m_range.limit_m), metres(-m_range.limit_m));
  label(toX(0), tr("sample"));
  label(toX(m_range.limit_m), QLatin1Char('+') + metres(m_range.limit_m));
  painter.drawLine(QPointF(toX(0), groove.top()), QPointF(toX(0), groove.bottom()));
  if (std::isfinite(m_range.waist_m)) {
    const double x = toX(m_range.waist_m);
    const bool off = std::abs(m_range.waist_m) > m_range.reach_m;
    QPolygonF mark;
    if (off) mark << QPointF(x + (m_range.waist_m < 0 ? -6 : 6), 6) << QPointF(x, 2) << QPointF(x, 10);
    else mark << QPointF(x, 11) << QPointF(x - 4, 3) << QPointF(x + 4, 3);
    painter.setBrush(palette().color(QPalette::Link));
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(mark);
  }
  painter.setPen(QPen(ink, 1));
  painter.setBrush(hasFocus() ? palette().highlight() : palette().button());
  painter.drawRoundedRect(QRectF(toX(m_z) - 4, groove.top() - 4, 8, groove.height() + 8), 2, 2);
}

void FocusStrip::choose(double z_m) {
  const double next = std::clamp(z_m, -m_range.reach_m, m_range.reach_m);
  if (next == m_z) return;
  setDistance(next);
  Q_EMIT distanceChanged(next);
}

void FocusStrip::mousePressEvent(QMouseEvent* event) { mouseMoveEvent(event); }

void FocusStrip::mouseMoveEvent(QMouseEvent* event) {
  const double share = (event->position().x() - kMargin) / std::max(1, width() - 2 * kMargin);
  choose((2 * share - 1) * m_range.reach_m);
}

void FocusStrip::mouseDoubleClickEvent(QMouseEvent*) { choose(0); }

void FocusStrip::keyPressEvent(QKeyEvent* event) {
  const double step = m_range.reach_m / (event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 100);
  switch (event->key()) {
    case Qt::Key_Left: choose(m_z - step); break;
    case Qt::Key_Right: choose(m_z + step); break;
    case Qt::Key_Home: choose(-m_range.reach_m); break;
    case Qt::Key_End: choose(m_range.reach_m); break;
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace ptycho
