#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "widgets/setup/design_readings.h"

namespace ptycho {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(Readings)
};

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kElementaryCharge = 1.602176634e-19;

bool electrons(const DesignResults& design) { return design.geometry.radiation == Radiation::Electrons; }

/// The area of one pixel in nm² or Å².
double pixelArea(const DesignResults& design) {
  const double side = design.geometry_report.object_pixel_m * (electrons(design) ? 1e10 : 1e9);
  return side * side;
}

/// Dose of a place per Σ|P|² there, for one photon a pattern.
double dosePerCoverage(const DesignResults& design) {
  double energy = 0;
  for (const float value : design.probe_intensity) energy += value;
  return 1 / (energy * pixelArea(design));
}

}  // namespace

QString doseUnit(const DesignResults& design) { return electrons(design) ? Text::tr("e/Å²") : Text::tr("/nm²"); }

RealImage doseMap(const DesignResults& design) {
  const double photons = design.spec.detector.photons_per_pattern;
  if (!(photons > 0)) return {};
  const auto factor = static_cast<float>(photons * dosePerCoverage(design));
  RealImage map = design.coverage;
  for (auto& value : map) value *= factor;
  return map;
}

Dose doseOf(const DesignResults& design, const BeamAssumptions& beam, double photonsPerPattern) {
  Dose dose{photonsPerPattern, kUnknown, kUnknown};
  const double step = design.overlap.step_px;
  if (!std::isfinite(step) || !(step > 0)) return dose;
  dose.per_area = photonsPerPattern / (step * step * pixelArea(design));
  if (!electrons(design)) {
    // D = F·E·(μ/ρ): 1/m² · J · m²/kg.
    const double energy_J = design.geometry.energy_keV * 1e3 * kElementaryCharge;
    dose.gray = dose.per_area * 1e18 * energy_J * beam.attenuation_cm2_g * 0.1;
  }
  return dose;
}

ReadingGroup geometryReadings(const DesignResults& design) {
  const GeometryReport& report = design.geometry_report;
  const double rows = design.scan.object_rows * report.object_pixel_m;
  const double cols = design.scan.object_cols * report.object_pixel_m;
  const QString m = QStringLiteral("m");
  const bool near = design.geometry.propagation == Propagation::NearField;
  ReadingGroup group{QStringLiteral("geometry"), Text::tr("Geometry"), {}};
  auto& list = group.readings;
  list.push_back(
      {QStringLiteral("wavelength"), Text::tr("Wavelength λ"), report.wavelength_m, ReadingFormat::Si, m,
       electrons(design) ? Text::tr("Relativistic de Broglie wavelength of the electrons.") : Text::tr("hc/E.")});
  list.push_back({QStringLiteral("object_pixel"),
                  near ? Text::tr("Object pixel p/M") : Text::tr("Object pixel λz/(N·p)"), report.object_pixel_m,
                  ReadingFormat::Si, m});
  list.push_back({QStringLiteral("half_period"), Text::tr("Half-period resolution limit"), report.half_period_m,
                  ReadingFormat::Si, m, near ? Text::tr("Of the detector's pixel.")
                                             : Text::tr("Of the detector's edge; corners reach √2 further.")});
  list.push_back({QStringLiteral("field_of_view"), Text::tr("Object, width"), cols, ReadingFormat::Si, m});
  list.push_back({QStringLiteral("field_of_view_rows"), Text::tr("Object, height"), rows, ReadingFormat::Si, m});
  list.push_back({QStringLiteral("numerical_aperture"), near ? Text::tr("NA = λ/2Δx") : Text::tr("NA = N·p/2z"),
                  report.numerical_aperture, ReadingFormat::Counts});
  list.push_back({QStringLiteral("depth_of_field"), Text::tr("Depth of field λ/NA²"), report.depth_of_field_m,
                  ReadingFormat::Si, m});
  Reading fresnel{QStringLiteral("fresnel_number"), Text::tr("Fresnel number R₉₀²/λz"), report.fresnel_number,
                  ReadingFormat::Counts};
  fresnel.light = near                          ? Light::None
                  : report.fresnel_number < 0.1 ? Light::Good
                  : report.fresnel_number < 1   ? Light::Fair
                                                : Light::Poor;
  fresnel.why = near ? Text::tr("Of the beam, over the distance z/M that a parallel beam would need.")
                : fresnel.light == Light::Good ? Text::tr("Far field: the plain Fourier transform holds.")
                : fresnel.light == Light::Fair
                    ? Text::tr("Between far and near field: the quadratic phase over the beam matters.")
                    : Text::tr("Near field: the plain Fourier transform does not describe this detector.");
  list.push_back(fresnel);
  return group;
}

