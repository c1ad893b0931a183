#include "widgets/reconstruct/comparison_panel.h"

#include <cmath>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/object_meaning.h"

namespace ptycho {

namespace {

/// Outside of the part that two attempts are compared in there is no difference to show.
MaskImage finitePart(const RealImage& picture) {
  MaskImage finite(picture.rows(), picture.cols());
  for (std::size_t i = 0; i < picture.size(); ++i) finite[i] = std::isfinite(picture[i]) ? 1 : 0;
  return finite;
}

}  // namespace

ComparisonPanel::ComparisonPanel(QWidget* parent) : ViewGrid(parent) { clear({}); }

void ComparisonPanel::clear(const QString& text) {
  m_pictures = {};
  m_other.reset();
  m_shown = {};
  m_errorLimits.fill(0);
  for (ImageView* view : views()) view->clear();
  showEmpty(text);
}

void ComparisonPanel::setPictures(ObjectPictures pictures, const RangeSpec* ranges) {
  m_pictures = std::move(pictures);
  m_other.reset();
  m_shown = {};
  m_live = ranges != nullptr;
  if (m_pictures.hasTruth()) showComparison(ranges != nullptr);
  else showEstimateAlone(ranges);
}

void ComparisonPanel::setOther(const std::optional<AlignedPictures>& compared, const QString& name) {
  if (!compared && !m_other) return;
  m_errorLimits.fill(0);
  m_shown = {};
  m_other.reset();
  if (compared) m_other = ObjectPictures{m_pictures.object, *compared, m_pictures.coverage, m_pictures.pixel_m, name};
  if (onScreen().hasTruth()) showComparison(false);
  else if (!m_pictures.empty()) showEstimateAlone(nullptr);
}

void ComparisonPanel::setPhaseTools(const PhaseTools& tools) {
  if (tools == m_tools) return;
  m_tools = tools;
  if (!m_pictures.empty() && !onScreen().hasTruth() && !m_live) showEstimateAlone(nullptr);
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
  const AlignedPictures& p = onScreen().pictures;
  const double pixel_m = onScreen().pixel_m;
  const QString& other = onScreen().other_name;
  const QString reference = other.isEmpty() ? tr("truth") : other;
  const QString difference = other.isEmpty() ? tr("estimate − truth") : tr("difference");
  showRows(2);
  put(0, 0, p.truth_amplitude,
      amplitudeMeaning(tr("Amplitude, %1").arg(reference), sharedLimits(p.truth_amplitude, p.amplitude), pixel_m));
  put(1, 0, p.truth_phase,
      phaseMeaning(tr("Phase, %1").arg(reference), sharedLimits(p.truth_phase, p.phase), pixel_m));
  put(0, 2, p.amplitude_error,
      errorMeaning(tr("Amplitude, %1").arg(difference), tr("amplitude error"), {},
                   steadyErrorLimits(0, p.amplitude_error, live), pixel_m));
  put(1, 2, p.phase_error,
      errorMeaning(tr("Phase, %1").arg(difference), tr("phase error"), QStringLiteral("rad"),
                   steadyErrorLimits(1, p.phase_error, live), pixel_m));
  for (int row = 0; row < 2; ++row) view(row, 2).setMask(other.isEmpty() ? MaskImage() : finitePart(p.phase_error));
  showEstimateOrTruth();
}

void ComparisonPanel::showEstimateOrTruth() {
  const AlignedPictures& p = onScreen().pictures;
  const QString& other = onScreen().other_name;
  const QString reference = tr("%1 (blink)").arg(other.isEmpty() ? tr("truth") : other);
  const auto title = [&](const QString& quantity, double nrmse) {
    if (blinking()) return quantity.arg(reference);
    // The distance of two attempts is no error of this one: it stands below their list.
    return other.isEmpty() ? titleWithError(quantity.arg(tr("estimate")), nrmse) : quantity.arg(tr("this run"));
  };
  put(0, 1, blinking() ? p.truth_amplitude : p.amplitude,
      amplitudeMeaning(title(tr("Amplitude, %1"), p.error.amplitude_nrmse),
                       sharedLimits(p.truth_amplitude, p.amplitude), onScreen().pixel_m));
  put(1, 1, blinking() ? p.truth_phase : p.phase,
      phaseMeaning(title(tr("Phase, %1"), p.error.phase_nrmse), sharedLimits(p.truth_phase, p.phase),
                   onScreen().pixel_m));
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
  view(0, 2).setMask({});
  put(0, 0, p.amplitude, amplitudeMeaning(tr("Amplitude"), amplitude, m_pictures.pixel_m));
  put(0, 1, phaseOnScreen(), phaseMeaning(tr("Phase") + m_shown.note, phase, m_pictures.pixel_m, m_shown.unwrapped));
  PictureMeaning complex =
      amplitudeMeaning(tr("Complex object") + m_shown.objectNote, amplitude, m_pictures.pixel_m);
  putComplex(2, plain ? m_pictures.object : m_shown.object, complex);
}

}  // namespace ptycho
