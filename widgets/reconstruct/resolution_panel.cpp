#include "widgets/reconstruct/resolution_panel.h"

#include <QHBoxLayout>

#include "core/optics/geometry.h"
#include "widgets/kit/plot/curve_plot.h"

namespace ptycho {

namespace {

/// Metres of an object pixel; 0: unknown.
double pixelOf(const ResultRecord& result) { return result.geometry ? objectPixelOf(*result.geometry) : 0; }

}  // namespace

ResolutionPanel::ResolutionPanel(QWidget* parent) : QWidget(parent), m_plot(new CurvePlot(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_plot);
  m_plot->setObjectName("resolutionPlot");
  setResult(nullptr);
}

QString ResolutionPanel::resolutionText(const ResultRecord& result) {
  if (!result.reconstruction.halves) return {};
  const double cutoff = result.reconstruction.halves->cutoff_half_bit;
  if (cutoff <= 0) return tr("the two halves do not agree at any scale");
  const double pixel_m = pixelOf(result);
  if (pixel_m <= 0) return tr("halves agree to %1 px (half a period, ½-bit)").arg(0.5 / cutoff, 0, 'f', 2);
  return tr("halves agree to %1 nm (half a period, ½-bit)").arg(1e9 * pixel_m / (2 * cutoff), 0, 'f', 1);
}

void ResolutionPanel::setResult(const std::shared_ptr<const ResultRecord>& result) {
  m_result = result;
  m_other.reset();
  draw();
}

void ResolutionPanel::setOther(const std::optional<RingCorrelation>& halves, const QString& name) {
  if (!halves && !m_other) return;
  m_other = halves;
  m_otherName = name;
  draw();
}

void ResolutionPanel::draw() {
  const auto& result = m_result;
  if (!result || !result->reconstruction.halves) {
    m_plot->setTitle(tr("Resolution"));
    m_plot->setCurves({});
    m_plot->setReferenceLines({});
    m_plot->setEmptyText(result ? tr("Tick “Resolution from halves” in the options and run again: two halves of the "
                                     "patterns are reconstructed and compared.")
                                : tr("How far two halves of the patterns agree appears here."));
    return;
  }
  const RingCorrelation& rings = *result->reconstruction.halves;
  const double pixel_m = pixelOf(*result);
  const auto frequencies = [pixel_m](std::vector<double> x) {
    for (double& value : x) value *= pixel_m > 0 ? 1e-6 / pixel_m : 1;
    return x;
  };
  const std::vector<double> x = frequencies(rings.frequency);
  m_plot->setTitle(tr("Resolution: %1").arg(resolutionText(*result)));
  m_plot->setAxisLabels(pixel_m > 0 ? tr("spatial frequency [1/µm]") : tr("spatial frequency [1/px]"),
                        tr("ring correlation"));
  Curve correlation{"correlation", tr("two halves"), {}, x, rings.correlation};
  Curve threshold{"half_bit", tr("½-bit threshold"), {}, x, rings.half_bit};
  threshold.dashed = true;
  m_plot->setReferenceLines({{tr("threshold"), 0.5, {}}});
  std::vector<Curve> curves{std::move(correlation), std::move(threshold)};
  if (m_other) {  // of the same scan: its pixels are as large
    curves.push_back({"other", tr("two halves, %1").arg(m_otherName), {}, frequencies(m_other->frequency),
                      m_other->correlation});
    curves.back().dashed = true;
  }
  m_plot->setCurves(curves);
}

}  // namespace ptycho
