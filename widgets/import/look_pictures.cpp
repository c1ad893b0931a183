#include "widgets/import/look_pictures.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>
#include <QSlider>

#include "widgets/kit/image/image_view.h"

namespace ptycho {

ImageView* LookPictures::addView(const char* name, const QString& empty) {
  auto* view = new ImageView(this);
  view->setObjectName(QLatin1String(name));
  view->setEmptyText(empty);
  view->setToolRowVisible(false);
  return view;
}

LookPictures::LookPictures(QWidget* parent)
    : QWidget(parent),
      m_mean(addView("meanPattern", tr("Mean pattern"))),
      m_sample(addView("samplePattern", tr("Patterns one by one"))),
      m_scan(addView("scanMap", tr("Scan over the object"))),
      m_probe(addView("probeStart", tr("Probe to start from"))),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_number(new QLabel(this)) {
  m_slider->setObjectName(QStringLiteral("sampleSlider"));
  m_slider->setPageStep(1);
  m_slider->setToolTip(tr("Which of the patterns looked at; its window is outlined on the scan"));
  m_slider->setAccessibleName(tr("Pattern"));
  m_number->setObjectName(QStringLiteral("sampleNumber"));
  auto* stepper = new QHBoxLayout;
  stepper->setContentsMargins(4, 0, 4, 0);
  stepper->addWidget(m_number);
  stepper->addWidget(m_slider, 1);
  auto* right = new QVBoxLayout;
  right->setSpacing(2);
  right->addWidget(m_sample, 1);
  right->addLayout(stepper);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(6, 6, 6, 6);
  grid->setSpacing(8);
  grid->addWidget(m_mean, 0, 0);
  grid->addLayout(right, 0, 1);
  grid->addWidget(m_scan, 1, 0);
  grid->addWidget(m_probe, 1, 1);
  for (int k = 0; k < 2; ++k) {
    grid->setRowStretch(k, 1);
    grid->setColumnStretch(k, 1);
  }
  auto* link = new ImageLink(this);
  link->add(m_mean);
  link->add(m_sample);
  connect(m_slider, &QSlider::valueChanged, this, &LookPictures::showSample);
  clear();
}

PictureMeaning LookPictures::patternMeaning(const QString& title) const {
  const ScanPreview& preview = m_look->preview;
  PictureMeaning meaning;
  meaning.title = title;
  meaning.quantity = tr("intensity");
  meaning.map = ColorMap::Viridis;
  meaning.norm = Norm::Log;
  meaning.frequency_centred = true;
  if (preview.object_pixel_m > 0 && preview.scan.window_px > 0) {
    meaning.frequency_step_per_m = 1 / (preview.object_pixel_m * preview.scan.window_px);
  }
  if (preview.geometry && preview.geometry->distance_m > 0) {
    meaning.mrad_per_px = preview.geometry->detector_pixel_um * 1e-3 / preview.geometry->distance_m;
  }
  if (preview.propagation == Propagation::NearField) {  // the detector shows lengths, not frequencies
    meaning.frequency_centred = false;
    meaning.pixel_m = preview.object_pixel_m;
  }
  meaning.saturation = preview.report.spec.saturation;
  return meaning;
}

void LookPictures::setLook(const LookPtr& look) {
  m_look = look;
  const ScanPreview& preview = look->preview;
  m_mean->setPicture(preview.mean, patternMeaning(tr("Mean pattern")));
  m_mean->setMask(m_showsMask ? preview.mask : MaskImage{});
  const int last = std::max(0, static_cast<int>(preview.samples.count()) - 1);
  {
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, last);
  }
  m_slider->setEnabled(last > 0);
  showSample();
  showProbe();
}

void LookPictures::showSample() {
  if (!m_look) return;
  const ScanPreview& preview = m_look->preview;
  const auto index = static_cast<std::size_t>(m_slider->value());
  if (index < preview.samples.count()) {
    const std::uint64_t number = index < preview.sample_indices.size() ? preview.sample_indices[index] : index;
    m_number->setText(tr("Pattern %1").arg(number));
    const std::size_t pixels = preview.samples.rows() * preview.samples.cols();
    RealImage picture(preview.samples.rows(), preview.samples.cols());
    std::copy_n(preview.samples.data() + index * pixels, pixels, picture.begin());
    m_sample->setPicture(picture, patternMeaning(tr("Pattern %1").arg(number)));
    m_sample->setMask(m_showsMask ? preview.mask : MaskImage{});
  }
  PictureMeaning meaning;
  meaning.title = tr("Scan over the object");
  meaning.quantity = tr("windows");
  meaning.map = ColorMap::Gray;
  meaning.pixel_m = preview.object_pixel_m * m_look->map.reduction;
  m_scan->setPicture(m_look->map.windows, meaning);
  m_scan->setOverlays(scanOverlays(preview.scan, m_look->map.reduction, windowOfSample(preview, index)));
}

void LookPictures::showProbe() {
  const ScanPreview& preview = m_look->preview;
  if (preview.probe.empty()) return m_probe->clear();
  PictureMeaning meaning;
  meaning.title = tr("Probe to start from");
  meaning.quantity = tr("amplitude");
  meaning.pixel_m = preview.object_pixel_m;
  m_probe->setComplexPicture(preview.probe, meaning);
}

void LookPictures::clear() {
  m_look.reset();
  for (ImageView* view : {m_mean, m_sample, m_scan, m_probe}) view->clear();
  m_scan->setOverlays({});
  m_slider->setEnabled(false);
  m_number->setText(tr("Pattern"));
}

void LookPictures::setControlsVisible(bool visible) {
  for (ImageView* view : {m_mean, m_sample, m_scan, m_probe}) view->setToolRowVisible(visible);
}

void LookPictures::setShowsMask(bool shows) {
  m_showsMask = shows;
  if (!m_look) return;
  for (ImageView* view : {m_mean, m_sample}) view->setMask(shows ? m_look->preview.mask : MaskImage{});
}

}  // namespace ptycho
