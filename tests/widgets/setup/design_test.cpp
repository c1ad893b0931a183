#include <algorithm>
#include <cmath>

#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "widgets/setup/design_readings.h"
#include "widgets/setup/evaluate_design.h"
#include "widgets/setup/through_focus.h"

namespace ptycho {
namespace {

SimulationSpec reference(double step_px) {
  SimulationSpec spec;
  spec.scan.step_px = step_px;
  return spec;
}

DesignResults evaluated(const SimulationSpec& spec) {
  auto design = evaluateDesign(spec);
  if (!design) qFatal("%s", design.error().text().c_str());
  return std::move(*design);
}

double value(const ReadingGroup& group, const char* key) {
  for (const Reading& reading : group.readings) {
    if (reading.key == QLatin1String(key)) return reading.value;
  }
  return std::nan("");
}

const Reading& reading(const ReadingGroup& group, const char* key) {
  for (const Reading& candidate : group.readings) {
    if (candidate.key == QLatin1String(key)) return candidate;
  }
  throw std::out_of_range(key);
}

bool near(double actual, double expected, double tolerance) {
  if (std::abs(actual - expected) <= tolerance) return true;
  qWarning("got %g, expected %g ± %g", actual, expected, tolerance);
  return false;
}

}  // namespace

class DesignTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numbersAreThoseOfTheReferenceTable_data() {
    QTest::addColumn<double>("step");
    QTest::addColumn<QList<double>>("expected");
    // side, D = 64, amplitude FWHM, intensity FWHM, window, ∫II, areal redundancy, equivalent, windows mean, maximum,
    // measurements/unknowns, with probe, w/step, areal oversampling, < 10 %, central cell
    QTest::newRow("20") << 20.0 << QList<double>{228,  0.688, 0.717, 0.600, 0.844, 0.800, 9.18, 0.708,
                                                 11.4, 36,    5.67,  4.31,  6.40,  15.97, 0.49, 0.992};
    QTest::newRow("40") << 40.0 << QList<double>{328, 0.375, 0.434, 0.199, 0.688, 0.410, 2.95, 0.484,
                                                 5.5, 16,    2.74,  2.38,  3.20,  3.99,  0.27, 0.959};
    QTest::newRow("60") << 60.0 << QList<double>{428, 0.063, 0.151, -0.201, 0.531, 0.132, 1.49, 0.274,
                                                 3.2, 9,     1.61,  1.48,   2.13,  1.77,  0.19, 0.504};
  }
  void numbersAreThoseOfTheReferenceTable() {
    QFETCH(double, step);
    QFETCH(QList<double>, expected);
    const DesignResults design = evaluated(reference(step));
    const ReadingGroup overlap = overlapReadings(design);
    const ReadingGroup coverage = coverageReadings(design);
    const ReadingGroup sampling = samplingReadings(design);
    QCOMPARE(design.scan.object_rows, static_cast<int>(expected[0]));
    QVERIFY(near(value(overlap, "linear_half_window"), expected[1], 6e-4));
    QVERIFY(near(value(overlap, "linear_amplitude_fwhm"), expected[2], 2e-3));
    QVERIFY(near(value(overlap, "linear_intensity_fwhm"), expected[3], 4e-3));
    QVERIFY(near(value(overlap, "linear_window"), expected[4], 6e-4));
    QVERIFY(near(value(overlap, "normalised_median"), expected[5], 6e-4));
    QVERIFY(near(value(overlap, "areal_redundancy"), expected[6], 6e-3));
    QVERIFY(near(value(overlap, "equivalent_linear_overlap"), expected[7], 1e-3));
    QVERIFY(near(value(coverage, "windows_mean"), expected[8], 0.06));
    QCOMPARE(value(coverage, "windows_maximum"), expected[9]);
    QVERIFY(near(value(unknownReadings(design, {}), "measurements_per_unknown"), expected[10], 6e-3));
    QVERIFY(near(value(unknownReadings(design, {.probe = true}), "measurements_per_unknown"), expected[11], 6e-3));
    QVERIFY(near(value(sampling, "fundamental_sampling"), expected[12], 6e-3));
    QVERIFY(near(value(sampling, "probe_sampling"), 1.42, 6e-3));
    QVERIFY(near(value(sampling, "areal_oversampling"), expected[13], 3e-2));
    QVERIFY(near(value(coverage, "unlit_share_10"), expected[14], 6e-3));
    QVERIFY(near(value(coverage, "centre_cell_uniformity"), expected[15], 1e-3));
    QVERIFY(near(value(probeReadings(design), "energy_outside"), 1 - 0.9949, 1e-4));
    QVERIFY(near(value(probeReadings(design), "edge_amplitude"), 0.103, 1e-3));
  }

