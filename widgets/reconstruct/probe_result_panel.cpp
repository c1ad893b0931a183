#include "widgets/reconstruct/probe_result_panel.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/plot/curve_plot.h"
#include "widgets/reconstruct/probe_modes.h"
#include "widgets/models/result_spec.h"

namespace ptycho {
namespace {

constexpr int kColumnWidth = 214;
constexpr double kFaint = 0.02;  ///< of the largest amplitude: below it a phase is noise

QString percentText(double share) {
  if (share > 0 && share < 0.0005) return QStringLiteral("< 0.1 %");
  return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

/// Standard deviation of factors whose mean is 1.
double spreadOf(const std::vector<float>& scales) {
  double sum = 0;
  for (const float scale : scales) sum += (scale - 1.0) * (scale - 1.0);
  return std::sqrt(sum / static_cast<double>(scales.size()));
}

PictureMeaning meaningOf(const QString& title, const QString& quantity, double pixel_m) {
  PictureMeaning meaning;
  meaning.title = title;
  meaning.quantity = quantity;
  meaning.limits.mode = LimitMode::MinMax;
  meaning.pixel_m = pixel_m;
  return meaning;
}

PictureMeaning phaseMeaning(const QString& title, double pixel_m) {
  PictureMeaning meaning = meaningOf(title, ProbeResultPanel::tr("phase"), pixel_m);
  meaning.unit = QStringLiteral("rad");
  meaning.map = ColorMap::Twilight;
  meaning.limits = {LimitMode::Fixed, 0, -std::numbers::pi, std::numbers::pi};
  meaning.wrapped_phase = true;
  return meaning;
}

}  // namespace

ProbeResultPanel::ProbeResultPanel(QWidget* parent)
    : QWidget(parent),
      m_list(new QTreeWidget(this)),
      m_note(new QLabel(this)),
      m_complex(new ImageView(this)),
      m_amplitude(new ImageView(this)),
      m_phase(new ImageView(this)),
      m_given(new ImageView(this)),
      m_coefficients(new CurvePlot(this)),
      m_beside(new QStackedWidget(this)),
      m_link(new ImageLink(this)) {
  build();
  connect(m_list, &QTreeWidget::currentItemChanged, this, [this] { showChosen(); });
  clear();
}

void ProbeResultPanel::build() {
  m_list->setObjectName(QStringLiteral("probeModes"));
  m_list->setRootIsDecorated(false);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setHeaderLabels({tr("Probe"), tr("Power")});
  m_list->header()->setStretchLastSection(false);
  m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  m_note->setObjectName(QStringLiteral("probeNote"));
  m_note->setWordWrap(true);
  m_note->setForegroundRole(QPalette::PlaceholderText);
  m_note->setContentsMargins(8, 2, 4, 4);
  m_beside->addWidget(m_given);
  m_beside->addWidget(m_coefficients);

  auto* column = new QVBoxLayout;
  column->setSpacing(0);
  column->addWidget(m_list, 1);
  column->addWidget(m_note);
  auto* side = new QWidget(this);
  side->setLayout(column);
  side->setFixedWidth(kColumnWidth);
  column->setContentsMargins(0, 0, 0, 0);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(side);
  for (ImageView* view : {m_complex, m_amplitude, m_phase}) layout->addWidget(view, 1);
  layout->addWidget(m_beside, 1);
  for (ImageView* view : {m_complex, m_amplitude, m_phase, m_given}) {
    view->setToolRowVisible(false);
    m_link->add(view);
  }
}

void ProbeResultPanel::setResult(const std::shared_ptr<const ResultRecord>& result) {
  m_result = result;
  m_pixel_m = result && result->geometry ? objectPixelOf(*result->geometry) : 0;
  fillList();
}

void ProbeResultPanel::setGivenProbe(const ComplexStack& probe) {
  m_givenProbe = probe;
  m_note->setText(noteText());
  showChosen();
}

void ProbeResultPanel::clear() {
  m_givenProbe = {};
  setResult(nullptr);
}

void ProbeResultPanel::choose(int row) { m_list->setCurrentItem(m_list->topLevelItem(row)); }

QString ProbeResultPanel::note() const { return m_note->text(); }
bool ProbeResultPanel::showsGiven() const { return m_beside->currentWidget() == m_given; }

void ProbeResultPanel::fillList() {
  const QSignalBlocker quiet(m_list);
  m_list->clear();
  const auto add = [this](const QString& name, double share) {
    auto* item = new QTreeWidgetItem(m_list, {name, percentText(share)});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
  };
  if (m_result) {
    const Reconstruction& outcome = m_result->reconstruction;
    const auto shares = powerShares(outcome.probe);
    for (std::size_t m = 0; m < shares.size(); ++m) add(tr("Mode %1").arg(m + 1), shares[m]);
    const auto varying = variationShares(outcome.variation, outcome.probe);
    for (std::size_t k = 0; k < varying.size(); ++k) add(tr("Variation %1").arg(k + 1), varying[k]);
    if (!outcome.scales.empty()) {
      auto* item = new QTreeWidgetItem(m_list, {tr("Intensity"), tr("± %1").arg(percentText(spreadOf(outcome.scales)))});
      item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
      item->setToolTip(0, tr("Incident intensity of each pattern, as a multiple of the mean; ± one standard deviation"));
    }
  }
  if (m_list->topLevelItemCount() > 0) m_list->setCurrentItem(m_list->topLevelItem(0));
  m_note->setText(noteText());
  showChosen();
}

QString ProbeResultPanel::noteText() const {
  if (!m_result) return {};
  const auto spec = specOf(*m_result);
  if (spec && !solvesForProbe(*spec)) {
    return tr("The probe was not updated: set Probe → Update from in a stage of the chain.");
  }
  const ComplexStack& probe = m_result->reconstruction.probe;
  if (m_givenProbe.empty() || probe.empty()) return {};
  const double difference = relativeDifference(probe.copy(0), m_givenProbe.copy(0));
  if (!std::isfinite(difference)) return tr("The given probe has another size.");
  return tr("Mode 1 differs from the given one by %1, beside a common factor.").arg(percentText(difference));
}

void ProbeResultPanel::showChosen() {
  const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
  const std::size_t modes = m_result ? m_result->reconstruction.probe.count() : 0;
  if (row < 0) {
    for (ImageView* view : {m_complex, m_amplitude, m_phase, m_given}) {
      view->clear();
      view->setEmptyText({});
    }
    m_amplitude->setEmptyText(tr("The probe appears here when there is a result."));
    m_beside->setCurrentWidget(m_given);
  } else if (static_cast<std::size_t>(row) < modes) {
    showMode(static_cast<std::size_t>(row));
  } else if (static_cast<std::size_t>(row) < modes + m_result->reconstruction.variation.modes.count()) {
    showVariation(static_cast<std::size_t>(row) - modes);
  } else {
    showScales();
  }
}

void ProbeResultPanel::showMode(std::size_t mode) {
  const ComplexImage picture = m_result->reconstruction.probe.copy(mode);
  showPictures(picture, tr("Mode %1").arg(mode + 1));
  showGiven(mode, picture);
  m_beside->setCurrentWidget(m_given);
}

void ProbeResultPanel::showGiven(std::size_t mode, const ComplexImage& found) {
  if (mode >= m_givenProbe.count()) {
    m_given->clear();
    m_given->setEmptyText(m_givenProbe.empty() ? tr("Open the acquisition to see the given probe beside this one.")
                                               : tr("The given probe has no mode %1.").arg(mode + 1));
    return;
  }
  ComplexImage given = m_givenProbe.copy(mode);
  const Complex factor = phaseBetween(found, given);
  for (Complex& value : given) value *= factor;
  m_given->setComplexPicture(given, meaningOf(tr("Given"), tr("amplitude"), m_pixel_m));
}

void ProbeResultPanel::showVariation(std::size_t mode) {
  const ProbeVariation& variation = m_result->reconstruction.variation;
  showPictures(variation.modes.copy(mode), tr("Variation %1").arg(mode + 1));
  double norm = 0;
  const ComplexStack& probe = m_result->reconstruction.probe;
  for (std::size_t i = 0; i < probe.imageSize(); ++i) norm += std::norm(std::complex<double>(probe.data()[i]));
  norm = norm > 0 ? std::sqrt(norm) : 1;
  Curve real;
  real.id = real.name = tr("real");
  Curve imaginary;
  imaginary.id = imaginary.name = tr("imaginary");
  for (std::size_t j = 0; j < variation.coefficients.rows(); ++j) {
    const Complex value = variation.coefficients(j, mode);
    real.x.push_back(static_cast<double>(j));
    imaginary.x.push_back(static_cast<double>(j));
    real.y.push_back(value.real() / norm);
    imaginary.y.push_back(value.imag() / norm);
  }
  m_coefficients->setTitle(tr("Coefficients"));
  m_coefficients->setAxisLabels(tr("pattern"), tr("c / ‖P‖"));
  m_coefficients->setCurves({real, imaginary});
  m_beside->setCurrentWidget(m_coefficients);
}

void ProbeResultPanel::showScales() {
  const Reconstruction& outcome = m_result->reconstruction;
  if (!outcome.probe.empty()) showPictures(outcome.probe.copy(0), tr("Mode 1"));
  Curve intensity;
  intensity.id = intensity.name = tr("intensity");
  for (std::size_t j = 0; j < outcome.scales.size(); ++j) {
    intensity.x.push_back(static_cast<double>(j));
    intensity.y.push_back(outcome.scales[j]);
  }
  m_coefficients->setTitle(tr("Incident intensity"));
  m_coefficients->setAxisLabels(tr("pattern"), tr("multiple of the mean"));
  m_coefficients->setCurves({intensity});
  m_beside->setCurrentWidget(m_coefficients);
}

void ProbeResultPanel::showPictures(const ComplexImage& picture, const QString& name) {
  RealImage amplitude(picture.rows(), picture.cols());
  RealImage phase(picture.rows(), picture.cols());
  float largest = 0;
  for (std::size_t i = 0; i < picture.size(); ++i) largest = std::max(largest, amplitude[i] = std::abs(picture[i]));
  for (std::size_t i = 0; i < picture.size(); ++i) {
    phase[i] = amplitude[i] > kFaint * largest ? std::arg(picture[i]) : std::numeric_limits<float>::quiet_NaN();
  }
  m_complex->setComplexPicture(picture, meaningOf(name, tr("amplitude"), m_pixel_m));
  PictureMeaning meaning = meaningOf(tr("Amplitude"), tr("amplitude"), m_pixel_m);
  meaning.map = ColorMap::Viridis;
  m_amplitude->setPicture(amplitude, meaning);
  m_phase->setPicture(phase, phaseMeaning(tr("Phase, lit part"), m_pixel_m));
}

}  // namespace ptycho
