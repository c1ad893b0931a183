#include "widgets/setup/pattern_panel.h"

#include <limits>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/status/glyph_icon.h"
#include "widgets/setup/norm_toggle.h"

namespace ptycho {

namespace {

constexpr int kPlayInterval_ms = 120;
constexpr double kNoiseFreeDecades = 1e-8;
constexpr int kToFirst = std::numeric_limits<int>::min();
constexpr int kToLast = std::numeric_limits<int>::max();

MaskImage centred(const MaskImage& mask) {
  RealImage values(mask.rows(), mask.cols());
  std::copy(mask.begin(), mask.end(), values.begin());
  values = centreZeroFrequency(values);
  MaskImage result(mask.rows(), mask.cols());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = values[i] > 0.5F ? 1 : 0;
  return result;
}

}  // namespace

PatternPanel::PatternPanel(QWidget* parent)
    : PanelFrame(tr("Diffraction patterns"), parent),
      m_view(new ImageView(this)),
      m_log(new NormToggle(m_view, true, this)),
      m_play(new QToolButton(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_index(new QSpinBox(this)),
      m_note(new QLabel(this)) {
  m_view->setObjectName(QStringLiteral("patternView"));
  m_view->setEmptyText(tr("The patterns are being computed."));
  m_log->setObjectName(QStringLiteral("patternLog"));
  addTool(m_log);
  addBody(m_view, 1);

  m_play->setObjectName(QStringLiteral("patternPlay"));
  m_play->setIcon(glyphIcon(Glyph::Play));
  m_play->setCheckable(true);
  m_play->setAutoRaise(true);
  m_play->setToolTip(tr("Play the series"));
  m_slider->setObjectName(QStringLiteral("patternSlider"));
  m_index->setObjectName(QStringLiteral("patternIndex"));
  m_index->setToolTip(tr("File index, counted from 0"));
  m_index->setPrefix(tr("index "));
  auto* row = new QWidget(this);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(m_play);
  line->addWidget(m_slider, 1);
  line->addWidget(m_index);
  addBody(row);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.9);
  m_note->setFont(small);
  m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  addBody(m_note);

  connect(m_log, &NormToggle::toggled, this, &PatternPanel::showPattern);
  connect(m_slider, &QSlider::valueChanged, m_index, &QSpinBox::setValue);
  connect(m_index, &QSpinBox::valueChanged, this, [this](int index) {
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(index);
    m_hovered.reset();
    showPattern();
    Q_EMIT positionChosen(static_cast<std::size_t>(index));
  });
  m_timer.setInterval(kPlayInterval_ms);
  connect(&m_timer, &QTimer::timeout, this,
          [this] { m_index->setValue(m_index->value() == m_index->maximum() ? 0 : m_index->value() + 1); });
  connect(m_play, &QToolButton::toggled, this, [this](bool on) {
    m_play->setIcon(glyphIcon(on ? Glyph::Pause : Glyph::Play));
    if (on) m_timer.start();
    else m_timer.stop();
  });
  addKey(Qt::Key_Left, -1);
  addKey(Qt::Key_Right, 1);
  addKey(Qt::SHIFT | Qt::Key_Left, -10);
  addKey(Qt::SHIFT | Qt::Key_Right, 10);
  addKey(Qt::Key_Home, kToFirst);
  addKey(Qt::Key_End, kToLast);
}

void PatternPanel::addKey(const QKeySequence& key, int by) {
  auto* shortcut = new QShortcut(key, this);
  shortcut->setContext(Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QShortcut::activated, this, [this, by] { step(by); });
}

void PatternPanel::step(int by) {
  if (by == kToFirst) m_index->setValue(m_index->minimum());
  else if (by == kToLast) m_index->setValue(m_index->maximum());
  else m_index->setValue(m_index->value() + by);
}

void PatternPanel::setDesign(const DesignPtr& design, const SamplePtr& sample) {
  m_design = design;
  m_sample = sample;
  m_hovered.reset();
  const int last = static_cast<int>(design->scan.positions.size()) - 1;
  m_slider->setRange(0, last);
  m_index->setRange(0, last);
  m_brightest = sample->patterns.empty() ? 0.0F : *std::max_element(sample->patterns.begin(), sample->patterns.end());
  showPattern();
}

void PatternPanel::setPosition(std::size_t position) { m_index->setValue(static_cast<int>(position)); }

void PatternPanel::setHovered(std::optional<std::size_t> position) {
  if (m_hovered == position) return;
  m_hovered = position;
  showPattern();
}

std::size_t PatternPanel::shownIndex() const { return m_hovered.value_or(static_cast<std::size_t>(m_index->value())); }

void PatternPanel::showPattern() {
  if (!m_design || !m_sample) return;
  const std::size_t index = std::min(shownIndex(), m_design->scan.positions.size() - 1);
  const RealImage pattern = centreZeroFrequency(samplePattern(*m_design, *m_sample, index));
  const bool counts = m_design->spec.detector.photons_per_pattern > 0;
  const bool log = m_log->isChecked();
  const float brightest = m_brightest > 0 ? m_brightest : *std::ranges::max_element(pattern);
  PictureMeaning meaning;
  meaning.title = tr("Pattern %1").arg(index);
  meaning.quantity = tr("intensity");
  meaning.unit = counts ? tr("counts") : QString();
  meaning.map = ColorMap::Viridis;
  meaning.norm = log ? Norm::Log : Norm::Linear;
  const double floor = counts ? 0.5 : brightest * kNoiseFreeDecades;
  // A linear scale to the brightest of all shows one white spot: a fiftieth of it keeps the rings visible.
  const bool near = m_design->geometry.propagation == Propagation::NearField;
  meaning.limits = {LimitMode::Fixed, 0, log ? floor : 0.0, log || near ? brightest : brightest / 50};
  if (!(meaning.limits.low < meaning.limits.high)) meaning.limits = DisplayLimits{};
  const Geometry& geometry = m_design->geometry;
  const double pixel = m_design->geometry_report.object_pixel_m;
  if (geometry.propagation == Propagation::NearField) {  // the detector shows lengths, not frequencies
    meaning.pixel_m = pixel;
  } else {
    meaning.frequency_centred = true;
    meaning.frequency_step_per_m = 1 / (pixel * geometry.detector_side_px);
    meaning.mrad_per_px = geometry.detector_pixel_um * 1e-3 / geometry.distance_m;
  }
  meaning.saturation = counts ? m_design->spec.detector.full_well : 0;
  m_view->setPicture(pattern, meaning);
  m_view->setMask(m_sample->mask.empty() ? MaskImage{} : centred(m_sample->mask));
  const Position& position = m_design->scan.positions[index];
  QString note = tr("row %1, col %2 px")
                     .arg(position.row, 0, 'f', m_design->scan.hasIntegerPositions() ? 0 : 2)
                     .arg(position.col, 0, 'f', m_design->scan.hasIntegerPositions() ? 0 : 2);
  note += tr("   overlap %1").arg(m_design->overlap.position_overlap[index], 0, 'f', 3);
  if (m_sample->patterns.empty()) note += tr("   without noise: too many patterns to keep");
  m_note->setText(note);
}

}  // namespace ptycho
