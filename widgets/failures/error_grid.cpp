#include "widgets/failures/error_grid.h"

#include <cmath>

#include <QCoreApplication>
#include <QKeyEvent>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/object_meaning.h"
#include "widgets/kit/raster/number_text.h"
#include "widgets/kit/raster/shared_limits.h"

namespace ptycho {
namespace {

const QString kRadians = QStringLiteral("rad");

AlignedPictures truthAlone(const ComplexImage& truth) {
  AlignedPictures pictures;
  pictures.truth_amplitude = RealImage(truth.rows(), truth.cols());
  pictures.truth_phase = RealImage(truth.rows(), truth.cols());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    pictures.truth_amplitude[i] = std::abs(truth[i]);
    pictures.truth_phase[i] = std::arg(truth[i]);
  }
  return pictures;
}

AlignedPictures alignedOrNone(const ComplexImage& estimate, const ComplexImage& truth) {
  return !estimate.empty() && estimate.sameShape(truth) ? alignToTruth(estimate, truth) : AlignedPictures();
}

RealImage difference(const RealImage& a, const RealImage& b) {
  RealImage out(a.rows(), a.cols());
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = b[i] - a[i];
  return out;
}

}  // namespace

ErrorGrid::ErrorGrid(QWidget* parent) : ViewGrid(parent) { clear({}); }

void ErrorGrid::clear(const QString& text) {
  m_pictures = {};
  m_aligned = m_otherAligned = {};
  showEmpty(text);
}

void ErrorGrid::setPictures(GridPictures pictures) {
  m_pictures = std::move(pictures);
  if (m_pictures.truth.empty()) return clear(tr("This image has no picture."));
  m_aligned = alignedOrNone(m_pictures.estimate, m_pictures.truth);
  m_otherAligned = alignedOrNone(m_pictures.other, m_pictures.truth);
  if (m_aligned.amplitude.empty()) m_aligned = truthAlone(m_pictures.truth);
  show();
}

void ErrorGrid::setMode(Mode mode) {
  m_mode = mode;
  if (!empty()) show();
}

void ErrorGrid::setSwipe(Swipe swipe) {
  m_swipe = swipe;
  if (!empty()) showMiddle();
}

void ErrorGrid::setSwipePlace(double place) {
  m_swipePlace = std::clamp(place, 0.0, 1.0);
  if (!empty() && m_swipe != Swipe::None) showMiddle();
}

void ErrorGrid::show() {
  const bool complex = m_mode == Mode::Complex;
  showRows(complex ? 1 : 2);
  if (complex) return showComplex();
  const AlignedPictures& p = m_aligned;
  const double pixel_m = m_pictures.pixel_m;
  const bool methods = comparesMethods();
  const AlignedPictures& first = m_otherAligned;
  const RealImage& estimateA = p.amplitude.empty() ? p.truth_amplitude : p.amplitude;
  const RealImage& estimateP = p.phase.empty() ? p.truth_phase : p.phase;
  const QString firstName = methods ? m_pictures.other_name : tr("truth");
  const auto firstTitle = [&](const QString& quantity, double error) {
    const QString title = quantity + QStringLiteral(", ") + firstName;
    return methods ? titleWithError(title, error) : title;
  };
  put(0, 0, methods ? first.amplitude : p.truth_amplitude,
      amplitudeMeaning(firstTitle(tr("Amplitude"), first.error.amplitude_nrmse),
                       sharedLimits(p.truth_amplitude, estimateA), pixel_m));
  put(1, 0, methods ? first.phase : p.truth_phase,
      phaseMeaning(firstTitle(tr("Phase"), first.error.phase_nrmse), sharedLimits(p.truth_phase, estimateP), pixel_m));
  showMiddle();
  if (p.amplitude.empty()) return;
  const RealImage amplitude = methods ? difference(first.amplitude, p.amplitude) : p.amplitude_error;
  const RealImage phase = methods ? difference(first.phase, p.phase) : p.phase_error;
  const QString title = tr("%1 − %2").arg(m_pictures.estimate_name, firstName);
  put(0, 2, amplitude,
      errorMeaning(tr("Amplitude, %1").arg(title), methods ? tr("difference") : tr("amplitude error"), {},
                   errorLimits(amplitude), pixel_m));
  put(1, 2, phase,
      errorMeaning(tr("Phase, %1").arg(title), methods ? tr("difference") : tr("phase error"), kRadians,
                   errorLimits(phase), pixel_m));
}

