#include "widgets/setup/scan_panel.h"

#include <cmath>

#include "widgets/kit/image/image_view.h"

namespace ptycho {

ScanPanel::ScanPanel(QWidget* parent)
    : PanelFrame(tr("Object and scan"), parent),
      m_view(new ImageView(this)),
      m_quantity(new QComboBox(this)),
      m_legend(new QLabel(this)) {
  m_view->setObjectName(QStringLiteral("scanView"));
  m_view->setEmptyText(tr("The object is being made."));
  m_quantity->setObjectName(QStringLiteral("scanQuantity"));
  m_quantity->addItems({tr("Amplitude"), tr("Phase"), tr("Complex")});
  addTool(m_quantity);
  addBody(m_view, 1);
  auto* row = new QWidget(this);
  m_markRow = new QHBoxLayout(row);
  m_markRow->setContentsMargins(0, 0, 0, 0);
  m_markRow->setSpacing(2);
  addMark(QStringLiteral("showOrder"), tr("Order"),
          tr("A line from position to position; colours go from the first (blue) "
             "to the last (yellow)"),
          &ScanMarks::order);
  addMark(QStringLiteral("showWindows"), tr("Windows"), tr("Outline of every window"), &ScanMarks::windows);
  addMark(QStringLiteral("showContours"), tr("Probe"),
          tr("Outlines of the probe that hold 50 % and 90 % of its energy"), &ScanMarks::contours);
  addMark(QStringLiteral("showMargin"), tr("Margin"),
          tr("Where the coverage falls to 10 % of its maximum: the object "
             "outside is hardly lit"),
          &ScanMarks::margin);
  m_markRow->addStretch(1);
  addBody(row);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.9);
  m_legend->setFont(small);
  m_legend->setTextFormat(Qt::RichText);
  m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
  m_legend->setWordWrap(true);
  addBody(m_legend);
  connect(m_quantity, &QComboBox::currentIndexChanged, this, &ScanPanel::showPicture);
  connect(m_view, &ImageView::cursorPixelChanged, this, [this](std::optional<QPoint> pixel) {
    if (!m_design) return;
    Q_EMIT positionHovered(pixel ? positionNear(*m_design, *pixel) : std::nullopt);
  });
  connect(m_view, &ImageView::pixelClicked, this, [this](QPoint pixel) {
    if (!m_design) return;
    if (const auto position = positionNear(*m_design, pixel)) Q_EMIT positionClicked(*position);
  });
}

void ScanPanel::addMark(const QString& name, const QString& text, const QString& help, bool ScanMarks::*mark) {
  auto* button = new QToolButton(this);
  button->setObjectName(name);
  button->setText(text);
  button->setToolTip(help);
  button->setCheckable(true);
  button->setAutoRaise(true);
  button->setChecked(m_marks.*mark);
  connect(button, &QToolButton::toggled, this, [this, mark](bool on) {
    m_marks.*mark = on;
    showMarks();
  });
  m_markRow->addWidget(button);
}

void ScanPanel::setDesign(const DesignPtr& design, const SamplePtr& sample) {
  m_design = design;
  m_sample = sample;
  showPicture();
}

void ScanPanel::setShownPosition(std::size_t position) {
  if (m_marks.shown == position) return;
  m_marks.shown = position;
  showMarks();
}

void ScanPanel::setDiameter(double diameter_px) {
  if (m_marks.diameter_px == diameter_px) return;
  m_marks.diameter_px = diameter_px;
  showMarks();
}

void ScanPanel::showPicture() {
  if (!m_design || !m_sample) return;
  const ComplexImage& object = m_sample->object.transmission;
  const ObjectSpec& spec = m_design->spec.object;
  PictureMeaning meaning;
  meaning.pixel_m = m_design->geometry_report.object_pixel_m;
  const bool fromFile = spec.source == ObjectSource::File;
  if (m_quantity->currentIndex() == 2) {
    meaning.title = tr("Object, %1").arg(QString::fromStdString(m_sample->object.name));
    meaning.quantity = tr("transmission");
    m_view->setComplexPicture(object, meaning);
  } else {
    const bool phase = m_quantity->currentIndex() == 1;
    RealImage picture(object.rows(), object.cols());
    for (std::size_t i = 0; i < object.size(); ++i) picture[i] = phase ? std::arg(object[i]) : std::abs(object[i]);
    meaning.title = (phase ? tr("Phase, %1") : tr("Amplitude, %1")).arg(QString::fromStdString(m_sample->object.name));
    meaning.quantity = phase ? tr("phase") : tr("amplitude");
    meaning.unit = phase ? tr("rad") : QString();
    // A phase inside less than half a turn is a value like any other; beyond it is wrapped.
    const bool wraps = phase && spec.phase_max_rad - spec.phase_min_rad >= 3.14159265;
    meaning.wrapped_phase = wraps;
    meaning.map = wraps ? ColorMap::Twilight : phase ? ColorMap::Viridis : ColorMap::Gray;
    if (!fromFile && !wraps) {
      meaning.limits = phase ? DisplayLimits{LimitMode::Fixed, 0, spec.phase_min_rad, spec.phase_max_rad}
                             : DisplayLimits{LimitMode::Fixed, 0, spec.amplitude_min, spec.amplitude_max};
      if (!(meaning.limits.low < meaning.limits.high)) meaning.limits = DisplayLimits{};
    }
    m_view->setPicture(picture, meaning);
  }
  showMarks();
}

void ScanPanel::showMarks() {
  if (!m_design || !m_sample) return;
  m_view->setOverlays(scanOverlays(*m_design, m_marks));
  const std::size_t last = m_design->scan.positions.size() - 1;
  m_legend->setText(tr("<span style='color:#3d9be0'>●</span> 0 to <span style='color:#d9a900'>●</span> %1 &nbsp; "
                       "<span style='color:#e8890c'>○</span> weakest overlap (%2) &nbsp; "
                       "<span style='color:#e0352b'>●</span> none &nbsp; "
                       "<span style='color:#a65fdc'>—</span> Σ|P|² at 10 %")
                        .arg(last)
                        .arg(m_design->overlap.weakest_position));
}

}  // namespace ptycho
