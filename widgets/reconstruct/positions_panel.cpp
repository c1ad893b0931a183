#include "widgets/reconstruct/positions_panel.h"

#include <cmath>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "widgets/kit/plot/curve_plot.h"
#include "widgets/kit/plot/vector_plot.h"
#include "widgets/models/result_spec.h"

namespace ptycho {
namespace {

constexpr int kColumnWidth = 236;
constexpr int kLastStep = 12;  ///< of the slider: × 10 000

/// 1, 2, 5, 10, 20, …
double factorOf(int step) {
  constexpr double kDigits[] = {1, 2, 5};
  return kDigits[step % 3] * std::pow(10.0, step / 3);
}

int stepOf(double factor) {
  int step = 0;
  while (step < kLastStep && factorOf(step + 1) <= factor * (1 + 1e-9)) ++step;
  return step;
}

/// "+0.31", "−0.72", "0.00": with its sign.
QString signedText(double value) {
  if (std::abs(value) < 0.005) return QStringLiteral("0.00");
  const QString sign = value < 0 ? QStringLiteral("−") : QStringLiteral("+");
  return sign + QString::number(std::abs(value), 'f', 2);
}

QString lineOf(const QString& what, const QString& value) {
  return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>").arg(what, value);
}

}  // namespace

PositionsPanel::PositionsPanel(QWidget* parent)
    : QWidget(parent),
      m_map(new VectorPlot(this)),
      m_curves(new CurvePlot(this)),
      m_numbers(new QLabel(this)),
      m_named(new QLabel(this)),
      m_factor(new QLabel(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_automatic(new QCheckBox(tr("automatic"), this)),
      m_empty(new QLabel(this)),
      m_pages(new QStackedLayout(this)) {
  m_map->setAxisLabels(tr("column [px]"), tr("row [px]"), tr("displacement [px]"));
  m_map->setObjectName(QStringLiteral("driftMap"));
  m_curves->setTitle(tr("Displacement"));
  m_curves->setAxisLabels(tr("position"), tr("displacement [px]"));
  auto* page = new QWidget(this);
  auto* layout = new QHBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(buildSide());
  layout->addWidget(m_map, 1);
  layout->addWidget(m_curves, 1);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->setForegroundRole(QPalette::PlaceholderText);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(page);

  connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
    m_automatic->setChecked(false);
    setMagnification(factorOf(step));
  });
  connect(m_automatic, &QCheckBox::clicked, this, [this](bool on) {
    if (on) setMagnification(m_map->fittingMagnification());
  });
  connect(m_map, &VectorPlot::hovered, this, [this](int index) { name(index >= 0 ? index : m_chosen); });
  connect(m_map, &VectorPlot::clicked, this, [this](int index) {
    choose(index);
    m_curves->showCursorAt(index);
  });
  connect(m_curves, &CurvePlot::cursorMoved, this, [this](double x) { choose(static_cast<int>(std::lround(x))); });
  clear();
}

QWidget* PositionsPanel::buildSide() {
  m_slider->setObjectName(QStringLiteral("magnification"));
  m_slider->setRange(0, kLastStep);
  m_slider->setPageStep(1);
  m_slider->setToolTip(tr("How much longer than they are the displacements are drawn"));
  m_automatic->setObjectName(QStringLiteral("automaticMagnification"));
  m_automatic->setToolTip(tr("The largest displacement about as long as the distance between neighbours"));
  m_automatic->setChecked(true);
  m_numbers->setTextFormat(Qt::RichText);
  m_numbers->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_numbers->setObjectName(QStringLiteral("driftNumbers"));
  m_named->setObjectName(QStringLiteral("namedPosition"));
  m_named->setWordWrap(true);
  m_named->setMinimumHeight(2 * fontMetrics().height());
  m_named->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  auto* side = new QWidget(this);
  side->setFixedWidth(kColumnWidth);
  auto* row = new QHBoxLayout;
  row->addWidget(m_factor);
  row->addWidget(m_slider, 1);
  row->addWidget(m_automatic);
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(8, 4, 4, 4);
  column->setSpacing(3);
  column->addLayout(row);
  column->addWidget(m_named);
  column->addWidget(m_numbers);
  column->addStretch(1);
  return side;
}

QString PositionsPanel::emptyText() const { return m_pages->currentIndex() == 0 ? m_empty->text() : QString(); }
QString PositionsPanel::numbersText() const { return m_numbers->text(); }
QString PositionsPanel::namedText() const { return m_drift.patterns.empty() ? QString() : m_named->text(); }

void PositionsPanel::clear() { showNothing(tr("Refined positions appear here when there is a result.")); }

void PositionsPanel::showNothing(const QString& why) {
  m_drift = {};
  m_chosen = -1;
  m_named->clear();
  m_map->setVectors({});
  m_curves->setCurves({});
  m_empty->setText(why);
  m_pages->setCurrentIndex(0);
}

void PositionsPanel::setResult(const std::shared_ptr<const ResultRecord>& result) {
  if (!result) return clear();
  const auto& given = result->scan.positions;
  const auto& refined = result->reconstruction.positions;
  const auto spec = specOf(*result);
  const bool moved = spec ? movesPositions(*spec) : refined != given;
  if (!moved || refined.size() != given.size() || given.empty()) {
    return showNothing(
        tr("The positions were not refined: set Positions → Refine positions in a stage of the chain."));
  }
  m_bound_px = spec ? positionBound(*spec) : 0;
  m_drift = positionDrift(given, refined, m_bound_px);
  m_chosen = -1;
  showDrift();
}

void PositionsPanel::showDrift() {
  std::vector<PlotVector> vectors;
  Curve rows;
  rows.id = QStringLiteral("row");
  rows.name = tr("row");
  Curve columns;
  columns.id = QStringLiteral("column");
  columns.name = tr("column");
  for (std::size_t i = 0; i < m_drift.patterns.size(); ++i) {
    const PatternDrift& pattern = m_drift.patterns[i];
    vectors.push_back({{pattern.given.col, pattern.given.row},
                       {pattern.displacement.col, pattern.displacement.row},
                       pattern.at_bound});
    rows.x.push_back(static_cast<double>(i));
    rows.y.push_back(pattern.displacement.row);
    columns.y.push_back(pattern.displacement.col);
  }
  columns.x = rows.x;
  m_map->setVectors(std::move(vectors));
  m_curves->setCurves({rows, columns});
  setMagnification(m_automatic->isChecked() ? m_map->fittingMagnification() : factorOf(m_slider->value()));
  showNumbers();
  name(-1);
  m_pages->setCurrentIndex(1);
}

void PositionsPanel::showNumbers() {
  const auto pixels = [](double value) { return tr("%1 px").arg(value, 0, 'f', 3); };
  const AffineDrift& fit = m_drift.affine;
  const QString shift = tr("%1, %2 px").arg(signedText(m_drift.mean.row), signedText(m_drift.mean.col));
  QString text = lineOf(tr("rms"), pixels(m_drift.rms_px)) + lineOf(tr("largest"), pixels(m_drift.largest_px)) +
                 lineOf(tr("at the bound"), tr("%1 of %2").arg(m_drift.at_bound).arg(m_drift.patterns.size())) +
                 lineOf(tr("common shift"), shift);
  if (fit.determined) {
    text += lineOf(tr("scale"), tr("%1 × %2").arg(fit.scale_row, 0, 'f', 5).arg(fit.scale_col, 0, 'f', 5)) +
            lineOf(tr("rotation"), tr("%1 mrad").arg(signedText(1e3 * fit.rotation_rad))) +
            lineOf(tr("shear"), QStringLiteral("%1·10⁻³").arg(signedText(1e3 * fit.shear))) +
            lineOf(tr("left by the fit"), pixels(fit.residual_rms_px));
  }
  m_numbers->setText(QStringLiteral("<table cellspacing=0>%1</table>").arg(text));
  m_numbers->setToolTip(
      tr("The common shift cannot be told from one of the object and is taken out. Scale (row × column), rotation and "
         "shear are those of the affine map that fits the refined positions best. Rings mark positions at the bound "
         "of %1 px.").arg(m_bound_px));
}

void PositionsPanel::name(int index) {
  if (index < 0 || index >= static_cast<int>(m_drift.patterns.size())) {
    m_named->setForegroundRole(QPalette::PlaceholderText);
    return m_named->setText(tr("Point at a position for its number and displacement."));
  }
  const Position& by = m_drift.patterns[static_cast<std::size_t>(index)].displacement;
  m_named->setForegroundRole(QPalette::WindowText);
  m_named->setText(tr("position %1: row %2, column %3, %4 px")
                       .arg(index)
                       .arg(signedText(by.row), signedText(by.col))
                       .arg(std::hypot(by.row, by.col), 0, 'f', 2));
}

void PositionsPanel::choose(int index) {
  if (index < 0 || index >= static_cast<int>(m_drift.patterns.size())) return;
  m_chosen = index;
  m_map->setChosen(index);
  name(index);
}

void PositionsPanel::setMagnification(double factor) {
  const QSignalBlocker quiet(m_slider);
  m_slider->setValue(stepOf(factor));
  m_factor->setText(QStringLiteral("× %1").arg(factorOf(m_slider->value())));
  m_map->setMagnification(factorOf(m_slider->value()));
}

}  // namespace ptycho
