#include "widgets/kit/plot/profile_panel.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {
namespace {

constexpr int kWidest_px = 99;

QToolButton* smallButton(const QString& text, const char* name, const QString& help) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setObjectName(QLatin1String(name));
  button->setToolTip(help);
  button->setAutoRaise(true);
  return button;
}

}  // namespace

ProfilePanel::ProfilePanel(QWidget* parent)
    : QWidget(parent),
      m_amplitudePlot(new CurvePlot(this)),
      m_phasePlot(new CurvePlot(this)),
      m_direction(new QButtonGroup(this)),
      m_width(new QSpinBox(this)),
      m_copy(smallButton(tr("Copy CSV"), "copyProfile", tr("Distance, amplitude and phase to the clipboard"))) {
  build();
  connect(m_direction, &QButtonGroup::idClicked, this, [this](int id) { setDirection(static_cast<Direction>(id)); });
  connect(m_width, &QSpinBox::valueChanged, this, &ProfilePanel::draw);
  connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(csv()); });
  setPhaseNote({}, false);
  clear();
}

void ProfilePanel::build() {
  m_amplitudePlot->setTitle(tr("Amplitude"));
  m_direction->addButton(smallButton(tr("row"), "profileRow", tr("Along the row through the cursor")), 0);
  m_direction->addButton(smallButton(tr("column"), "profileColumn", tr("Along the column through the cursor")), 1);
  m_direction->addButton(smallButton(tr("line"), "profileLine", tr("Along a line: press L over a picture, then drag")),
                         2);
  m_width->setObjectName(QStringLiteral("profileWidth"));
  m_width->setRange(1, kWidest_px);
  m_width->setSuffix(tr(" px"));
  m_width->setPrefix(tr("width "));
  m_width->setToolTip(tr("Mean over so many pixels across the line"));
  auto* controls = new QVBoxLayout;
  controls->setContentsMargins(4, 2, 0, 2);
  controls->setSpacing(2);
  for (QAbstractButton* button : m_direction->buttons()) {
    button->setCheckable(true);
    controls->addWidget(button);
  }
  m_direction->button(0)->setChecked(true);
  controls->addWidget(m_width);
  controls->addWidget(m_copy);
  controls->addStretch(1);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(controls);
  layout->addWidget(m_amplitudePlot, 1);
  layout->addWidget(m_phasePlot, 1);
}

void ProfilePanel::setPictures(const RealImage& amplitude, const RealImage& phase, const RealImage& truthAmplitude,
                               const RealImage& truthPhase, double pixel_m) {
  if (!amplitude.sameShape(m_amplitude)) m_drawn.reset();
  m_amplitude = amplitude;
  m_phase = phase;
  m_truthAmplitude = truthAmplitude;
  m_truthPhase = truthPhase;
  m_pixel_m = pixel_m;
  const QSize size(static_cast<int>(amplitude.cols()), static_cast<int>(amplitude.rows()));
  if (!QRect(QPoint(0, 0), size).contains(m_pixel)) m_pixel = {size.width() / 2, size.height() / 2};
  setDirection(m_along);
}

void ProfilePanel::setPhaseNote(const QString& note, bool unwrapped) {
  m_phasePlot->setTitle(tr("Phase") + note);
  m_unwrapped = unwrapped;
}

void ProfilePanel::clear() {
  m_amplitude = m_phase = m_truthAmplitude = m_truthPhase = RealImage();
  m_drawn.reset();
  setDirection(m_along);
}

void ProfilePanel::setPixel(QPoint pixel) {
  if (m_amplitude.empty() || pixel == m_pixel) return;
  m_pixel = {std::clamp(pixel.x(), 0, static_cast<int>(m_amplitude.cols()) - 1),
             std::clamp(pixel.y(), 0, static_cast<int>(m_amplitude.rows()) - 1)};
  if (m_along != Direction::Line) draw();
}

void ProfilePanel::setLine(QPointF from, QPointF to) {
  if (m_amplitude.empty()) return;
  m_drawn = ProfileLine{from.y(), from.x(), to.y(), to.x(), 1};
  setDirection(Direction::Line);
}

void ProfilePanel::setDirection(Direction direction) {
  m_along = direction == Direction::Line && !m_drawn ? Direction::Row : direction;
  m_direction->button(static_cast<int>(m_along))->setChecked(true);
  m_direction->button(static_cast<int>(Direction::Line))->setEnabled(m_drawn.has_value());
  for (QAbstractButton* button : m_direction->buttons()) {  // Tab stops at the chosen one, arrows go on from there
    button->setFocusPolicy(button->isChecked() ? Qt::TabFocus : Qt::NoFocus);
  }
  draw();
}

