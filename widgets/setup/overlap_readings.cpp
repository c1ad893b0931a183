#include <cmath>
#include <limits>

#include <QCoreApplication>

#include "widgets/setup/design_readings.h"
#include "widgets/setup/scan_overlays.h"

namespace ptycho {

namespace {

struct Text {
  Q_DECLARE_TR_FUNCTIONS(Readings)
};

QString number(double value, int decimals = 1) { return QString::number(value, 'f', decimals); }

Reading linear(const char* key, const QString& what, double diameter, double value) {
  Reading reading{QLatin1String(key), Text::tr("1 − step/D, D = %1 %2 px").arg(what, number(diameter)), value,
                  ReadingFormat::Percent};
  reading.help = Text::tr(
      "Linear overlap of neighbours for this diameter D; below zero there is a gap. "
      "Never clamped. Hover to see D on the object.");
  reading.diameter_px = diameter;
  return reading;
}

}  // namespace

ReadingGroup overlapReadings(const DesignResults& design) {
  const OverlapReport& overlap = design.overlap;
  const double window = design.scan.window_px;
  ReadingGroup group{QStringLiteral("overlap"), Text::tr("Overlap"), {}};
  auto& list = group.readings;
  list.push_back({QStringLiteral("step"), Text::tr("Step (nearest neighbour, median)"), overlap.step_px,
                  ReadingFormat::Pixels, Text::tr("px"), Text::tr("Median distance to the nearest other position.")});
  list.push_back(linear("linear_half_window", Text::tr("half window"), window / 2, overlap.linear_half_window));
  list.push_back(linear("linear_amplitude_fwhm", Text::tr("amplitude FWHM"), design.probe_report.amplitude_fwhm_px,
                        overlap.linear_amplitude_fwhm));
  list.push_back(linear("linear_intensity_fwhm", Text::tr("intensity FWHM"), design.probe_report.intensity_fwhm_px,
                        overlap.linear_intensity_fwhm));
  list.push_back(linear("linear_window", Text::tr("window"), window, overlap.linear_window));

  const QString definition = Text::tr(
      "∫I₁I₂/∫I² with the true |P|² of each position and the neighbour it shares most "
      "with: 1 on the same spot, 0 without contact.");
  list.push_back({QStringLiteral("normalised_minimum"),
                  Text::tr("∫I₁I₂/∫I², weakest (position %1)").arg(overlap.weakest_position),
                  overlap.normalised_minimum,
                  ReadingFormat::Fixed3,
                  {},
                  definition});
  list.push_back({QStringLiteral("normalised_median"),
                  Text::tr("∫I₁I₂/∫I², median"),
                  overlap.normalised_median,
                  ReadingFormat::Fixed3,
                  {},
                  definition});
  list.push_back({QStringLiteral("normalised_maximum"),
                  Text::tr("∫I₁I₂/∫I², maximum"),
                  overlap.normalised_maximum,
                  ReadingFormat::Fixed3,
                  {},
                  definition});
  if (design.scan.positions.size() > 1 && overlap.normalised_minimum < kNoOverlap) {
    auto& weakest = list[list.size() - 3];
    weakest.light = Light::Poor;
    weakest.why = Text::tr("Position %1 touches no other: its part of the object floats free (red on the map).")
                      .arg(overlap.weakest_position);
  }
  list.push_back({QStringLiteral("areal_redundancy"),
                  Text::tr("Areal redundancy n·a/A"),
                  overlap.areal_redundancy,
                  ReadingFormat::Fixed2,
                  {},
                  Text::tr("How often the lit area was measured. Areas by participation ratio (Σf)²/Σf²: a of |P|², "
                           "A of the coverage.")});
  list.push_back({QStringLiteral("equivalent_linear_overlap"),
                  Text::tr("Equivalent linear overlap"),
                  overlap.equivalent_linear_overlap,
                  ReadingFormat::Fixed3,
                  {},
                  Text::tr("1 − √(A/n)/D with D the diameter of a disk of area a: needs no threshold.")});
  if (!design.outliers.empty()) {
    Reading outliers{QStringLiteral("outliers"), Text::tr("Outlying positions"),
                     static_cast<double>(design.outliers.size()), ReadingFormat::Whole};
    outliers.light = Light::Fair;
    outliers.why = Text::tr("Farther than three steps from any other, the first is %1: check unit and axis order.")
                       .arg(design.outliers.front());
    list.push_back(outliers);
  }
  return group;
}

ReadingGroup coverageReadings(const DesignResults& design) {
  const OverlapReport& overlap = design.overlap;
  ReadingGroup group{QStringLiteral("coverage"), Text::tr("Coverage"), {}};
  auto& list = group.readings;
  list.push_back({QStringLiteral("windows_mean"),
                  Text::tr("Windows over a pixel, mean"),
                  overlap.windows_mean,
                  ReadingFormat::Fixed2,
                  {},
                  Text::tr("Mean over all object pixels.")});
  list.push_back({QStringLiteral("windows_maximum"), Text::tr("Windows over a pixel, maximum"),
                  static_cast<double>(overlap.windows_maximum), ReadingFormat::Whole});
  list.push_back(
      {QStringLiteral("mean_redundancy"),
       Text::tr("Probes that see a lit pixel, mean"),
       design.mean_redundancy,
       ReadingFormat::Fixed2,
       {},
       Text::tr("Effective number (ΣI)²/ΣI² of probes per pixel, mean where the coverage is above 10 % of its "
                "maximum; the redundancy map shows it pixel by pixel.")});
  list.push_back({QStringLiteral("unlit_share_10"),
                  Text::tr("Object with Σ|P|² < 10 % of max"),
                  overlap.unlit_share_10,
                  ReadingFormat::Percent,
                  {},
                  Text::tr("Share of object pixels; the margin outside the line on the map.")});
  list.push_back({QStringLiteral("unlit_share_1"),
                  Text::tr("Object with Σ|P|² < 1 % of max"),
                  overlap.unlit_share_1,
                  ReadingFormat::Percent,
                  {},
                  Text::tr("Share of object pixels that are as good as dark.")});
  list.push_back({QStringLiteral("centre_cell_uniformity"),
                  Text::tr("Min/max of Σ|P|² in the central cell"),
                  overlap.centre_cell_uniformity,
                  ReadingFormat::Fixed3,
                  {},
                  Text::tr("1 = evenly lit between positions; small = dark gaps.")});
  return group;
}

}  // namespace ptycho