  void overlapIgnoresWhereTheProbeSits() {
    const DesignResults design = evaluated(reference(40));
    ComplexStack shifted(1, 128, 128);
    for (std::size_t r = 0; r < 128; ++r) {
      for (std::size_t c = 0; c < 128; ++c) {
        const std::size_t from = ((r + 120) % 128) * 128 + (c + 5) % 128;
        shifted.image(0)[r * 128 + c] = design.probe.image(0)[from];
      }
    }
    // Wrapping moves the tails only; they hold half a percent of the light.
    QVERIFY(near(describeOverlap(design.scan, shifted).normalised_median, design.overlap.normalised_median, 5e-3));
  }

  void lightsSayWhatTheNumbersMean() {
    const ReadingGroup dense = samplingReadings(evaluated(reference(20)));
    QCOMPARE(reading(dense, "areal_oversampling").light, Light::Good);
    const ReadingGroup sparse = samplingReadings(evaluated(reference(60)));
    QCOMPARE(reading(sparse, "areal_oversampling").light, Light::Fair);
    for (const Reading& one : sparse.readings) QVERIFY2(one.why.endsWith('.'), qPrintable(one.label));
    const ReadingGroup gaps = samplingReadings(evaluated(reference(110)));
    QCOMPARE(reading(gaps, "linear_oversampling").light, Light::Poor);
    SimulationSpec wide = reference(40);
    wide.probe.sigma_px = 60;
    QCOMPARE(reading(probeReadings(evaluated(wide)), "energy_outside").light, Light::Poor);
    SimulationSpec steep = reference(40);
    steep.probe.curvature_rad_px2 = 0.05;
    QCOMPARE(reading(probeReadings(evaluated(steep)), "curvature_step").light, Light::Poor);
  }

  void tooFewMeasurementsAreNotDetermined() {
    SimulationSpec single = reference(40);
    single.scan.grid = 1;
    const ReadingGroup group = unknownReadings(evaluated(single), {.probe = true, .modes = 2, .positions = true});
    QCOMPARE(reading(group, "measurements_per_unknown").light, Light::Poor);
    QVERIFY(reading(group, "measurements_per_unknown").why.contains("not determined"));
    QVERIFY(readingText(overlapReadings(evaluated(single)).readings.front()) == QStringLiteral("—"));
  }

  void contourHoldsItsShareOfTheEnergy() {
    const DesignResults design = evaluated(reference(60));
    QCOMPARE(design.contour_90.size(), std::size_t{1});
    const ContourLine& line = design.contour_90.front();
    QVERIFY(line.front() == line.back());
    for (const QPointF& point : line) {
      QVERIFY(near(std::hypot(point.x() - 64, point.y() - 64), design.probe_report.r90_px, 0.8));
    }
    // A level set that leaves the picture is an open line.
    RealImage ramp(5, 4);
    for (std::size_t r = 0; r < 5; ++r) {
      for (std::size_t c = 0; c < 4; ++c) ramp(r, c) = static_cast<float>(r);
    }
    const auto lines = contourLines(ramp, 1.5);
    QCOMPARE(lines.size(), std::size_t{1});
    QCOMPARE(lines[0].size(), std::size_t{4});
    for (const QPointF& point : lines[0]) QCOMPARE(point.y(), 1.5);
    QVERIFY(contourLines(ramp, 9).empty());
  }

