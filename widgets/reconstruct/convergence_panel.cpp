#include "widgets/reconstruct/convergence_panel.h"

#include <cmath>
#include <limits>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/status/tab_stops.h"
#include "widgets/reconstruct/convergence_rows.h"

namespace ptycho {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

QToolButton* axisButton(const QString& text, const char* name, const QString& help) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setObjectName(name);
  button->setToolTip(help);
  button->setCheckable(true);
  button->setAutoRaise(true);
  return button;
}

Curve curveOf(const QString& id, const QString& name, const std::vector<double>& x, const std::vector<double>& column,
              const ConvergenceRows& rows) {
  Curve curve;
  curve.id = id;
  curve.name = name;
  curve.x = x;
  curve.y = rows.pick(column);
  curve.breaks = rows.breaks;
  return curve;
}

}  // namespace

ConvergencePanel::ConvergencePanel(QWidget* parent)
    : QWidget(parent),
      m_flatAmplitude(kNaN),
      m_flatPhase(kNaN),
      m_residual(new CurvePlot(this)),
      m_errors(new CurvePlot(this)),
      m_axis(new QButtonGroup(this)) {
  m_residual->setTitle(tr("Residual"));
  m_errors->setTitle(tr("NRMSE"));
  m_residual->setLogY(true);
  m_errors->setLogY(true);

  m_axis->addButton(axisButton(tr("iteration"), "againstIteration", tr("Curves against the number of iterations")), 0);
  m_axis->addButton(axisButton(tr("seconds"), "againstSeconds", tr("Curves against the engines' own time")), 1);
  m_axis->button(0)->setChecked(true);
  stopAtChosen(*m_axis);
  connect(m_axis, &QButtonGroup::idClicked, this, [this](int id) { setAgainstSeconds(id == 1); });

  auto* axis = new QVBoxLayout;
  axis->setContentsMargins(4, 2, 0, 2);
  axis->addWidget(m_axis->button(0));
  axis->addWidget(m_axis->button(1));
  axis->addStretch(1);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(axis);
  layout->addWidget(m_residual, 1);
  layout->addWidget(m_errors, 1);
  clear();
}

void ConvergencePanel::setSeries(const EventSeries& series) {
  m_series = series;
  draw();
}

void ConvergencePanel::setFlatBaseline(double amplitude, double phase) {
  m_flatAmplitude = amplitude;
  m_flatPhase = phase;
  draw();
}

void ConvergencePanel::setOther(const EventSeries& series, const QString& name) {
  if (series.empty() && m_other.empty()) return;
  m_other = series;
  m_otherName = name;
  draw();
}

void ConvergencePanel::clear() {
  m_series.clear();
  m_other.clear();
  m_flatAmplitude = kNaN;
  m_flatPhase = kNaN;
  draw();
}

void ConvergencePanel::setAgainstSeconds(bool seconds) {
  m_againstSeconds = seconds;
  m_axis->button(seconds ? 1 : 0)->setChecked(true);
  draw();
}

void ConvergencePanel::draw() {
  const QString label = m_againstSeconds ? tr("engine time [s]") : tr("iteration");
  m_residual->setAxisLabels(label, tr("Σ| |F| − M | / Σ M"));
  m_errors->setAxisLabels(label, tr("NRMSE"));
  m_residual->setEmptyText(tr("The diffraction residual appears here while a run is going."));
  const ConvergenceRows rows = convergenceRows(m_series);
  const std::vector<double> x = rows.pick(m_series.column(m_againstSeconds ? "seconds" : "iteration"));
  if (x.empty()) {
    m_residual->setCurves({});
    m_errors->setCurves({});
    m_errors->setEmptyText(tr("The errors of amplitude and phase appear here when the true object is known."));
    return;
  }
  std::vector<std::pair<double, QString>> marks;
  for (const auto& [place, word] : rows.marks) marks.emplace_back(x[place], word);
  m_residual->setMarks(marks);
  m_residual->setCurves(curves({{"residual", tr("residual")}}));
  if (!hasErrors()) {
    m_errors->setCurves({});
    m_errors->setEmptyText(tr("The true object is not known, so there is no error to draw."));
    return;
  }
  std::vector<ReferenceLine> flat;
  if (std::isfinite(m_flatAmplitude)) flat.push_back({tr("flat amplitude"), m_flatAmplitude, {}});
  if (std::isfinite(m_flatPhase)) flat.push_back({tr("flat phase"), m_flatPhase, {}});
  m_errors->setReferenceLines(flat);
  m_errors->setMarks(marks);
  m_errors->setCurves(curves({{"amplitude_nrmse", tr("amplitude")}, {"phase_nrmse", tr("phase")}}));
}

/// These columns of this run and, dashed, of the other attempt.
std::vector<Curve> ConvergencePanel::curves(const std::vector<std::pair<const char*, QString>>& columns) const {
  std::vector<Curve> all;
  const auto add = [&](const EventSeries& series, const QString& other) {
    const ConvergenceRows rows = convergenceRows(series);
    const std::vector<double> x = rows.pick(series.column(m_againstSeconds ? "seconds" : "iteration"));
    for (const auto& [column, name] : columns) {
      if (x.empty() || !series.hasNumbers(column)) continue;
      const QString id = QLatin1String(column);
      all.push_back(curveOf(other.isEmpty() ? id : id + QStringLiteral("#other"),
                            other.isEmpty() ? name : tr("%1, %2").arg(name, other), x, series.column(column), rows));
      all.back().dashed = !other.isEmpty();
    }
  };
  add(m_series, {});
  add(m_other, m_otherName);
  return all;
}

}  // namespace ptycho
