#include "widgets/failures/image_page.h"

#include <cmath>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTabWidget>
#include <QToolButton>

#include "widgets/failures/image_numbers.h"
#include "widgets/kit/image/elided_line.h"
#include "widgets/kit/plot/profile_panel.h"

namespace ptycho {

void ImagePage::connectParts() {
  connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
  connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
  connect(m_method, &QComboBox::activated, this, [this] {
    m_chosen = m_method->currentText();
    showChosen();
  });
  connect(m_numbers, &ImageNumbers::estimateChosen, this, [this](int index) {
    m_method->setCurrentIndex(index);
    m_chosen = m_method->currentText();
    showChosen();
  });
  connect(m_other, &QComboBox::activated, this, &ImagePage::showChosen);
  connect(m_mode, &QComboBox::currentIndexChanged, this, [this](int mode) {
    m_other->setVisible(mode == static_cast<int>(ErrorGrid::Mode::Methods));
    m_grid->setMode(static_cast<ErrorGrid::Mode>(mode));
  });
  connect(m_blink, &QToolButton::toggled, m_grid, &ErrorGrid::setBlinking);
  connect(m_grid, &ErrorGrid::blinkingChanged, m_blink, &QToolButton::setChecked);
  connect(m_swipe, &QComboBox::currentIndexChanged, this, [this](int kind) {
    m_swipePlace->setVisible(kind != 0);
    m_grid->setSwipe(static_cast<ErrorGrid::Swipe>(kind));
  });
  connect(m_swipePlace, &QSlider::valueChanged, this,
          [this](int value) { m_grid->setSwipePlace(static_cast<double>(value) / m_swipePlace->maximum()); });
  connect(m_controls, &QToolButton::toggled, m_grid, &ErrorGrid::setControlsVisible);
  connect(m_grid, &ErrorGrid::cursorMoved, m_profile, &ProfilePanel::setPixel);
  connect(m_grid, &ErrorGrid::lineDrawn, this, [this](QPointF from, QPointF to) {
    m_profile->setLine(from, to);
    m_tabs->setCurrentWidget(m_profile);
  });
  connect(m_compute, &QPushButton::clicked, this, [this] {
    const ImageEstimate* shown = estimate(m_method);
    if (shown) Q_EMIT computeRequested(m_pictures->image, shown->method);
  });
  const auto wantTry = [this] {
    const QString chain = m_chain->text().trimmed();
    if (m_pictures && !chain.isEmpty()) Q_EMIT tryRequested(m_pictures->image, chain);
  };
  connect(m_try, &QPushButton::clicked, this, wantTry);
  connect(m_chain, &QLineEdit::returnPressed, this, wantTry);
}

void ImagePage::addTab(QWidget* page, const QString& title) { m_tabs->addTab(page, title); }

void ImagePage::setPlace(const QString& place) { m_place->setText(place); }

void ImagePage::setLoading(const QString& name) { m_name->setText(name + tr("   loading …")); }

void ImagePage::setWishText(const QString& text) {
  m_wish->setText(text);
  m_wish->setVisible(!text.isEmpty());
}

void ImagePage::setPreferredMethod(const QString& name) {
  if (m_preferred == name) return;
  m_preferred = name;
  m_chosen.clear();
  if (m_pictures) {
    fillMethods();
    showChosen();
  }
}

void ImagePage::clear(const QString& text) {
  m_pictures.reset();
  m_name->setText({});
  m_place->setText({});
  m_method->clear();
  m_other->clear();
  m_grid->clear(text);
  m_numbers->setEstimates({});
  m_profile->clear();
  m_compute->hide();
  refreshFoot();
}

void ImagePage::setPictures(const std::shared_ptr<const ImagePictures>& pictures) {
  m_pictures = pictures;
  m_name->setText(pictures->name);
  m_numbers->setEstimates(pictures->estimates);
  fillMethods();
  showChosen();
}

/// The method that was looked at stays; at first the preferred one, if its estimate is there.
void ImagePage::fillMethods() {
  const QString other = m_other->currentText();
  m_method->clear();
  m_other->clear();
  for (const auto& estimate : m_pictures->estimates) {
    m_method->addItem(estimate.label);
    m_other->addItem(estimate.label);
  }
  const int wanted = m_method->findText(m_chosen.isEmpty() ? m_preferred : m_chosen);
  m_method->setCurrentIndex(std::max(0, wanted));
  const int before = m_other->findText(other);
  m_other->setCurrentIndex(before >= 0 ? before : m_method->currentIndex() == 0 ? m_other->count() - 1 : 0);
}

const ImageEstimate* ImagePage::estimate(const QComboBox* box) const {
  const int index = box->currentIndex();
  const bool there = m_pictures && index >= 0 && static_cast<std::size_t>(index) < m_pictures->estimates.size();
  return there ? &m_pictures->estimates[static_cast<std::size_t>(index)] : nullptr;
}

void ImagePage::showChosen() {
  const ImageEstimate* shown = estimate(m_method);
  const ImageEstimate* other = estimate(m_other);
  GridPictures pictures;
  pictures.truth = m_pictures->truth;
  pictures.pixel_m = m_pictures->pixel_m;
  if (shown) pictures.estimate = shown->object;
  if (shown) pictures.estimate_name = shown->label;
  if (other) pictures.other = other->object;
  if (other) pictures.other_name = other->label;
  if (pictures.truth.empty()) m_grid->clear(m_pictures->problem);
  else m_grid->setPictures(std::move(pictures));
  const bool missing = shown && shown->object.empty();
  m_compute->setVisible(missing && shown->method >= 0);
  m_blink->setEnabled(m_grid->hasEstimate());
  m_swipe->setEnabled(m_grid->hasEstimate());
  const AlignedPictures& p = m_grid->aligned();
  if (m_grid->hasEstimate()) {
    m_profile->setPictures(p.amplitude, p.phase, p.truth_amplitude, p.truth_phase, m_pictures->pixel_m);
  } else if (!m_grid->empty()) {
    m_profile->setPictures(p.truth_amplitude, p.truth_phase, {}, {}, m_pictures->pixel_m);
  } else {
    m_profile->clear();
  }
  refreshFoot();
}

QString ImagePage::footText() const {
  const ImageEstimate* shown = estimate(m_method);
  if (!m_grid->hasEstimate() || !shown) return m_pictures ? m_pictures->problem : QString();
  const ObjectError& now = m_grid->aligned().error;
  const double away = std::max(std::abs(now.amplitude_nrmse - shown->record.amplitude_nrmse),
                               std::abs(now.phase_nrmse - shown->record.phase_nrmse));
  const QString same = away <= 1e-6 ? tr("as stored") : tr("stored: %1 / %2").arg(shown->record.amplitude_nrmse, 0, 'f', 6)
                                                            .arg(shown->record.phase_nrmse, 0, 'f', 6);
  return tr("From these arrays: NRMSE %1 / %2 (%3).   ")
             .arg(now.amplitude_nrmse, 0, 'f', 6)
             .arg(now.phase_nrmse, 0, 'f', 6)
             .arg(same) +
         m_grid->alignmentText();
}

void ImagePage::refreshFoot() { m_foot->setText(footText()); }

}  // namespace ptycho
