#include "widgets/kit/image/image_tool_row.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/image/histogram_strip.h"
#include "widgets/kit/image/region_button.h"
#include "widgets/kit/image/tool_parts.h"

namespace ptycho {

namespace {

template <class Value>
void select(QComboBox* combo, Value value) {
  const QSignalBlocker blocker(combo);
  combo->setCurrentIndex(combo->findData(int(value)));
}

/// Four digits, or all before the point (65535, not 6.554e+04).
QString limitText(double value) {
  const double magnitude = std::abs(value);
  const int digits = magnitude >= 1e4 && magnitude < 1e7 ? 7 : 4;
  if (magnitude >= 1e-4 || magnitude == 0) return QString::number(value, 'g', digits);
  // "1.19e-6" is as long as the field of a narrow column is wide.
  return QString::number(value, 'g', 3).replace(QStringLiteral("e-0"), QStringLiteral("e-"));
}

/// Shows a number without disturbing what somebody is typing.
void showNumber(QLineEdit* edit, double value) {
  if (edit->hasFocus() && edit->isModified()) return;
  edit->setText(limitText(value));
  edit->setCursorPosition(0);
}

}  // namespace

ImageToolRow::ImageToolRow(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("imageToolRow"));
  makeChoices();
  makeLimits();
  layOut();
}

void ImageToolRow::makeChoices() {
  m_map = makeCombo(this, "imageMap", tr("Colour map"), 8);
  m_map->setIconSize({24, 12});
  m_map->setMinimumWidth(m_map->minimumWidth() + 28);
  m_norm = makeCombo(this, "imageNorm", tr("Norm: how values become places on the colour bar"), 5);
  for (const Norm norm : {Norm::Linear, Norm::SquareRoot, Norm::Log, Norm::Asinh, Norm::Gamma}) {
    m_norm->addItem(normName(norm), int(norm));
  }
  m_fit = makeButton(this, "imageFit", tr("Fit"), tr("Fit the picture to the window (0, double click)"), false);
  m_oneToOne = makeButton(this, "imageOneToOne", tr("1:1"), tr("One picture pixel to one screen pixel (1)"), false);
  m_profile = makeButton(this, "imageProfile", tr("Line"), tr("Draw a line profile: drag a line (L)"), true);
  connect(m_map, &QComboBox::activated, this, [this] { Q_EMIT mapChosen(ColorMap(m_map->currentData().toInt())); });
  connect(m_norm, &QComboBox::activated, this, [this] { Q_EMIT normChosen(Norm(m_norm->currentData().toInt())); });
  connect(m_fit, &QToolButton::clicked, this, &ImageToolRow::fitRequested);
  connect(m_oneToOne, &QToolButton::clicked, this, &ImageToolRow::oneToOneRequested);
  m_region = new RegionButton(this);
  connect(m_profile, &QToolButton::toggled, this, &ImageToolRow::profileToggled);
  connect(m_region, &RegionButton::shapeChosen, this, &ImageToolRow::regionShapeChosen);
}

void ImageToolRow::makeLimits() {
  m_mode = makeCombo(this, "imageLimitMode", tr("Display limits: how they follow from the picture"), 10);
  const std::pair<QString, LimitMode> modes[] = {{tr("min–max"), LimitMode::MinMax},
                                                 {tr("percentile"), LimitMode::Percentile},
                                                 {tr("mean ± 3σ"), LimitMode::ThreeSigma},
                                                 {tr("symmetric"), LimitMode::Symmetric},
                                                 {tr("fixed"), LimitMode::Fixed}};
  for (const auto& [name, mode] : modes) m_mode->addItem(name, int(mode));
  m_percent = new QDoubleSpinBox(this);
  m_percent->setObjectName(QStringLiteral("imagePercent"));
  m_percent->setToolTip(tr("Share of the pixels cut on each side"));
  m_percent->setAccessibleName(m_percent->toolTip());
  m_percent->setRange(0, 25);
  m_percent->setDecimals(2);
  m_percent->setSingleStep(0.05);
  m_percent->setSuffix(QStringLiteral(" %"));
  m_percent->setButtonSymbols(QAbstractSpinBox::NoButtons);
  m_low = makeNumber(this, "imageLow", tr("Lower display limit"));
  m_high = makeNumber(this, "imageHigh", tr("Upper display limit"));
  m_histogram = new HistogramStrip(this);
  m_lock = makeButton(this, "imageLock", tr("Lock"), tr("Keep these limits when the picture changes"), true);
  connect(m_mode, &QComboBox::activated, this, [this] {
    DisplayLimits limits = m_limits;
    limits.mode = LimitMode(m_mode->currentData().toInt());
    if (limits.mode == LimitMode::Fixed) {
      limits.low = m_shownLow;
      limits.high = m_shownHigh;
    }
    Q_EMIT limitsChosen(limits);
  });
  connect(m_percent, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
    DisplayLimits limits = m_limits;
    limits.percent = percent;
    Q_EMIT limitsChosen(limits);
  });
  for (QLineEdit* edit : {m_low, m_high}) connect(edit, &QLineEdit::editingFinished, this, &ImageToolRow::typed);
  connect(m_histogram, &HistogramStrip::limitsDragged, this, [this](double low, double high) {
    Q_EMIT limitsChosen({LimitMode::Fixed, m_limits.percent, low, high});
  });
  connect(m_histogram, &HistogramStrip::automaticRequested, this, &ImageToolRow::automaticRequested);
  connect(m_histogram, &HistogramStrip::resetRequested, this, &ImageToolRow::resetRequested);
  connect(m_histogram, &HistogramStrip::freezeRequested, m_lock, &QToolButton::toggle);
  connect(m_lock, &QToolButton::toggled, this, &ImageToolRow::lockToggled);
}

