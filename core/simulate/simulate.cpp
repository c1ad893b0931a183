#include "core/simulate/simulate.h"

#include <cmath>

#include <fmt/format.h>

#include "core/optics/detector_transform.h"

namespace ptycho {

namespace {

/// Patterns between two looks at the context.
constexpr std::size_t kPatternsPerBlock = 64;

Result<ComplexImage> objectFor(const SimulationSpec& spec, const SuppliedArrays& supplied, const Scan& scan,
                               std::string& name) {
  if (supplied.object.empty()) {
    auto made = makeObject(spec.object, scan.object_rows, scan.object_cols);
    if (!made) return passOn(made.error(), "object");
    name = made->name;
    return std::move(made->transmission);
  }
  const auto rows = static_cast<std::size_t>(scan.object_rows);
  const auto cols = static_cast<std::size_t>(scan.object_cols);
  if (supplied.object.rows() < rows || supplied.object.cols() < cols) {
    return badInput(fmt::format("is {} × {} px but the scan needs {} × {} px; give a larger object, fewer positions or a "
                                "smaller step.", supplied.object.rows(), supplied.object.cols(), rows, cols), "object");
  }
  // Centre crop, like a photo.
  ComplexImage object(rows, cols);
  const std::size_t row0 = (supplied.object.rows() - rows) / 2;
  const std::size_t col0 = (supplied.object.cols() - cols) / 2;
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(supplied.object.row(row0 + r) + col0, cols, object.row(r));
  name = "array";
  return object;
}

Result<ComplexStack> probeFor(const SimulationSpec& spec, const SuppliedArrays& supplied, const Geometry& geometry) {
  if (supplied.probe.empty()) {
    auto made = makeProbe(spec.probe, geometry);
    if (!made) return passOn(made.error(), "probe");
    return std::move(*made);
  }
  if (supplied.probe.rows() != supplied.probe.cols()) {
    return badInput(fmt::format("is {} × {} px; the probe window must be square.", supplied.probe.rows(),
                                supplied.probe.cols()), "probe");
  }
  ComplexStack probe = supplied.probe;
  scaleProbe(probe, spec.probe.photons);
  return probe;
}

Result<Scan> scanFor(const SimulationSpec& spec, const SuppliedArrays& supplied, int window_px) {
  auto made = supplied.positions.empty() ? makeScan(spec.scan, window_px)
                                         : scanFromPositions(supplied.positions, window_px);
  if (!made) return passOn(made.error(), "scan");
  return made;
}

Scan part(const Scan& scan, std::size_t first, std::size_t count) {
  Scan block = scan;
  block.positions.assign(scan.positions.begin() + static_cast<std::ptrdiff_t>(first),
                         scan.positions.begin() + static_cast<std::ptrdiff_t>(first + count));
  return block;
}

}  // namespace

Result<Simulated> simulate(const SimulationSpec& spec, const SuppliedArrays& supplied, int threads, RunContext& context) {
  Geometry geometry = spec.geometry;
  geometry.detector_side_px =
      supplied.probe.empty() ? spec.probe.window_px : static_cast<int>(supplied.probe.rows());
  PTYCHO_TRY(ComplexStack probe, probeFor(spec, supplied, geometry));
  PTYCHO_TRY(Scan scan, scanFor(spec, supplied, static_cast<int>(probe.rows())));
  Simulated simulated;
  Acquisition& acquisition = simulated.acquisition;
  PTYCHO_TRY(acquisition.truth, objectFor(spec, supplied, scan, acquisition.name));

  acquisition.geometry = geometry;
  acquisition.propagation = geometry.propagation;
  const std::size_t count = scan.positions.size();
  acquisition.patterns = RealStack(count, probe.rows(), probe.cols());
  auto transfer = transferFor(acquisition);
  if (!transfer) return passOn(transfer.error(), "geometry");
  const DetectorTransform detector(probe.rows(), probe.cols(), *transfer);
  for (std::size_t first = 0; first < count; first += kPatternsPerBlock) {
    if (!context.keepGoing()) {
      simulated.completion = Completion::StoppedEarly;
      return simulated;
    }
    const std::size_t size = std::min(kPatternsPerBlock, count - first);
    const RealStack block =
        detectorIntensities(detector, acquisition.truth, probe, part(scan, first, size), spec.subpixel, threads);
    std::copy(block.begin(), block.end(), acquisition.patterns.image(first));
    context.progress({"simulating", static_cast<std::int64_t>(first + size), static_cast<std::int64_t>(count), 10});
  }
  acquisition.mask = applyDetector(acquisition.patterns, spec.detector, threads);
  if (std::ranges::all_of(acquisition.mask, [](std::uint8_t v) { return v != 0; })) acquisition.mask = {};
  acquisition.probe = std::move(probe);
  acquisition.scan = std::move(scan);
  acquisition.spec_json = jsonText(simulationSpecToJson(spec));
  return simulated;
}

}  // namespace ptycho
