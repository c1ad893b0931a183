#include "widgets/setup/probe_panel.h"

#include <cmath>

#include "widgets/kit/form/number_box.h"
#include "widgets/kit/image/image_view.h"
#include "widgets/kit/volume/surface_view.h"
#include "widgets/setup/reading.h"
#include "widgets/setup/scan_overlays.h"
#include "widgets/setup/through_focus.h"

namespace ptycho {

namespace {

/// The strongest mode stands for the probe where one phase has to be shown.
ComplexImage firstMode(const ComplexStack& probe) { return probe.copy(0); }

RealImage amplitudeOf(const ComplexStack& probe) {
  RealImage amplitude = probeIntensity(probe);
  for (float& value : amplitude) value = std::sqrt(value);
  return amplitude;
}

PictureMeaning amplitudeMeaning(const DesignResults& design, const QString& title) {
  PictureMeaning meaning;
  meaning.title = title;
  meaning.quantity = QStringLiteral("|P|");
  meaning.map = ColorMap::Viridis;
  meaning.pixel_m = design.geometry_report.object_pixel_m;
  meaning.limits = {LimitMode::MinMax, 0, 0, 1};
  return meaning;
}

std::vector<PictureOverlay> outlines(const DesignResults& design) {
  std::vector<PictureOverlay> list;
  for (const auto* lines : {&design.contour_50, &design.contour_90}) {
    for (const ContourLine& line : *lines) {
      PictureOverlay drawn;
      drawn.shape = PictureOverlay::Shape::Polyline;
      drawn.points = line;
      drawn.colours = {QColor(255, 255, 255, lines == &design.contour_50 ? 230 : 150)};
      drawn.width_px = 1.2;
      list.push_back(std::move(drawn));
    }
  }
  return list;
}

QString metres(double z_m) {
  if (z_m == 0) return QStringLiteral("0 m");
  Reading reading;
  reading.format = ReadingFormat::Si;
  reading.unit = QStringLiteral("m");
  return readingText(reading, z_m);
}

}  // namespace

ProbePanel::ProbePanel(QWidget* parent)
    : PanelFrame(tr("Probe"), parent),
      m_tabs(new QTabBar(this)),
      m_pages(new QStackedWidget(this)),
      m_view(new ImageView(this)),
      m_surface(new SurfaceView(this)),
      m_focusView(new ImageView(this)),
      m_strip(new FocusStrip(this)),
      m_distance(new NumberBox(false, -1e9, 1e9, this)),
      m_focusNote(new QLabel(this)),
      m_focusJob([this](Followed followed) { takeFollowed(std::move(followed)); }) {
  m_tabs->setObjectName(QStringLiteral("probeTabs"));
  m_view->setObjectName(QStringLiteral("probeView"));
  m_focusView->setObjectName(QStringLiteral("focusView"));
  m_strip->setObjectName(QStringLiteral("focusStrip"));
  m_distance->setObjectName(QStringLiteral("focusDistance"));
  for (const QString& name : {tr("Amplitude"), tr("Phase"), tr("Complex"), tr("Surface"), tr("Focus")})
    m_tabs->addTab(name);
  m_tabs->setTabToolTip(Focus, tr("The probe followed through focus"));
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setUsesScrollButtons(true);
  addTool(m_tabs);

  auto* focus = new QWidget(this);
  auto* column = new QVBoxLayout(focus);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(m_focusView, 1);
  auto* row = new QHBoxLayout;
  row->addWidget(m_strip, 1);
  m_distance->setUnit(tr("µm"));
  m_distance->setToolTip(tr("Distance from the sample along the beam, downstream positive"));
  row->addWidget(m_distance);
  column->addLayout(row);
  m_focusNote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  column->addWidget(m_focusNote);

  m_pages->addWidget(m_view);
  m_pages->addWidget(m_surface);
  m_pages->addWidget(focus);
  addBody(m_pages, 1);
  connect(m_tabs, &QTabBar::currentChanged, this, &ProbePanel::showProbe);
  connect(m_strip, &FocusStrip::distanceChanged, this, &ProbePanel::setDistance);
  connect(m_distance, &QDoubleSpinBox::valueChanged, this,
          [this](double micrometres) { setDistance(micrometres * 1e-6); });
}

void ProbePanel::setDesign(const DesignPtr& design) {
  m_design = design;
  showProbe();
}

void ProbePanel::showPage(Page page) { m_tabs->setCurrentIndex(page); }

void ProbePanel::setDistance(double z_m) {
  m_strip->setDistance(z_m);
  const QSignalBlocker quiet(m_distance);
  m_distance->setValue(z_m * 1e6);
  followFocus();
}

void ProbePanel::showProbe() {
  const int page = m_tabs->currentIndex();
  m_pages->setCurrentIndex(page == Surface ? 1 : page == Focus ? 2 : 0);
  if (!m_design) return;
  // Only the page on view is kept up to date; the others follow when they are opened.
  if (page == Surface) {
    m_surface->setComplexSurface(firstMode(m_design->probe),
                                 {QStringLiteral("|P|"), {}, m_design->geometry_report.object_pixel_m});
  } else if (page == Focus) {
    followFocus();
  } else if (page == Amplitude) {
    m_view->setPicture(amplitudeOf(m_design->probe), amplitudeMeaning(*m_design, tr("Probe amplitude")));
  } else {
    const ComplexImage mode = firstMode(m_design->probe);
    PictureMeaning meaning;
    meaning.pixel_m = m_design->geometry_report.object_pixel_m;
    if (page == Complex2d) {
      meaning.title = tr("Probe");
      meaning.quantity = QStringLiteral("P");
      m_view->setComplexPicture(mode, meaning);
    } else {
      RealImage phase(mode.rows(), mode.cols());
      for (std::size_t i = 0; i < mode.size(); ++i) phase[i] = std::arg(mode[i]);
      meaning.title = tr("Probe phase");
      meaning.quantity = tr("phase");
      meaning.unit = tr("rad");
      meaning.map = ColorMap::Twilight;
      meaning.wrapped_phase = true;
      m_view->setPicture(phase, meaning);
    }
  }
  if (page <= Complex2d) m_view->setOverlays(outlines(*m_design));
}

void ProbePanel::followFocus() {
  if (!m_design || m_tabs->currentIndex() != Focus) return;
  m_focusJob.start([design = m_design, z = m_strip->distance()] {
    return Followed{design, z, propagateProbe(design->probe, z, design->geometry)};
  });
}

void ProbePanel::takeFollowed(Followed followed) {
  const FocusRange range = focusRange(*followed.design);
  m_strip->setRange(range);
  if (!followed.probe) {
    m_focusNote->setText(QString::fromStdString(followed.probe.error().text()));
    return;
  }
  m_focusView->setPicture(
      amplitudeOf(*followed.probe),
      amplitudeMeaning(*followed.design, tr("Probe amplitude at z = %1").arg(metres(followed.z_m))));
  const QString waist =
      std::isfinite(range.waist_m) ? tr("waist at %1").arg(metres(range.waist_m)) : tr("waist not known");
  m_focusNote->setText(
      std::abs(followed.z_m) > range.limit_m
          ? tr("%1   aliased: beyond ± %2 this picture is not to be trusted").arg(waist, metres(range.limit_m))
          : tr("%1   faithful to ± %2").arg(waist, metres(range.limit_m)));
}

}  // namespace ptycho