RealImage ErrorGrid::middle(const RealImage& first, const RealImage& estimate) const {
  if (blinking()) return first;
  if (m_swipe == Swipe::None) return estimate;
  RealImage mixed = estimate;
  const std::size_t rows = mixed.rows(), cols = mixed.cols();
  const auto before = static_cast<std::size_t>(
      std::lround(m_swipePlace * static_cast<double>(m_swipe == Swipe::Upright ? cols : rows)));
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < cols; ++c) {
      if ((m_swipe == Swipe::Upright ? c : r) < before) mixed(r, c) = first(r, c);
    }
  }
  return mixed;
}

void ErrorGrid::showMiddle() {
  if (m_mode == Mode::Complex) return showComplex();
  const AlignedPictures& p = m_aligned;
  if (p.amplitude.empty()) {
    for (int row = 0; row < 2; ++row) {
      for (int column = 1; column < kColumns; ++column) {
        setHeading(row, column, {});
        view(row, column).setEmptyText(column == 1 ? tr("The estimate was not kept.\nCompute it, above.") : QString());
        view(row, column).clear();
      }
    }
    return;
  }
  const bool methods = comparesMethods();
  const RealImage& firstA = methods ? m_otherAligned.amplitude : p.truth_amplitude;
  const RealImage& firstP = methods ? m_otherAligned.phase : p.truth_phase;
  const QString firstName = methods ? m_pictures.other_name : tr("truth");
  const auto title = [&](const QString& quantity, double error) {
    if (blinking()) return tr("%1, %2 (blink)").arg(quantity, firstName);
    if (m_swipe != Swipe::None) return tr("%1, %2 | %3").arg(quantity, firstName, m_pictures.estimate_name);
    return titleWithError(tr("%1, %2").arg(quantity, m_pictures.estimate_name), error);
  };
  put(0, 1, middle(firstA, p.amplitude),
      amplitudeMeaning(title(tr("Amplitude"), p.error.amplitude_nrmse), sharedLimits(p.truth_amplitude, p.amplitude),
                       m_pictures.pixel_m));
  put(1, 1, middle(firstP, p.phase),
      phaseMeaning(title(tr("Phase"), p.error.phase_nrmse), sharedLimits(p.truth_phase, p.phase), m_pictures.pixel_m));
}

void ErrorGrid::showComplex() {
  const double pixel_m = m_pictures.pixel_m;
  DisplayLimits limits = sharedLimits(m_aligned.truth_amplitude, m_aligned.truth_amplitude);
  limits.low = 0;  // lightness then means amplitude
  putComplex(0, m_pictures.truth, amplitudeMeaning(tr("Complex object, truth"), limits, pixel_m));
  if (m_aligned.amplitude.empty()) {
    for (int column = 1; column < kColumns; ++column) view(0, column).clear();
    return;
  }
  ComplexImage estimate(m_aligned.amplitude.rows(), m_aligned.amplitude.cols());
  RealImage away(estimate.rows(), estimate.cols());
  for (std::size_t i = 0; i < estimate.size(); ++i) {
    estimate[i] = std::polar(m_aligned.amplitude[i], m_aligned.phase[i]);
    away[i] = std::abs(estimate[i] - m_pictures.truth[i]);
  }
  putComplex(1, blinking() ? m_pictures.truth : estimate,
             amplitudeMeaning(blinking() ? tr("Complex object, truth (blink)")
                                         : tr("Complex object, %1").arg(m_pictures.estimate_name),
                              limits, pixel_m));
  PictureMeaning meaning = amplitudeMeaning(tr("|%1 − truth|").arg(m_pictures.estimate_name),
                                            {LimitMode::Percentile, 0.35, 0, 1}, pixel_m);
  meaning.map = ColorMap::Viridis;
  meaning.quantity = tr("distance in the complex plane");
  put(0, 2, away, meaning);
}

void ErrorGrid::takeLine(QPointF from, QPointF to) {
  PictureOverlay line;
  line.shape = PictureOverlay::Shape::Polyline;
  line.points = {from, to};
  line.colours = {QColor(0xf3, 0x9b, 0x63)};
  for (ImageView* view : views()) view->setOverlays({line});
  m_hasLine = true;
  Q_EMIT lineDrawn(from, to);
}

bool ErrorGrid::escape() {
  const bool hadLine = std::exchange(m_hasLine, false);
  for (ImageView* view : views()) view->setOverlays({});
  QWidget* focus = window()->focusWidget();
  if (!focus || !isAncestorOf(focus)) return hadLine;
  QKeyEvent key(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
  key.ignore();
  QCoreApplication::sendEvent(focus, &key);
  return hadLine || key.isAccepted();
}

QString ErrorGrid::alignmentText() const {
  if (m_aligned.amplitude.empty()) return {};
  return tr("Taken out of the estimate: global phase %1 rad, mean phase difference %2 rad; no ramp, no shift.")
      .arg(numberText(m_aligned.error.global_phase_rad, 3), numberText(m_aligned.error.phase_offset_rad, 2));
}

}  // namespace ptycho
