#include "widgets/setup/coverage_panel.h"

#include "widgets/kit/image/image_view.h"
#include "widgets/setup/design_readings.h"
#include "widgets/setup/norm_toggle.h"
#include "widgets/setup/scan_overlays.h"

namespace ptycho {

CoveragePanel::CoveragePanel(QWidget* parent)
    : PanelFrame(tr("Coverage"), parent),
      m_view(new ImageView(this)),
      m_quantity(new QComboBox(this)),
      m_log(new NormToggle(m_view, false, this)),
      m_note(new QLabel(this)) {
  m_view->setObjectName(QStringLiteral("coverageView"));
  m_quantity->setObjectName(QStringLiteral("coverageQuantity"));
  m_quantity->addItem(tr("Coverage Σ|P|²"));
  m_quantity->addItem(tr("Redundancy"));
  m_quantity->setItemData(1, tr("How many probes effectively see a pixel: (ΣI)²/ΣI²"), Qt::ToolTipRole);
  m_quantity->addItem(tr("Dose"));
  m_quantity->setItemData(2, tr("Photons or electrons per area, all positions together: N · Σ|P|² / ∫|P|²"),
                          Qt::ToolTipRole);
  m_log->setObjectName(QStringLiteral("coverageLog"));
  addTool(m_log);
  addTool(m_quantity);
  addBody(m_view, 1);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.9);
  m_note->setFont(small);
  m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
  m_note->setWordWrap(true);
  addBody(m_note);
  connect(m_quantity, &QComboBox::currentIndexChanged, this, &CoveragePanel::showPicture);
  connect(m_log, &NormToggle::toggled, this, &CoveragePanel::showPicture);
  connect(m_view, &ImageView::pixelClicked, this, [this](QPoint pixel) {
    if (!m_design) return;
    if (const auto position = positionNear(*m_design, pixel)) Q_EMIT positionClicked(*position);
  });
}

void CoveragePanel::setDesign(const DesignPtr& design) {
  m_design = design;
  showPicture();
}

void CoveragePanel::setShownPosition(std::size_t position) {
  m_shown = position;
  showMarks();
}

void CoveragePanel::showPicture() {
  if (!m_design) return;
  const bool redundancy = m_quantity->currentIndex() == 1;
  const bool dose = m_quantity->currentIndex() == 2;
  const RealImage map = redundancy ? m_design->redundancy : dose ? doseMap(*m_design) : m_design->coverage;
  if (map.empty()) {
    m_view->clear();
    m_view->setEmptyText(tr("Set the photons per pattern to see the dose."));
    m_note->clear();
    return;
  }
  PictureMeaning meaning;
  meaning.title = redundancy ? tr("Effective probes per pixel") : dose ? tr("Dose") : tr("Coverage Σ|P|²");
  meaning.quantity = redundancy ? tr("probes") : dose ? tr("dose") : QStringLiteral("Σ|P|²");
  meaning.unit = dose ? doseUnit(*m_design) : QString();
  meaning.map = redundancy ? ColorMap::Cividis : dose ? ColorMap::Inferno : ColorMap::Viridis;
  meaning.pixel_m = m_design->geometry_report.object_pixel_m;
  meaning.norm = m_log->isChecked() ? Norm::Log : Norm::Linear;
  // A logarithm of four decades shows the margin; below there is nothing that a detector could tell.
  const double brightest = *std::ranges::max_element(map);
  meaning.limits = {LimitMode::Fixed, 0, m_log->isChecked() ? brightest * 1e-4 : 0, brightest};
  m_view->setPicture(map, meaning);
  const OverlapReport& overlap = m_design->overlap;
  m_note->setText(tr("below 1 % of the maximum: %1 % of the object   below 10 %: %2 %")
                      .arg(100 * overlap.unlit_share_1, 0, 'f', 1)
                      .arg(100 * overlap.unlit_share_10, 0, 'f', 1));
  showMarks();
}

void CoveragePanel::showMarks() {
  if (!m_design) return;
  ScanMarks marks;
  marks.shown = m_shown;
  marks.order = false;
  marks.contours = false;
  m_view->setOverlays(scanOverlays(*m_design, marks));
}

}  // namespace ptycho
