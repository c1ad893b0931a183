#include "core/reconstruct/reconstruct.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "core/base/process_memory.h"
#include "core/metrics/ambiguity.h"
#include "core/metrics/metrics.h"
#include "core/reconstruct/chain_run.h"
#include "core/reconstruct/compact_waves.h"
#include "core/reconstruct/fingerprint.h"
#include "core/reconstruct/position_refinement.h"
#include "core/reconstruct/start_object.h"

namespace ptycho {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double middle(double low, double high) { return 0.5 * (low + high); }

/// Spec and data. The patterns are represented by the sum of their magnitudes, in which a single count shows; it is the
/// same wherever they are kept.
RunFingerprints fingerprintsOf(const Acquisition& acquisition, const ReconstructionProblem& problem,
                               const ReconstructionSpec& spec, const MaskImage& support) {
  Fingerprint asked;
  Json chain = reconstructionSpecToJson(spec);
  chain.erase("halves");  // comes after the chain and changes nothing in it
  asked.add(chain.dump());
  Fingerprint data;
  const auto add = [&data](const auto& values) { data.add(values.data(), values.size() * sizeof(*values.data())); };
  const std::array<double, 1> magnitudes{problem.magnitudeSum()};
  add(magnitudes);
  add(acquisition.mask);
  add(acquisition.background);
  add(acquisition.probe);
  add(acquisition.scan.positions);
  add(support);
  const std::array<int, 2> shape{acquisition.scan.object_rows, acquisition.scan.object_cols};
  add(shape);
  if (problem.nearField()) {
    const std::array<double, 1> fresnel{fresnelNumberOf(*acquisition.geometry)};
    add(fresnel);
  }
  return {asked.value(), data.value()};
}

Result<void> checkSupport(const ReconstructionSpec& spec, const MaskImage& support, const Scan& scan) {
  const auto wants = std::ranges::find_if(spec.stages, &StageSpec::support);
  if (support.empty()) {
    if (wants == spec.stages.end()) return {};
    return badInput(fmt::format("is needed by stage {} (option support); give an image of the object's size that is "
                                "not zero inside.", wants - spec.stages.begin() + 1), "support");
  }
  if (support.rows() == static_cast<std::size_t>(scan.object_rows) &&
      support.cols() == static_cast<std::size_t>(scan.object_cols)) return {};
  return badInput(fmt::format("is {} × {} px but the object is {} × {} px; they must agree.", support.rows(),
                              support.cols(), scan.object_rows, scan.object_cols), "support");
}

/// Whether a stage solves for more than the object.
bool tradesWithObject(const StageSpec& stage) {
  return stage.probe_from > 0 || stage.positions != PositionMethod::Off || stage.scale_from > 0;
}

/// The object of the first start; a run that is resumed brings its own.
Result<ComplexImage> firstObject(const ReconstructionSpec& spec, const ReconstructionInput& input, const Scan& scan) {
  if (!input.resume) return startObject(spec, input.start, scan);
  return ComplexImage(static_cast<std::size_t>(scan.object_rows), static_cast<std::size_t>(scan.object_cols));
}

}  // namespace

Result<Reconstruction> reconstruct(Acquisition&& acquisition, const ReconstructionSpec& spec,
                                   const ReconstructionInput& input, RunContext& context) {
  if (spec.stages.empty()) {
    return badInput("has no stages; give a chain like \"dm:300:range,awf:100\" or a preset.", "chain");
  }
  PTYCHO_CHECK(ReconstructionProblem::check(acquisition));
  PTYCHO_TRY(const ComplexImage object, firstObject(spec, input, acquisition.scan));
  PTYCHO_CHECK(checkSupport(spec, input.support, acquisition.scan));
  ReconstructionProblem problem(acquisition, std::move(acquisition.patterns),
                                {input.threads, positionMargin(spec.stages), spec.probe_modes, spec.background,
                                 input.support});
  if (auto failure = problem.failure()) return tl::unexpected(std::move(*failure));
  PTYCHO_CHECK(checkWaveMemory(problem, spec.stages, availableMemoryBytes()));
  RunFingerprints fingerprints;
  if (input.resume || input.on_checkpoint) {
    fingerprints = fingerprintsOf(acquisition, problem, spec, input.support);
  }
  PTYCHO_TRY(Reconstruction result,
             ChainRun(spec, problem, acquisition.truth, input, fingerprints, context).run(object));
  result.flat_amplitude_nrmse = result.flat_phase_nrmse = kNaN;
  if (!acquisition.truth.empty()) {
    const ObjectError flat = flatBaseline(acquisition.truth, middle(spec.range.amplitude_min, spec.range.amplitude_max),
                                          middle(spec.range.phase_min_rad, spec.range.phase_max_rad));
    result.flat_amplitude_nrmse = flat.amplitude_nrmse;
    result.flat_phase_nrmse = flat.phase_nrmse;
    if (result.object.sameShape(acquisition.truth) && std::ranges::any_of(spec.stages, tradesWithObject)) {
      if (const auto aligned = alignedObjectError(result.object, acquisition.truth)) {
        result.aligned_amplitude_nrmse = aligned->amplitude_nrmse;
        result.aligned_phase_nrmse = aligned->phase_nrmse;
      }
    }
  }
  return result;
}

Result<Reconstruction> reconstruct(const Acquisition& acquisition, const ReconstructionSpec& spec,
                                   const ComplexImage& start, int threads, RunContext& context) {
  return reconstruct(Acquisition(acquisition), spec, {start, {}, threads, {}, nullptr}, context);
}

}  // namespace ptycho
