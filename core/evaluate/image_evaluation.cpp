#include "core/evaluate/image_evaluation.h"

#include "core/metrics/metrics.h"
#include "core/optics/overlap.h"
#include "core/optics/probe.h"
#include "core/reconstruct/reconstruct.h"

namespace ptycho {

namespace {

constexpr int kOnlyTheLast = 1'000'000;  // iterations between records: the history is not looked at

/// Errors, similarities and where the error lies.
void judge(const EvaluatedImage& image, const ComplexImage& estimate, EvaluationRecord& record) {
  const AlignedPictures pictures = alignToTruth(estimate, image.truth);
  const double amplitudeRange = image.object.amplitude_max - image.object.amplitude_min;
  const double phaseRange = image.object.phase_max_rad - image.object.phase_min_rad;
  record.amplitude_nrmse = pictures.error.amplitude_nrmse;
  record.phase_nrmse = pictures.error.phase_nrmse;
  record.amplitude_psnr = psnr(pictures.amplitude, pictures.truth_amplitude, amplitudeRange);
  record.phase_psnr = psnr(pictures.phase, pictures.truth_phase, phaseRange);
  record.amplitude_ssim = ssim(pictures.amplitude, pictures.truth_amplitude, amplitudeRange);
  record.phase_ssim = ssim(pictures.phase, pictures.truth_phase, phaseRange);
  record.shares = errorShares(pictures.amplitude, pictures.truth_amplitude, image.coverage, image.places);
}

}  // namespace

Result<std::optional<EvaluatedImage>> prepareImage(const SimulationSpec& simulation, const SuppliedArrays& supplied,
                                                   std::int64_t index, int threads, RunContext& context) {
  SimulationSpec spec = simulation;
  spec.object.index = index;
  PTYCHO_TRY(Simulated simulated, simulate(spec, supplied, threads, context));
  if (simulated.completion == Completion::StoppedEarly) return std::nullopt;
  EvaluatedImage image;
  image.index = index;
  image.object = spec.object;
  image.acquisition = std::move(simulated.acquisition);
  image.truth = std::move(image.acquisition.truth);
  image.acquisition.truth = {};
  image.coverage = coverageMap(image.acquisition.scan, probeIntensity(image.acquisition.probe));
  const ObjectSpec& ranges = spec.object;
  const ObjectError flat = flatBaseline(image.truth, 0.5 * (ranges.amplitude_min + ranges.amplitude_max),
                                        0.5 * (ranges.phase_min_rad + ranges.phase_max_rad));
  image.common.image = index;
  image.common.name = image.acquisition.name;
  image.common.flat_amplitude_nrmse = flat.amplitude_nrmse;
  image.common.flat_phase_nrmse = flat.phase_nrmse;
  const RealImage luma = amplitudeLuma(image.truth, ranges.amplitude_min, ranges.amplitude_max);
  image.common.features = imageFeatures(luma);
  image.places = {windowSeams(image.acquisition.scan), uniformWindows(luma)};
  return image;
}

Result<std::optional<MethodOutcome>> applyMethod(const EvaluationMethod& method, const EvaluatedImage& image,
                                                 int threads, Predictions& predictions, std::mutex& predicting,
                                                 RunContext& context) {
  MethodOutcome outcome;
  outcome.record = image.common;
  EvaluationRecord& record = outcome.record;
  record.seconds = 0;
  if (method.predictor) {
    auto found = predictions.find(method.predictor);
    if (found == predictions.end()) {
      const std::lock_guard lock(predicting);
      PTYCHO_TRY(Prediction made, method.predictor->predict(image.acquisition, context));
      found = predictions.emplace(method.predictor, std::move(made)).first;
    }
    const Prediction& prediction = found->second;
    outcome.object = prediction.object;
    record.residual = prediction.residual;
    record.predict_seconds = prediction.seconds;
    record.seconds = prediction.seconds;
  }
  if (!context.keepGoing()) return std::nullopt;
  if (method.chain) {
    ReconstructionSpec spec = *method.chain;
    spec.record_every = kOnlyTheLast;
    ReconstructionInput input;
    input.threads = threads;
    if (method.predictor) {
      spec.start = StartKind::Given;
      input.start = std::move(outcome.object);
    }
    Acquisition copy = image.acquisition;
    PTYCHO_TRY(Reconstruction result, reconstruct(std::move(copy), spec, input, context));
    if (result.completion == Completion::StoppedEarly) return std::nullopt;
    outcome.object = std::move(result.object);
    record.residual = result.residual;
    record.iterations = result.iterations;
    record.seconds += result.seconds;
  }
  if (!outcome.object.sameShape(image.truth)) {
    return fail(ErrorCode::Failed, "gave an object of another size than the truth.", method.name);
  }
  judge(image, outcome.object, record);
  return outcome;
}

}  // namespace ptycho
