#include <cmath>

#include <QCoreApplication>

#include "widgets/setup/design_readings.h"

namespace ptycho {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(Readings)
};

constexpr double kEnoughFundamental = 2;
constexpr double kRoomyProbe = 1.2;
constexpr double kEnoughLinear = 2;
constexpr double kEnoughAreal = 3;
constexpr double kWideEnergy = 0.01;
constexpr double kWideEdge = 0.10;
constexpr double kPi = 3.14159265358979;

Light judge(double value, double good) { return value >= good ? Light::Good : value > 1 ? Light::Fair : Light::Poor; }

const QString& pick(Light light, const QString& good, const QString& fair, const QString& poor) {
  return light == Light::Good ? good : light == Light::Fair ? fair : poor;
}

QString number(double value, int decimals = 1) { return QString::number(value, 'f', decimals); }

Reading sampling(const char* key, const QString& label, double value, double good, const QString& help) {
  Reading reading{QLatin1String(key), label, value, ReadingFormat::Fixed2, {}, help};
  if (std::isfinite(value)) reading.light = judge(value, good);
  return reading;
}

}  // namespace

ReadingGroup samplingReadings(const DesignResults& design) {
  const OverlapReport& overlap = design.overlap;
  const double diameter = 2 * design.probe_report.r90_px;
  ReadingGroup group{QStringLiteral("sampling"), Text::tr("Sampling"), {}};
  auto& list = group.readings;
  const bool alone = !std::isfinite(overlap.step_px);

  Reading fundamental = sampling("fundamental_sampling", Text::tr("Fundamental, w/step"), overlap.fundamental_sampling,
                                 kEnoughFundamental,
                                 Text::tr("1/(step·Δk): above 1 the detector samples the patterns "
                                          "finely enough for this step."));
  fundamental.why = pick(fundamental.light,
                         Text::tr("The window is %1 steps wide: the detector samples finely enough.")
                             .arg(number(overlap.fundamental_sampling)),
                         Text::tr("The window is only %1 steps wide: little to spare, a smaller step helps.")
                             .arg(number(overlap.fundamental_sampling)),
                         Text::tr("The step is as wide as the window: neighbours share nothing."));
  Reading fit = sampling("probe_sampling", Text::tr("Probe, w/2R₉₀"), overlap.probe_sampling, kRoomyProbe,
                         Text::tr("R₉₀ holds 90 % of the intensity; above 1 the probe fits the window."));
  fit.diameter_px = diameter;
  const double filled = diameter / design.scan.window_px;
  fit.why =
      pick(fit.light, Text::tr("90 % of the light is within %1 % of the window's width.").arg(number(100 * filled, 0)),
           Text::tr("90 % of the light needs %1 % of the window's width: a larger window is safer.")
               .arg(number(100 * filled, 0)),
           Text::tr("The probe is wider than its window and is clipped: enlarge the window."));
  Reading along = sampling("linear_oversampling", Text::tr("Linear oversampling, 2R₉₀/step"),
                           overlap.linear_oversampling, kEnoughLinear, Text::tr("Beam diameters per step."));
  along.diameter_px = diameter;
  along.why =
      pick(along.light, Text::tr("A step moves the beam by less than half its width."),
           Text::tr("A step moves the beam by more than half its width: start from a prior or constrain the range."),
           Text::tr("Neighbouring beams do not touch: reduce the step or widen the beam."));
  Reading area = sampling("areal_oversampling", Text::tr("Areal oversampling, πR₉₀²/step²"), overlap.areal_oversampling,
                          kEnoughAreal, Text::tr("Beam areas per area of one step."));
  area.diameter_px = diameter;
  area.why = pick(area.light, Text::tr("Every spot is lit by about %1 beams.").arg(number(overlap.areal_oversampling)),
                  Text::tr("Every spot is lit by only about %1 beams: flat starts may stagnate.")
                      .arg(number(overlap.areal_oversampling)),
                  Text::tr("Less than one beam per spot: parts of the object stay dark."));
  for (Reading* reading : {&fundamental, &fit, &along, &area}) {
    if (alone && reading != &fit) reading->why = Text::tr("One position alone has no step.");
    list.push_back(*reading);
  }
  return group;
}

