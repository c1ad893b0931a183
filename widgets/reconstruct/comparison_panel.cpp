#include "widgets/reconstruct/comparison_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QShortcut>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/object_meaning.h"

namespace ptycho {
namespace {

constexpr int kColumns = 3;

QString withError(const QString& title, double nrmse) {
  return title + ComparisonPanel::tr(" · NRMSE %1").arg(nrmse, 0, 'f', 4);
}

}  // namespace

ComparisonPanel::ComparisonPanel(QWidget* parent)
    : QWidget(parent), m_grid(new QGridLayout(this)), m_link(new ImageLink(this)), m_empty(new QLabel(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(2);
  for (int k = 0; k < static_cast<int>(m_views.size()); ++k) {
    auto* view = new ImageView(this);
    view->setToolRowVisible(false);
    m_views[static_cast<std::size_t>(k)] = view;
    m_link->add(view);
    m_grid->addWidget(view, k / kColumns, k % kColumns);
    m_grid->setColumnStretch(k % kColumns, 1);
    connect(view, &ImageView::cursorPixelChanged, this, [this](std::optional<QPoint> pixel) {
      if (pixel) Q_EMIT cursorMoved(*pixel);
    });
    connect(view, &ImageView::profileRequested, this, &ComparisonPanel::lineDrawn);
  }
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->setForegroundRole(QPalette::PlaceholderText);
  m_grid->addWidget(m_empty, 0, 0, 2, kColumns);
  auto* blink = new QShortcut(Qt::Key_Space, this);
  blink->setContext(Qt::WidgetWithChildrenShortcut);
  connect(blink, &QShortcut::activated, this, [this] { setBlinking(!m_blinking); });
  clear({});
}

void ComparisonPanel::clear(const QString& text) {
  m_pictures = {};
  m_shown = {};
  m_headings.fill({});
  m_errorLimits.fill(0);
  if (m_blinking) Q_EMIT blinkingChanged(m_blinking = false);
  for (ImageView* view : m_views) view->clear();
  m_empty->setText(text);
  setRowsVisible(0);
}

void ComparisonPanel::setPictures(ObjectPictures pictures, const RangeSpec* ranges) {
  m_pictures = std::move(pictures);
  m_shown = {};
  m_live = ranges != nullptr;
  if (m_pictures.hasTruth()) showComparison(ranges != nullptr);
  else showEstimateAlone(ranges);
}

void ComparisonPanel::setPhaseTools(const PhaseTools& tools) {
  if (tools == m_tools) return;
  m_tools = tools;
  if (!m_pictures.empty() && !m_pictures.hasTruth() && !m_live) showEstimateAlone(nullptr);
}

/// Live limits stay while the errors fill at least half of them.
DisplayLimits ComparisonPanel::steadyErrorLimits(int row, const RealImage& error, bool live) {
  DisplayLimits limits = errorLimits(error);
  double& kept = m_errorLimits[static_cast<std::size_t>(row)];
  if (live && limits.high <= kept && limits.high > 0.5 * kept) limits = {LimitMode::Fixed, 0, -kept, kept};
  kept = limits.high;
  return limits;
}

void ComparisonPanel::showComparison(bool live) {
  const AlignedPictures& p = m_pictures.pictures;
  const double pixel_m = m_pictures.pixel_m;
  setRowsVisible(2);
  put(0, 0, p.truth_amplitude,
      amplitudeMeaning(tr("Amplitude, truth"), sharedLimits(p.truth_amplitude, p.amplitude), pixel_m));
  put(1, 0, p.truth_phase, phaseMeaning(tr("Phase, truth"), sharedLimits(p.truth_phase, p.phase), pixel_m));
  put(0, 2, p.amplitude_error,
      errorMeaning(tr("Amplitude, estimate − truth"), tr("amplitude error"), {},
                   steadyErrorLimits(0, p.amplitude_error, live), pixel_m));
  put(1, 2, p.phase_error,
      errorMeaning(tr("Phase, estimate − truth"), tr("phase error"), QStringLiteral("rad"),
                   steadyErrorLimits(1, p.phase_error, live), pixel_m));
  showEstimateOrTruth();
}

void ComparisonPanel::showEstimateOrTruth() {
  const AlignedPictures& p = m_pictures.pictures;
  const QString amplitude =
      m_blinking ? tr("Amplitude, truth (blink)") : withError(tr("Amplitude, estimate"), p.error.amplitude_nrmse);
  const QString phase = m_blinking ? tr("Phase, truth (blink)") : withError(tr("Phase, estimate"), p.error.phase_nrmse);
  put(0, 1, m_blinking ? p.truth_amplitude : p.amplitude,
      amplitudeMeaning(amplitude, sharedLimits(p.truth_amplitude, p.amplitude), m_pictures.pixel_m));
  put(1, 1, m_blinking ? p.truth_phase : p.phase,
      phaseMeaning(phase, sharedLimits(p.truth_phase, p.phase), m_pictures.pixel_m));
}

void ComparisonPanel::showEstimateAlone(const RangeSpec* ranges) {
  const AlignedPictures& p = m_pictures.pictures;
  setRowsVisible(1);
  DisplayLimits amplitude = sharedLimits(p.amplitude, p.amplitude);
  m_shown = m_tools.any() && !ranges ? shownPhase(m_pictures.object, m_pictures.coverage, m_tools) : ShownPhase();
  const bool plain = m_shown.note.isEmpty();
  const RealImage& limiting = plain ? p.phase : m_shown.litPhase;
  DisplayLimits phase = sharedLimits(limiting, limiting);
  if (ranges) {
    amplitude = {LimitMode::Fixed, 0, ranges->amplitude_min, ranges->amplitude_max};
    phase = {LimitMode::Fixed, 0, ranges->phase_min_rad, ranges->phase_max_rad};
  }
  put(0, 0, p.amplitude, amplitudeMeaning(tr("Amplitude"), amplitude, m_pictures.pixel_m));
  put(0, 1, phaseOnScreen(), phaseMeaning(tr("Phase") + m_shown.note, phase, m_pictures.pixel_m, m_shown.unwrapped));
  PictureMeaning complex =
      amplitudeMeaning(tr("Complex object") + m_shown.objectNote, amplitude, m_pictures.pixel_m);
  m_headings[2] = complex.title;
  view(0, 2).setComplexPicture(plain ? m_pictures.object : m_shown.object, complex);
}

void ComparisonPanel::put(int row, int column, const RealImage& picture, const PictureMeaning& meaning) {
  m_headings[static_cast<std::size_t>(kColumns * row + column)] = meaning.title;
  view(row, column).setPicture(picture, meaning);
}

void ComparisonPanel::setBlinking(bool on) {
  if (!m_pictures.hasTruth() || m_blinking == on) return;
  m_blinking = on;
  showEstimateOrTruth();
  Q_EMIT blinkingChanged(on);
}

void ComparisonPanel::setControlsVisible(bool visible) {
  for (ImageView* view : m_views) view->setToolRowVisible(visible);
}

void ComparisonPanel::setRowsVisible(int rows) {
  for (std::size_t k = 0; k < m_views.size(); ++k) m_views[k]->setVisible(static_cast<int>(k) / kColumns < rows);
  m_empty->setVisible(rows == 0);
  for (int row = 0; row < 2; ++row) m_grid->setRowStretch(row, row < rows ? 1 : 0);
}

}  // namespace ptycho
