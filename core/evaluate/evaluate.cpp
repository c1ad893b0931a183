#include "core/evaluate/evaluate.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "core/evaluate/evaluation_run.h"
#include "core/source/photo.h"

namespace ptycho {

namespace {

constexpr std::uint64_t kKeptBytes = 2ull << 30;
constexpr std::uint64_t kSmallScanBytes = 64ull << 20;  // scans up to this size are done side by side

Result<void> checkMethods(const std::vector<EvaluationMethod>& methods) {
  if (methods.empty()) return badInput("is empty; give a network, a chain or both.", "methods");
  std::set<std::string> names;
  for (const auto& method : methods) {
    if (!names.insert(method.name).second) {
      return badInput("is the name of two methods; give each a name of its own.", method.name);
    }
    if (!method.predictor && (!method.chain || method.chain->stages.empty())) {
      return badInput("does nothing; give it a network, a chain with at least one stage, or both.", method.name);
    }
  }
  return {};
}

Result<Scan> scanOf(const SimulationSpec& simulation, const SuppliedArrays& supplied) {
  const int window = supplied.probe.empty() ? simulation.probe.window_px : static_cast<int>(supplied.probe.rows());
  auto scan = supplied.positions.empty() ? makeScan(simulation.scan, window)
                                         : scanFromPositions(supplied.positions, window);
  if (!scan) return passOn(scan.error(), "scan");
  return scan;
}

Result<void> checkKept(const EvaluationSpec& spec, std::uint64_t images, std::size_t methods, const Scan& scan) {
  if (spec.keep == KeepEstimates::None) return {};
  const auto most = static_cast<std::uint64_t>(spec.keep_count);
  const std::uint64_t each = spec.keep == KeepEstimates::All ? images : std::min(images, most);
  const auto pixels = static_cast<double>(scan.object_rows) * static_cast<double>(scan.object_cols);
  const double bytes = 2.0 * sizeof(Complex) * pixels * static_cast<double>(each * methods);
  if (bytes <= static_cast<double>(kKeptBytes)) return {};
  return badInput(fmt::format("would keep {} estimates with their truths, {:.1f} GiB; at most 2 GiB can be kept: keep "
                              "fewer, for example worst:{}.", each * methods, bytes / (1ull << 30), 16), "keep");
}

Result<std::vector<std::int64_t>> namedImages(const EvaluationSpec& spec, const ObjectSpec& object) {
  PTYCHO_TRY(auto images, imageNumbers(spec.images));
  if (object.source == ObjectSource::DeadLeaves) return images;
  std::int64_t there = 1;
  if (object.source == ObjectSource::Folder) {
    PTYCHO_TRY(const auto photos, listPhotos(object.path));
    there = static_cast<std::int64_t>(photos.size());
  }
  if (images.back() < there) return images;
  return badInput(fmt::format("has {}, but there {} only {} (numbers begin with 0); leave it out.", images.back(),
                              there == 1 ? "is" : "are", there), "images");
}

Result<std::int64_t> imageCount(const EvaluationSpec& spec, const ObjectSpec& object) {
  if (object.source == ObjectSource::Folder) {
    PTYCHO_TRY(const auto photos, listPhotos(object.path));
    const auto there = static_cast<std::int64_t>(photos.size());
    if (spec.first >= there || spec.count > there - spec.first) {
      return badInput(fmt::format("asks for image{} {} … {}, but {} has {}; take fewer, or 0 for all from `first` on.",
                                  spec.count == 1 ? "" : "s", spec.first, spec.first + std::max(spec.count, 1) - 1,
                                  object.path, there), "count");
    }
    return spec.count == 0 ? there - spec.first : spec.count;
  }
  if (object.source != ObjectSource::DeadLeaves && (spec.count != 1 || spec.first != 0)) {
    return badInput("must be 1 (and first 0) where there is one object; name a folder of photos for more.", "count");
  }
  if (spec.count == 0) {
    return badInput("is 0, which means all photos of a folder; give a number for dead leaves.", "count");
  }
  return spec.count;
}

}  // namespace

Result<std::vector<std::int64_t>> imagesOf(const EvaluationSpec& spec, const ObjectSpec& object) {
  if (object.source == ObjectSource::Folder && object.path.empty()) {
    return badInput("is empty; name the folder of photos to evaluate on.", "object.path");
  }
  if (!spec.images.empty()) return namedImages(spec, object);
  PTYCHO_TRY(const std::int64_t count, imageCount(spec, object));
  std::vector<std::int64_t> images(static_cast<std::size_t>(count));
  std::iota(images.begin(), images.end(), spec.first);
  return images;
}

Result<Evaluation> evaluate(const EvaluationSpec& spec, const SimulationSpec& simulation, EvaluationInput&& input,
                            RunContext& context) {
  PTYCHO_CHECK(checkMethods(input.methods));
  PTYCHO_TRY(auto images, imagesOf(spec, simulation.object));
  PTYCHO_TRY(const Scan scan, scanOf(simulation, input.supplied));
  PTYCHO_CHECK(checkKept(spec, images.size(), input.methods.size(), scan));
  const auto window = static_cast<std::uint64_t>(scan.window_px);
  const bool small = scan.positions.size() * window * window * sizeof(float) <= kSmallScanBytes;
  return EvaluationRun(spec, simulation, std::move(input), std::move(images), small, context).run();
}

}  // namespace ptycho
