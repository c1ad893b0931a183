#include "widgets/reconstruct/profile_panel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {
namespace {

QToolButton* directionButton(const QString& text, const QString& help) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(help);
  button->setCheckable(true);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

ProfilePanel::ProfilePanel(QWidget* parent)
    : QWidget(parent),
      m_amplitudePlot(new CurvePlot(this)),
      m_phasePlot(new CurvePlot(this)),
      m_direction(new QButtonGroup(this)) {
  m_amplitudePlot->setTitle(tr("Amplitude"));
  m_phasePlot->setTitle(tr("Phase"));
  m_direction->addButton(directionButton(tr("row"), tr("Along the row through the cursor")), 0);
  m_direction->addButton(directionButton(tr("column"), tr("Along the column through the cursor")), 1);
  m_direction->button(0)->setChecked(true);
  connect(m_direction, &QButtonGroup::idClicked, this, [this](int id) {
    m_alongRow = id == 0;
    draw();
  });
  auto* direction = new QVBoxLayout;
  direction->setContentsMargins(4, 2, 0, 2);
  direction->addWidget(m_direction->button(0));
  direction->addWidget(m_direction->button(1));
  direction->addStretch(1);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(direction);
  layout->addWidget(m_amplitudePlot, 1);
  layout->addWidget(m_phasePlot, 1);
  clear();
}

void ProfilePanel::setPictures(const RealImage& amplitude, const RealImage& phase, const RealImage& truthAmplitude,
                               const RealImage& truthPhase, double pixel_m) {
  m_amplitude = amplitude;
  m_phase = phase;
  m_truthAmplitude = truthAmplitude;
  m_truthPhase = truthPhase;
  m_pixel_m = pixel_m;
  const QSize size(static_cast<int>(amplitude.cols()), static_cast<int>(amplitude.rows()));
  if (!QRect(QPoint(0, 0), size).contains(m_pixel)) m_pixel = {size.width() / 2, size.height() / 2};
  draw();
}

void ProfilePanel::clear() {
  m_amplitude = m_phase = m_truthAmplitude = m_truthPhase = RealImage();
  draw();
}

void ProfilePanel::setPixel(QPoint pixel) {
  if (m_amplitude.empty() || pixel == m_pixel) return;
  m_pixel = {std::clamp(pixel.x(), 0, static_cast<int>(m_amplitude.cols()) - 1),
             std::clamp(pixel.y(), 0, static_cast<int>(m_amplitude.rows()) - 1)};
  draw();
}

std::vector<double> ProfilePanel::line(const RealImage& image) const {
  const auto row = static_cast<std::size_t>(m_pixel.y());
  const auto col = static_cast<std::size_t>(m_pixel.x());
  if (m_alongRow) return {image.row(row), image.row(row) + image.cols()};
  std::vector<double> values(image.rows());
  for (std::size_t r = 0; r < values.size(); ++r) values[r] = image(r, col);
  return values;
}

void ProfilePanel::draw() {
  for (CurvePlot* plot : {m_amplitudePlot, m_phasePlot}) {
    plot->setEmptyText(tr("Profiles through the cursor appear here when there is a result."));
    if (m_amplitude.empty()) plot->setCurves({});
  }
  if (m_amplitude.empty()) return;
  const bool metres = m_pixel_m > 0;
  const double step = metres ? m_pixel_m * 1e6 : 1;
  const QString place = m_alongRow ? tr("row %1").arg(m_pixel.y()) : tr("column %1").arg(m_pixel.x());
  const QString label = metres ? tr("along %1 [µm]").arg(place) : tr("along %1 [px]").arg(place);
  const auto draw = [&](CurvePlot* plot, const RealImage& estimate, const RealImage& truth, const QString& unit) {
    std::vector<Curve> curves;
    const auto add = [&](const QString& id, const QString& name, const RealImage& image, bool dashed) {
      Curve curve;
      curve.id = id;
      curve.name = name;
      curve.dashed = dashed;
      curve.y = line(image);
      for (std::size_t i = 0; i < curve.y.size(); ++i) curve.x.push_back(step * static_cast<double>(i));
      curves.push_back(std::move(curve));
    };
    add("estimate", tr("estimate"), estimate, false);
    if (!truth.empty()) add("truth", tr("truth"), truth, true);
    plot->setAxisLabels(label, unit);
    plot->setCurves(curves);
    const double here = step * (m_alongRow ? m_pixel.x() : m_pixel.y());
    plot->setMarks({{here, QString()}});
  };
  draw(m_amplitudePlot, m_amplitude, m_truthAmplitude, tr("amplitude"));
  draw(m_phasePlot, m_phase, m_truthPhase, tr("phase [rad]"));
}

}  // namespace ptycho
