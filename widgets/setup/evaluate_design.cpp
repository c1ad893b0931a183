#include "widgets/setup/evaluate_design.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/optics/detector_transform.h"

namespace ptycho {

namespace {

constexpr double kLiveObjectPixels = 48e6;  // coverage, redundancy and object of this size stay below 1 GB
constexpr double kLiveScanWork = 1.5e9;     // positions × window pixels: about a second of maps
constexpr std::size_t kKeptPatternValues = std::size_t{1} << 24;  // 64 MB
constexpr std::size_t kContourSide = 600;
constexpr std::size_t kReportedPatterns = 16;
constexpr double kOutlierSteps = 3;

Result<void> checkSize(const Scan& scan) {
  const double pixels = static_cast<double>(scan.object_rows) * scan.object_cols;
  const double work = static_cast<double>(scan.positions.size()) * scan.window_px * scan.window_px;
  if (pixels <= kLiveObjectPixels && work <= kLiveScanWork) return {};
  return badInput(
      fmt::format("with {} positions and an object of {} × {} px is too large to follow live; use a smaller "
                  "grid, step or window here, or simulate it by the command line.",
                  scan.positions.size(), scan.object_cols, scan.object_rows),
      "scan");
}

/// A single position has no neighbours: what remains of the report without them.
OverlapReport describeAlone(const DesignResults& design) {
  OverlapReport report;
  const double window = design.scan.window_px;
  const double none = std::numeric_limits<double>::infinity();
  report.step_px = none;
  report.linear_half_window = report.linear_amplitude_fwhm = report.linear_intensity_fwhm = report.linear_window =
      -none;
  report.position_overlap = {0};
  report.areal_redundancy = 1;
  report.equivalent_linear_overlap = report.centre_cell_uniformity = std::numeric_limits<double>::quiet_NaN();
  report.fundamental_sampling = report.linear_oversampling = report.areal_oversampling = report.centre_cell_uniformity;
  report.windows_mean = report.windows_maximum = 1;
  report.measurements_per_unknown = 0.5;
  report.measurements_per_unknown_probe = 0.5 / (1 + static_cast<double>(design.probe.count()));
  report.probe_sampling = window / (2 * design.probe_report.r90_px);
  const float brightest = *std::ranges::max_element(design.probe_intensity);
  const auto shareBelow = [&design](float level) {
    return static_cast<double>(std::ranges::count_if(design.probe_intensity, [level](float v) { return v < level; })) /
           static_cast<double>(design.probe_intensity.size());
  };
  report.unlit_share_1 = shareBelow(0.01F * brightest);
  report.unlit_share_10 = shareBelow(0.1F * brightest);
  return report;
}

/// Positions that belong to nobody: a wrong unit or a lost motor, in an imported scan.
std::vector<std::size_t> findOutliers(const Scan& scan, const OverlapReport& overlap) {
  std::vector<std::size_t> found;
  if (scan.positions.size() < 4 || !(overlap.step_px > 0)) return found;
  const double reach = kOutlierSteps * overlap.step_px;
  for (std::size_t k = 0; k < scan.positions.size(); ++k) {
    // Only positions that overlap far less than most are worth the search.
    if (!(overlap.position_overlap[k] < 0.5 * overlap.normalised_median)) continue;
    bool alone = true;
    for (std::size_t j = 0; alone && j < scan.positions.size(); ++j) {
      if (j == k) continue;
      alone = std::hypot(scan.positions[j].row - scan.positions[k].row, scan.positions[j].col - scan.positions[k].col) >
              reach;
    }
    if (alone) found.push_back(k);
  }
  return found;
}

double meanWhereLit(const RealImage& redundancy, const RealImage& coverage) {
  const float threshold = 0.1F * *std::ranges::max_element(coverage);
  double sum = 0;
  double count = 0;
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    if (coverage[i] < threshold) continue;
    sum += redundancy[i];
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

DetectorTransform detectorOf(const DesignResults& design) {
  return {design.probe.rows(), design.probe.cols(), design.transfer};
}

}  // namespace

Result<DesignResults> evaluateDesign(const SimulationSpec& spec, DesignSources& sources) {
  DesignResults design;
  design.spec = spec;
  design.geometry = spec.geometry;
  design.geometry.detector_side_px = spec.probe.window_px;
  PTYCHO_TRY(design.probe, sources.probe(spec.probe, design.geometry));
  const auto window = static_cast<int>(design.probe.rows());
  design.geometry.detector_side_px = window;
  auto transfer = transferOf(design.geometry, design.probe.rows());
  if (!transfer) return passOn(transfer.error(), "geometry");
  design.transfer = std::move(*transfer);
  PTYCHO_TRY(design.scan, sources.scan(spec.scan, window));
  PTYCHO_CHECK(checkSize(design.scan));

  design.probe_intensity = probeIntensity(design.probe);
  if (!(*std::ranges::max_element(design.probe_intensity) > 0)) {
    return badInput("is dark everywhere; give it some light.", "probe");
  }
  design.probe_report = describeProbe(design.probe, spec.probe);
  design.overlap =
      design.scan.positions.size() > 1 ? describeOverlap(design.scan, design.probe) : describeAlone(design);
  design.coverage = coverageMap(design.scan, design.probe_intensity);
  design.redundancy = redundancyMap(design.scan, design.probe_intensity);
  design.geometry_report =
      describeGeometry(design.geometry, design.probe_report.r90_px * objectPixelOf(design.geometry));
  design.contour_50 = contourLines(design.probe_intensity, levelHolding(design.probe_intensity, 0.5));
  design.contour_90 = contourLines(design.probe_intensity, levelHolding(design.probe_intensity, 0.9));
  const std::size_t side = std::max(design.coverage.rows(), design.coverage.cols());
  design.unlit_margin = contourLines(design.coverage, 0.1 * *std::ranges::max_element(design.coverage),
                                     (side + kContourSide - 1) / kContourSide);
  design.outliers = findOutliers(design.scan, design.overlap);
  design.mean_redundancy = meanWhereLit(design.redundancy, design.coverage);
  return design;
}

Result<DesignResults> evaluateDesign(const SimulationSpec& spec) {
  DesignSources sources;
  return evaluateDesign(spec, sources);
}

Result<DesignSample> evaluateSample(const DesignResults& design, DesignSources& sources) {
  DesignSample sample;
  const Scan& scan = design.scan;
  PTYCHO_TRY(sample.object, sources.object(design.spec.object, scan.object_rows, scan.object_cols));
  const std::size_t count = scan.positions.size();
  const bool keepAll = count * design.probe.imageSize() <= kKeptPatternValues;
  // Without all patterns the dose is taken from a few that are spread over the scan.
  Scan chosen = scan;
  if (!keepAll) {
    chosen.positions.clear();
    const std::size_t stride = (count + kReportedPatterns - 1) / kReportedPatterns;
    for (std::size_t k = 0; k < count; k += stride) chosen.positions.push_back(scan.positions[k]);
  }
  RealStack patterns = detectorIntensities(detectorOf(design), sample.object.transmission, design.probe, chosen,
                                           design.spec.subpixel, 2);
  double energy = 0;
  for (const float value : patterns) energy += value;
  sample.mean_energy = energy / static_cast<double>(patterns.count());
  const double photons = design.spec.detector.photons_per_pattern;
  if (photons > 0 && sample.mean_energy > 0) sample.counts_per_unit = photons / sample.mean_energy;

  const std::size_t stride = (patterns.count() + kReportedPatterns - 1) / kReportedPatterns;
  double reported = 0;
  for (std::size_t k = 0; k < patterns.count(); k += stride, ++reported) {
    const DetectorReport one = describeDetector(patterns.copy(k), design.spec.detector);
    sample.detector.share_zero += one.share_zero;
    sample.detector.share_one += one.share_one;
    sample.detector.share_above_ten += one.share_above_ten;
  }
  sample.detector.share_zero /= reported;
  sample.detector.share_one /= reported;
  sample.detector.share_above_ten /= reported;
  sample.detector.brightest_counts = photons > 0 ? *std::ranges::max_element(patterns) * sample.counts_per_unit : 0;

  if (!keepAll) return sample;
  sample.mask = applyDetector(patterns, design.spec.detector, 2);
  if (std::ranges::all_of(sample.mask, [](std::uint8_t valid) { return valid != 0; })) sample.mask = {};
  const auto factor = static_cast<float>(sample.counts_per_unit);
  for (float& value : patterns) value *= factor;
  sample.patterns = std::move(patterns);
  return sample;
}

RealImage samplePattern(const DesignResults& design, const DesignSample& sample, std::size_t position) {
  if (position < sample.patterns.count()) return sample.patterns.copy(position);
  RealImage pattern = detectorIntensity(detectorOf(design), sample.object.transmission, design.probe,
                                        design.scan.positions.at(position), design.spec.subpixel);
  for (float& value : pattern) value *= static_cast<float>(sample.counts_per_unit);
  return pattern;
}

}  // namespace ptycho