ReadingGroup doseReadings(const DesignResults& design, const DesignSample* sample, const BeamAssumptions& beam) {
  ReadingGroup group{QStringLiteral("dose"), Text::tr("Dose and dynamic range"), {}};
  auto& list = group.readings;
  const auto& detector = design.spec.detector;
  const double photons = detector.photons_per_pattern;
  const double n = static_cast<double>(design.scan.positions.size());
  const double peak = *std::ranges::max_element(design.coverage) * dosePerCoverage(design);
  list.push_back({QStringLiteral("peak_dose"), Text::tr("Peak dose, brightest spot"),
                  photons > 0 ? photons * peak : kUnknown, ReadingFormat::Counts, doseUnit(design),
                  Text::tr("N · max Σ|P|² / Σ|P|² per area: all positions together.")});
  list.push_back({QStringLiteral("total_photons"), Text::tr("All patterns together"),
                  photons > 0 ? photons * n : kUnknown, ReadingFormat::Counts,
                  electrons(design) ? Text::tr("e") : Text::tr("photons")});
  const bool counted = sample && photons > 0;
  const double brightest = counted ? sample->detector.brightest_counts : kUnknown;
  Reading bright{QStringLiteral("brightest"),
                 Text::tr("Brightest pixel"),
                 brightest,
                 ReadingFormat::Counts,
                 Text::tr("counts"),
                 Text::tr("Expected counts of the brightest pixel of all patterns.")};
  if (counted && detector.full_well > 0) {
    bright.light = brightest > detector.full_well         ? Light::Poor
                   : brightest > 0.5 * detector.full_well ? Light::Fair
                                                          : Light::Good;
    bright.why = bright.light == Light::Good   ? Text::tr("Below half of the full well.")
                 : bright.light == Light::Fair ? Text::tr("More than half of the full well.")
                                               : Text::tr("Above the full well: it will saturate.");
  }
  list.push_back(bright);
  Reading rate{
      QStringLiteral("rate"), Text::tr("Count rate there"),      brightest / beam.exposure_s, ReadingFormat::Counts,
      Text::tr("/s"),         Text::tr("At the exposure below.")};
  if (counted) {
    rate.light = rate.value > beam.rate_limit_per_s ? Light::Fair : Light::Good;
    if (rate.light == Light::Fair)
      rate.why = Text::tr("Above 10⁶ per second: a photon counter loses counts. Expose longer or use a beam stop.");
  }
  list.push_back(rate);
  const auto share = [&](const char* key, const QString& label, double value) {
    list.push_back({QLatin1String(key),
                    label,
                    counted ? value : kUnknown,
                    ReadingFormat::Percent,
                    {},
                    Text::tr("Expected share of all pixel readings at this dose.")});
  };
  share("share_zero", Text::tr("Readings with 0 counts"), sample ? sample->detector.share_zero : kUnknown);
  share("share_one", Text::tr("Readings with 1 count"), sample ? sample->detector.share_one : kUnknown);
  share("share_above_ten", Text::tr("Readings above 10 counts"), sample ? sample->detector.share_above_ten : kUnknown);
  list.push_back({QStringLiteral("total_time"), Text::tr("Time for the scan"), n * (beam.exposure_s + beam.overhead_s),
                  ReadingFormat::Si, QStringLiteral("s"), Text::tr("Positions × (exposure + overhead).")});
  return group;
}

}  // namespace ptycho
