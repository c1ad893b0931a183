#include "widgets/runs_monitor/monitor_tools.h"

#include <cmath>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

namespace ptycho {
namespace {

// The slider moves evenly in the length of the average, not in its weight: between 0.99 and 0.999 lies as much as
// between 0 and 0.9.
constexpr int kSliderSteps = 100;
constexpr double kMostWeight = 0.999;

double weightAt(int place) {
  const double share = static_cast<double>(place) / kSliderSteps;
  return std::min(kMostWeight, 1 - std::pow(1 - kMostWeight, share));
}

int placeOf(double weight) {
  return static_cast<int>(
      std::lround(kSliderSteps * std::log(1 - std::clamp(weight, 0.0, kMostWeight)) / std::log(1 - kMostWeight)));
}

QToolButton* toggle(const QString& text, const char* name, const QString& help, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setObjectName(name);
  button->setToolTip(help);
  button->setCheckable(true);
  return button;
}

}  // namespace

MonitorTools::MonitorTools(QWidget* parent)
    : QWidget(parent),
      m_axis(new QComboBox(this)),
      m_smoothing(new QSlider(Qt::Horizontal, this)),
      m_weight(new QLabel(this)),
      m_outliers(toggle(tr("Ignore outliers"), "ignoreOutliers",
                        tr("The vertical ranges go from the 5th to the 95th percentile; points outside are counted and "
                           "marked at the edge"),
                        this)),
      m_batch(toggle(tr("Batch statistics"), "batchStatistics",
                     tr("Also the validation with the batch's own statistics, dashed: where it parts from the solid "
                        "curve, the moving averages of batch normalisation do not fit"),
                     this)),
      m_discarded(toggle(tr("Discarded pieces"), "discardedPieces",
                         tr("Also what was recorded and then taken back by a resume from an earlier step, dashed"),
                         this)),
      m_groups(new GroupChoice(this)) {
  m_axis->setObjectName("monitorAxis");
  for (int k = 0; k < kMonitorAxes; ++k) {
    m_axis->addItem(axisName(static_cast<MonitorAxis>(k)));
    m_axis->setItemData(k, axisHelp(static_cast<MonitorAxis>(k)), Qt::ToolTipRole);
  }
  m_axis->setToolTip(tr("What all charts are drawn over"));
  m_smoothing->setObjectName("smoothing");
  m_smoothing->setRange(0, kSliderSteps);
  m_smoothing->setMinimumWidth(120);
  m_smoothing->setMaximumWidth(220);
  const QString help =
      tr("Smoothing of training curves: a moving average that forgets by distance in steps, whatever "
         "the spacing of the records. 0 draws the data as they are.");
  m_smoothing->setToolTip(help);
  m_weight->setToolTip(help);
  m_weight->setMinimumWidth(m_weight->fontMetrics().horizontalAdvance(QStringLiteral("0.9999")));
  m_batch->setChecked(true);
  setSmoothing(0.8);

  auto* axisLabel = new QLabel(tr("&Over"), this);
  axisLabel->setBuddy(m_axis);
  auto* smoothingLabel = new QLabel(tr("&Smoothing"), this);
  smoothingLabel->setBuddy(m_smoothing);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 2, 8, 2);
  for (QWidget* widget : std::initializer_list<QWidget*>{axisLabel, m_axis, smoothingLabel, m_smoothing, m_weight,
                                                         m_outliers, m_batch, m_discarded, m_groups}) {
    layout->addWidget(widget);
  }
  layout->addStretch(1);

  connect(m_axis, &QComboBox::currentIndexChanged, this, &MonitorTools::changed);
  connect(m_groups, &GroupChoice::changed, this, &MonitorTools::changed);
  connect(m_smoothing, &QSlider::valueChanged, this, [this](int place) {
    m_weight->setText(QString::number(weightAt(place), 'g', 3));
    Q_EMIT changed();
  });
  for (auto* button : {m_outliers, m_batch, m_discarded}) {
    connect(button, &QToolButton::toggled, this, &MonitorTools::changed);
  }
  m_weight->setText(QString::number(smoothing(), 'g', 3));
}

MonitorAxis MonitorTools::axis() const { return static_cast<MonitorAxis>(m_axis->currentIndex()); }
double MonitorTools::smoothing() const { return weightAt(m_smoothing->value()); }
bool MonitorTools::outliersIgnored() const { return m_outliers->isChecked(); }
bool MonitorTools::batchStatistics() const { return m_batch->isChecked(); }
bool MonitorTools::discarded() const { return m_discarded->isChecked(); }
void MonitorTools::setAxis(MonitorAxis axis) { m_axis->setCurrentIndex(static_cast<int>(axis)); }
void MonitorTools::setSmoothing(double weight) { m_smoothing->setValue(placeOf(weight)); }
void MonitorTools::setOutliersIgnored(bool on) { m_outliers->setChecked(on); }
void MonitorTools::setBatchStatistics(bool on) { m_batch->setChecked(on); }
void MonitorTools::setDiscarded(bool on) { m_discarded->setChecked(on); }
void MonitorTools::setDiscardedPossible(bool possible) { m_discarded->setEnabled(possible); }

}  // namespace ptycho