ProfileLine ProfilePanel::line() const {
  ProfileLine line;
  if (m_along == Direction::Line) line = *m_drawn;
  else if (m_along == Direction::Row) {
    line = {1.0 * m_pixel.y(), 0, 1.0 * m_pixel.y(), static_cast<double>(m_amplitude.cols()) - 1, 1};
  } else {
    line = {0, 1.0 * m_pixel.x(), static_cast<double>(m_amplitude.rows()) - 1, 1.0 * m_pixel.x(), 1};
  }
  line.width_px = m_width->value();
  return line;
}

/// An unwrapped phase has no jumps; every other is averaged as an angle.
std::vector<double> ProfilePanel::values(const RealImage& image) const {
  const bool angle = (&image == &m_phase && !m_unwrapped) || &image == &m_truthPhase;
  return profileValues(image, line(), angle ? Averaging::Circular : Averaging::Plain);
}

QString ProfilePanel::place() const {
  if (m_along == Direction::Row) return tr("row %1").arg(m_pixel.y());
  if (m_along == Direction::Column) return tr("column %1").arg(m_pixel.x());
  const auto point = [](double row, double col) { return tr("(%1, %2)").arg(row, 0, 'f', 1).arg(col, 0, 'f', 1); };
  return tr("line %1 – %2")
      .arg(point(m_drawn->row_from, m_drawn->col_from), point(m_drawn->row_to, m_drawn->col_to));
}

QString ProfilePanel::csv() const {
  if (m_amplitude.empty()) return {};
  std::vector<double> distances = profileDistances(line());
  if (m_pixel_m > 0) {
    for (double& distance : distances) distance *= m_pixel_m;
  }
  std::vector<ProfileColumn> columns{{m_pixel_m > 0 ? "distance_m" : "distance_px", std::move(distances)},
                                     {"amplitude", values(m_amplitude)},
                                     {"phase_rad", values(m_phase)}};
  if (!m_truthAmplitude.empty()) {
    const bool truth = m_otherName.isEmpty();
    columns.push_back({truth ? "truth_amplitude" : "other_amplitude", values(m_truthAmplitude)});
    columns.push_back({truth ? "truth_phase_rad" : "other_phase_rad", values(m_truthPhase)});
  }
  return QString::fromStdString(profileCsv(columns));
}

void ProfilePanel::draw() {
  m_copy->setEnabled(!m_amplitude.empty());
  if (m_amplitude.empty()) {
    for (CurvePlot* plot : {m_amplitudePlot, m_phasePlot}) {
      plot->setEmptyText(tr("Profiles through the cursor appear here when there is a result."));
      plot->setCurves({});
    }
    return;
  }
  drawPlot(m_amplitudePlot, m_amplitude, m_truthAmplitude, tr("amplitude"));
  drawPlot(m_phasePlot, m_phase, m_truthPhase, tr("phase [rad]"));
}

void ProfilePanel::drawPlot(CurvePlot* plot, const RealImage& estimate, const RealImage& truth,
                            const QString& quantity) {
  const bool metres = m_pixel_m > 0;
  const double step = metres ? m_pixel_m * 1e6 : 1;
  std::vector<double> distances = profileDistances(line());
  for (double& distance : distances) distance *= step;
  std::vector<Curve> curves;
  const auto add = [&](const QString& id, const QString& name, const RealImage& image, bool dashed) {
    Curve curve;
    curve.id = id;
    curve.name = name;
    curve.dashed = dashed;
    curve.x = distances;
    curve.y = values(image);
    curves.push_back(std::move(curve));
  };
  add(QStringLiteral("estimate"), tr("estimate"), estimate, false);
  const QString other = m_otherName.isEmpty() ? tr("truth") : m_otherName;
  if (!truth.empty()) add(QStringLiteral("truth"), other, truth, true);
  plot->setAxisLabels((metres ? tr("along %1 [µm]") : tr("along %1 [px]")).arg(place()), quantity);
  plot->setCurves(curves);
  const double here = step * (m_along == Direction::Row ? m_pixel.x() : m_pixel.y());
  if (m_along == Direction::Line) plot->setMarks({});
  else plot->setMarks({{here, QString()}});
}

}  // namespace ptycho