ReadingGroup unknownReadings(const DesignResults& design, const UnknownAssumptions& assumptions) {
  const double window2 = static_cast<double>(design.scan.window_px) * design.scan.window_px;
  const double n = static_cast<double>(design.scan.positions.size());
  const auto& detector = design.spec.detector;
  const double valid = 1 - detector.dead_pixel_share - detector.hot_pixel_share;
  const double measurements = n * window2 * std::max(0.0, valid);
  const double objectUnknowns = n * window2 / design.overlap.measurements_per_unknown;
  double unknowns = objectUnknowns;
  if (assumptions.probe) unknowns += 2 * window2 * assumptions.modes;
  if (assumptions.positions) unknowns += 2 * n;
  ReadingGroup group{QStringLiteral("unknowns"), Text::tr("Measurements and unknowns"), {}};
  auto& list = group.readings;
  list.push_back({QStringLiteral("measurements"),
                  Text::tr("Measurements n·w², valid pixels"),
                  measurements,
                  ReadingFormat::Whole,
                  {},
                  Text::tr("Dead and hot pixels are left out.")});
  list.push_back({QStringLiteral("unknowns"),
                  Text::tr("Unknowns"),
                  unknowns,
                  ReadingFormat::Whole,
                  {},
                  Text::tr("2 per object pixel under a window; + 2·w² per mode of an unknown probe; + 2 per unknown "
                           "position.")});
  Reading ratio{QStringLiteral("measurements_per_unknown"), Text::tr("Measurements per unknown"),
                measurements / unknowns, ReadingFormat::Fixed2};
  ratio.light = ratio.value >= 2 ? Light::Good : ratio.value >= 1 ? Light::Fair : Light::Poor;
  ratio.why = pick(ratio.light, Text::tr("More than two numbers per unknown."),
                   Text::tr("Just determined: noise and bad starts will be felt."),
                   Text::tr("Below 1: not determined without prior."));
  list.push_back(ratio);
  return group;
}

ReadingGroup probeReadings(const DesignResults& design) {
  const ProbeReport& probe = design.probe_report;
  ReadingGroup group{QStringLiteral("probe"), Text::tr("Probe in its window"), {}};
  auto& list = group.readings;
  const QString px = Text::tr("px");
  list.push_back({QStringLiteral("amplitude_fwhm"), Text::tr("Amplitude FWHM"), probe.amplitude_fwhm_px,
                  ReadingFormat::Pixels, px});
  list.back().diameter_px = probe.amplitude_fwhm_px;
  list.push_back({QStringLiteral("intensity_fwhm"), Text::tr("Intensity FWHM"), probe.intensity_fwhm_px,
                  ReadingFormat::Pixels, px});
  list.back().diameter_px = probe.intensity_fwhm_px;
  list.push_back(
      {QStringLiteral("r90"), Text::tr("R₉₀ (90 % of the intensity)"), probe.r90_px, ReadingFormat::Pixels, px});
  list.back().diameter_px = 2 * probe.r90_px;

  Reading outside{QStringLiteral("energy_outside"),
                  Text::tr("Energy outside the window"),
                  probe.energy_outside,
                  ReadingFormat::Percent,
                  {},
                  Text::tr("Known exactly for the Gaussian; others are cut where they are made.")};
  if (std::isfinite(outside.value)) {
    outside.light = outside.value > kWideEnergy ? Light::Poor : Light::Good;
    if (outside.light == Light::Poor)
      outside.why = Text::tr("Above 1 %: the clipped probe is not the one you asked for. Enlarge the window.");
  }
  list.push_back(outside);
  Reading edge{QStringLiteral("edge_amplitude"),
               Text::tr("Amplitude at the window's edge"),
               probe.edge_amplitude,
               ReadingFormat::Percent,
               {},
               Text::tr("Largest on the border, relative to the peak.")};
  edge.light = edge.value > kWideEdge ? Light::Fair : Light::Good;
  if (edge.light == Light::Fair)
    edge.why =
        Text::tr("Above 10 % of the peak: the window cuts a step into the probe. Enlarge it or narrow the probe.");
  list.push_back(edge);
  Reading step{QStringLiteral("curvature_step"),
               Text::tr("Phase step to the next pixel / π"),
               probe.curvature_step_rad / kPi,
               ReadingFormat::Fixed3,
               {},
               Text::tr("Largest where |P| is above 10 % of its peak; 1 is Nyquist.")};
  step.light = step.value >= 0.95 ? Light::Poor : step.value > 0.5 ? Light::Fair : Light::Good;
  if (step.light == Light::Poor) step.why = Text::tr("The phase turns by π between pixels: the curvature is aliased.");
  if (step.light == Light::Fair) step.why = Text::tr("The phase turns by more than π/2 between pixels.");
  list.push_back(step);
  return group;
}

}  // namespace ptycho