void ImageToolRow::layOut() {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(2);
  auto* first = new QHBoxLayout;
  auto* second = new QHBoxLayout;
  for (QHBoxLayout* row : {first, second}) {
    row->setSpacing(3);
    rows->addLayout(row);
  }
  first->addWidget(m_map, 3);
  first->addWidget(m_norm, 2);
  first->addStretch(1);
  first->addWidget(m_fit);
  first->addWidget(m_oneToOne);
  first->addWidget(m_region);
  first->addWidget(m_profile);
  second->addWidget(m_mode);
  second->addWidget(m_percent);
  second->addWidget(m_low);
  second->addWidget(m_histogram, 1);
  second->addWidget(m_high);
  second->addWidget(m_lock);
}

void ImageToolRow::typed() {
  const auto number = [](const QLineEdit* edit, double shown) {
    if (!edit->isModified()) return shown;
    bool ok = false;
    const double value = edit->text().trimmed().replace(u'−', u'-').replace(u',', u'.').toDouble(&ok);
    return ok && qIsFinite(value) ? value : shown;
  };
  if (!m_low->isModified() && !m_high->isModified()) return;
  DisplayLimits limits = m_limits;
  limits.mode = LimitMode::Fixed;
  limits.low = number(m_low, m_shownLow);
  limits.high = number(m_high, m_shownHigh);
  m_low->setModified(false);
  m_high->setModified(false);
  Q_EMIT limitsChosen(limits);
}

void ImageToolRow::showMaps(const ShownPicture& picture) {
  std::vector<ColorMap> maps = offeredMaps(picture.meaning());
  const ColorMap current = picture.colors().map();
  if (std::find(maps.begin(), maps.end(), current) == maps.end()) maps.push_back(current);
  if (picture.isComplex()) maps.clear();
  const QSignalBlocker blocker(m_map);
  // A live preview changes the picture many times a second, but hardly ever its maps.
  if (maps != m_maps || m_map->count() == 0) {
    m_maps = maps;
    m_map->clear();
    for (const ColorMap map : maps) m_map->addItem(mapIcon(map), colorMapName(map), int(map));
    if (maps.empty()) m_map->addItem(tr("phase as hue"));
  }
  m_map->setCurrentIndex(maps.empty() ? 0 : m_map->findData(int(current)));
}

void ImageToolRow::showPicture(const ShownPicture& picture) {
  setEnabled(!picture.empty());
  m_limits = picture.limits();
  m_shownLow = picture.scale().low();
  m_shownHigh = picture.scale().high();
  showMaps(picture);
  m_map->setEnabled(!picture.isComplex());
  select(m_norm, picture.scale().norm());
  select(m_mode, m_limits.mode);
  // One period of phase has neither a norm nor limits of its own; it can only be turned.
  m_norm->setEnabled(!picture.cyclic());
  m_mode->setEnabled(!picture.cyclic() && !picture.locked());
  m_hasPercent = m_limits.mode == LimitMode::Percentile && !picture.cyclic();
  makeRoom();
  m_percent->setEnabled(!picture.locked());
  for (QLineEdit* edit : {m_low, m_high}) edit->setReadOnly(picture.cyclic() || picture.locked());
  const QSignalBlocker percentBlocker(m_percent), lockBlocker(m_lock);
  m_percent->setValue(m_limits.percent);
  m_lock->setChecked(picture.locked());
  showNumber(m_low, m_shownLow);
  showNumber(m_high, m_shownHigh);
  m_histogram->showPicture(picture);
}

void ImageToolRow::makeRoom() {
  const int numbers = minimumSizeHint().width(), space = 3;
  const int percent = m_hasPercent ? m_percent->sizeHint().width() + space : 0;
  m_percent->setVisible(m_hasPercent && numbers + percent <= width());
  int used = numbers;
  for (QToolButton* tool : {static_cast<QToolButton*>(m_region), m_fit, m_oneToOne}) {
    used += tool->sizeHint().width() + space;
    tool->setVisible(used <= width());
  }
  m_histogram->setVisible(numbers + percent + m_histogram->minimumSizeHint().width() + space <= width());
}

void ImageToolRow::resizeEvent(QResizeEvent*) { makeRoom(); }

QSize ImageToolRow::minimumSizeHint() const {
  const int space = 3;
  const int first = m_map->minimumWidth() + m_norm->minimumWidth() + m_profile->sizeHint().width() + 3 * space;
  const int second =
      m_mode->minimumWidth() + m_low->minimumWidth() + m_high->minimumWidth() + m_lock->sizeHint().width() + 3 * space;
  return {std::max(first, second), QWidget::minimumSizeHint().height()};
}

void ImageToolRow::setRegionShape(RegionShape shape) { m_region->showShape(shape); }

void ImageToolRow::setProfileMode(bool on) {
  const QSignalBlocker blocker(m_profile);
  m_profile->setChecked(on);
}

}  // namespace ptycho