  void photoObjectIsTheSimulatedOne() {
    QTemporaryDir folder;
    const QString file = folder.filePath("photo.png");
    QImage photo(90, 60, QImage::Format_RGB32);
    for (int y = 0; y < 60; ++y) {
      for (int x = 0; x < 90; ++x) photo.setPixel(x, y, qRgb(2 * x, 4 * y, (x * y) % 256));
    }
    QVERIFY(photo.save(file));
    ObjectSpec spec;
    spec.source = ObjectSource::Photo;
    spec.path = file.toStdString();
    DesignSources sources;
    for (const int side : {228, 40}) {
      const auto shown = sources.object(spec, side, side);
      const auto made = makeObject(spec, side, side);
      QVERIFY(shown && made);
      QVERIFY(shown->transmission == made->transmission);
      QCOMPARE(shown->name, made->name);
    }
    // A changed file is read again.
    photo.fill(Qt::white);
    QTest::qWait(20);
    QVERIFY(photo.save(file));
    QVERIFY(sources.object(spec, 40, 40)->transmission == makeObject(spec, 40, 40)->transmission);
  }

  void sampleReadsWhatTheSimulationWrites() {
    SimulationSpec spec = reference(40);
    spec.detector.photons_per_pattern = 1e5;
    spec.detector.hot_pixel_share = 0.01;
    const DesignResults design = evaluated(spec);
    DesignSources sources;
    const auto sample = evaluateSample(design, sources);
    QVERIFY(sample);
    RunContext context;
    const auto simulated = simulate(spec, {}, 2, context);
    QVERIFY(simulated);
    QCOMPARE(sample->patterns.count(), std::size_t{36});
    const auto& patterns = simulated->acquisition.patterns;
    double counts = 0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      counts += sample->mask[i % sample->mask.size()] ? sample->patterns.data()[i] : 0;
      QVERIFY(std::abs(sample->patterns.data()[i] - patterns.data()[i] * sample->counts_per_unit) <=
              1e-3 * (1 + sample->patterns.data()[i]));
    }
    QVERIFY(near(counts / 36, 1e5, 2e3));
    QVERIFY(sample->mask == simulated->acquisition.mask);
    QVERIFY(sample->detector.share_zero > 0 && sample->detector.share_zero < 1);
  }

  void doseMapHoldsAllPhotonsAndItsPeakIsTheReading() {
    SimulationSpec spec = reference(40);
    QVERIFY(doseMap(evaluated(spec)).empty());
    spec.detector.photons_per_pattern = 1e6;
    const DesignResults design = evaluated(spec);
    const RealImage map = doseMap(design);
    const double pixel_nm = design.geometry_report.object_pixel_m * 1e9;
    double total = 0;
    for (const float dose : map) total += dose * pixel_nm * pixel_nm;
    QVERIFY(near(total / 36e6, 1, 1e-4));
    const double peak = *std::max_element(map.begin(), map.end());
    QVERIFY(near(value(doseReadings(design, nullptr, {}), "peak_dose") / peak, 1, 1e-5));
  }

  void doseConvertsBothWays() {
    SimulationSpec spec = reference(40);
    spec.detector.photons_per_pattern = 1e6;
    const DesignResults design = evaluated(spec);
    const BeamAssumptions beam;
    const Dose dose = doseOf(design, beam, 1e6);
    const double step_nm = 40 * design.geometry_report.object_pixel_m * 1e9;
    QVERIFY(near(dose.per_area * step_nm * step_nm, 1e6, 1));
    QVERIFY(near(1e6 * dosePerPhoton(design, beam).gray, dose.gray, 1e-6 * dose.gray));
    // One photon of 8 keV per nm² in matter of 10.4 cm²/g: 1e18 · 1.28e-15 J · 1.04 m²/kg.
    QVERIFY(near(dose.gray / dose.per_area, 1e18 * 8e3 * 1.602e-19 * 1.04, 2));
    spec.geometry.radiation = Radiation::Electrons;
    spec.geometry.energy_keV = 200;
    QVERIFY(std::isnan(doseOf(evaluated(spec), beam, 1e6).gray));
  }

  void nearFieldsAreShownAsTheyAreSimulated() {
    SimulationSpec spec = reference(60);
    spec.scan.grid = 2;
    spec.geometry.propagation = Propagation::NearField;
    spec.geometry.magnification = 200;
    const DesignResults design = evaluated(spec);
    QVERIFY(near(value(geometryReadings(design), "object_pixel"), 75e-6 / 200, 1e-12));
    DesignSources sources;
    const auto sample = evaluateSample(design, sources);
    QVERIFY(sample.has_value());
    RunContext context;
    const auto simulated = simulate(spec, {}, 1, context);
    QVERIFY(simulated.has_value());
    QVERIFY(samplePattern(design, *sample, 3) == simulated->acquisition.patterns.copy(3));
    spec.geometry.magnification = 20'000;  // a Fresnel number that no window of 128 px can sample
    const auto refused = evaluateDesign(spec);
    QVERIFY(!refused);
    QVERIFY(refused.error().text().find("geometry: propagation") != std::string::npos);
  }

  void waistOfADivergingBeamIsUpstream() {
    SimulationSpec spec = reference(40);
    spec.probe.curvature_rad_px2 = 1.0 / 64;
    const DesignResults design = evaluated(spec);
    const FocusRange range = focusRange(design);
    QVERIFY(range.waist_m < 0);
    const auto peakAt = [&design](double z) {
      const auto probe = propagateProbe(design.probe, z, design.geometry);
      const RealImage intensity = probeIntensity(*probe);
      return *std::ranges::max_element(intensity);
    };
    QVERIFY(peakAt(-range.limit_m / 2) > 1.2 * peakAt(0));
    QVERIFY(peakAt(range.limit_m / 2) < peakAt(0));
    spec.probe.curvature_rad_px2 = 0;
    QCOMPARE(focusRange(evaluated(spec)).waist_m, 0.0);
  }

  void refusesWhatCannotBeFollowedLive_data() {
    QTest::addColumn<QString>("section");
    QTest::addColumn<QString>("word");
    QTest::newRow("step beyond window") << "scan"
                                        << "step";
    QTest::newRow("huge") << "scan"
                          << "live";
    QTest::newRow("no probe file") << "probe"
                                   << "h5";
  }
  void refusesWhatCannotBeFollowedLive() {
    QFETCH(QString, section);
    QFETCH(QString, word);
    SimulationSpec spec;
    if (word == "step") spec.scan.step_px = 200;
    if (word == "live") spec.scan.grid = 400;
    if (word == "h5") spec.probe.kind = ProbeKind::File;
    const auto design = evaluateDesign(spec);
    QVERIFY(!design);
    const QString text = QString::fromStdString(design.error().text());
    QVERIFY2(text.startsWith(section), qPrintable(text));
    QVERIFY2(text.contains(word), qPrintable(text));
  }

  void textsHaveUnitsAndSigns() {
    Reading percent{"a", "a", -0.201, ReadingFormat::Percent};
    QCOMPARE(readingText(percent), QStringLiteral("−20.1 %"));
    Reading metres{"b", "b", 32.3e-9, ReadingFormat::Si, "m"};
    QCOMPARE(readingText(metres), QStringLiteral("32.3 nm"));
    Reading number{"c", "c", 2.95, ReadingFormat::Fixed2};
    QCOMPARE(differenceText(number, 1.49), QStringLiteral("+1.46"));
    QCOMPARE(differenceText(number, 2.9500001), QStringLiteral("="));
    Reading counts{"d", "d", 3.6e7, ReadingFormat::Counts, "photons"};
    QCOMPARE(readingText(counts), QStringLiteral("3.60·10⁷ photons"));
    QCOMPARE(readingText(counts, 2e-3), QStringLiteral("2.00·10⁻³ photons"));
    number.value = std::nan("");
    QCOMPARE(readingText(number), QStringLiteral("—"));
  }
};

}  // namespace ptycho

QTEST_GUILESS_MAIN(ptycho::DesignTest)
#include "design_test.moc"
