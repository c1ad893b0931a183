#include "widgets/reconstruct/comparison_panel.h"

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/object_meaning.h"

namespace ptycho {

ComparisonPanel::ComparisonPanel(QWidget* parent) : ViewGrid(parent) { clear({}); }

void ComparisonPanel::clear(const QString& text) {
  m_pictures = {};
  m_shown = {};
  m_errorLimits.fill(0);
  for (ImageView* view : views()) view->clear();
  showEmpty(text);
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
  showRows(2);
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
      blinking() ? tr("Amplitude, truth (blink)") : titleWithError(tr("Amplitude, estimate"), p.error.amplitude_nrmse);
  const QString phase = blinking() ? tr("Phase, truth (blink)") : titleWithError(tr("Phase, estimate"), p.error.phase_nrmse);
  put(0, 1, blinking() ? p.truth_amplitude : p.amplitude,
      amplitudeMeaning(amplitude, sharedLimits(p.truth_amplitude, p.amplitude), m_pictures.pixel_m));
  put(1, 1, blinking() ? p.truth_phase : p.phase,
      phaseMeaning(phase, sharedLimits(p.truth_phase, p.phase), m_pictures.pixel_m));
}

void ComparisonPanel::showEstimateAlone(const RangeSpec* ranges) {
  const AlignedPictures& p = m_pictures.pictures;
  showRows(1);
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
  putComplex(2, plain ? m_pictures.object : m_shown.object, complex);
}

}  // namespace ptycho
