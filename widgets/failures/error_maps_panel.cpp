#include "widgets/failures/error_maps_panel.h"

#include <algorithm>
#include <numeric>

#include <QGridLayout>
#include <QLabel>

#include "widgets/kit/image/image_view.h"
#include "widgets/kit/image/object_meaning.h"
#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {

ErrorByLight errorByLight(const RealImage& error, const RealImage& light, std::size_t bins) {
  ErrorByLight out;
  if (error.empty() || !error.sameShape(light) || bins == 0) return out;
  std::vector<std::size_t> order(error.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return light[i]; });
  const double brightest = light[order.back()];
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const std::size_t begin = bin * order.size() / bins, end = (bin + 1) * order.size() / bins;
    if (begin == end) continue;
    double sumLight = 0, sumError = 0;
    for (std::size_t k = begin; k < end; ++k) {
      sumLight += light[order[k]];
      sumError += error[order[k]];
    }
    const auto n = static_cast<double>(end - begin);
    out.light.push_back(brightest > 0 ? sumLight / n / brightest : 0);
    out.error.push_back(sumError / n);
  }
  return out;
}

ErrorMapsPanel::ErrorMapsPanel(QWidget* parent) : QWidget(parent), m_curve(new CurvePlot(this)), m_text(new QLabel(this)) {
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  auto* link = new ImageLink(this);
  for (int k = 0; k < 3; ++k) {
    auto* view = new ImageView(this);
    view->setToolRowVisible(false);
    link->add(view);
    layout->addWidget(view, 0, k);
    layout->setColumnStretch(k, 1);
    m_views[static_cast<std::size_t>(k)] = view;
  }
  m_curve->setAxisLabels(tr("Σ|P|², share of the largest"), tr("mean |error|"));
  m_curve->setLogX(true);
  m_curve->setEmptyText(tr("The scan is not known, and with it the light."));
  layout->addWidget(m_curve, 0, 3);
  layout->setColumnStretch(3, 1);
  m_curve->setMinimumWidth(240);
  m_text->setAlignment(Qt::AlignCenter);
  m_text->setWordWrap(true);
  m_text->setForegroundRole(QPalette::PlaceholderText);
  layout->addWidget(m_text, 0, 0, 1, 4);
  forget();
}

void ErrorMapsPanel::forget() {
  m_maps.reset();
  showText(tr("Reading the kept estimates …"));
}

void ErrorMapsPanel::showText(const QString& text) {
  m_text->setText(text);
  m_text->show();
  m_curve->hide();
  for (ImageView* view : m_views) view->hide();
}

void ErrorMapsPanel::setMaps(const std::shared_ptr<const ErrorMaps>& maps) {
  m_maps = maps;
  if (maps->images == 0) {
    return showText(tr("No estimate of this method was kept. Evaluate with --keep all (or worst:64) to see where it errs."));
  }
  m_text->hide();
  m_curve->show();
  for (ImageView* view : m_views) view->show();
  const QString n = tr("mean over %n images", nullptr, static_cast<int>(maps->images));
  const auto show = [&](std::size_t place, const RealImage& picture, const QString& title, const QString& quantity,
                        const QString& unit, ColorMap map) {
    PictureMeaning meaning = amplitudeMeaning(title, {LimitMode::Percentile, 0.35, 0, 1}, maps->pixel_m);
    meaning.quantity = quantity;
    meaning.unit = unit;
    meaning.map = map;
    m_views[place]->setPicture(picture, meaning);
  };
  show(0, maps->amplitude, tr("Amplitude, %1").arg(n), tr("mean |error|"), {}, ColorMap::Inferno);
  show(1, maps->phase, tr("Phase, %1").arg(n), tr("mean |error|"), QStringLiteral("rad"), ColorMap::Inferno);
  if (maps->coverage.empty()) m_views[2]->clear();
  else show(2, maps->coverage, tr("Light Σ|P|²"), tr("light"), {}, ColorMap::Viridis);
  drawCurve();
}

void ErrorMapsPanel::drawCurve() {
  constexpr std::size_t kBins = 40;
  std::vector<Curve> curves;
  const auto add = [&](const QString& id, const QString& name, const RealImage& error) {
    ErrorByLight by = errorByLight(error, m_maps->coverage, kBins);
    if (by.light.empty()) return;
    Curve curve;
    curve.id = id;
    curve.name = name;
    curve.x = std::move(by.light);
    curve.y = std::move(by.error);
    curves.push_back(std::move(curve));
  };
  add(QStringLiteral("amplitude"), tr("amplitude"), m_maps->amplitude);
  add(QStringLiteral("phase"), tr("phase [rad]"), m_maps->phase);
  m_curve->setCurves(curves);
}

}  // namespace ptycho
