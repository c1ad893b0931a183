#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "core/evaluate/evaluate.h"

namespace ptycho {

/// One image, simulated, with what all methods are judged by.
struct EvaluatedImage {
  std::int64_t index = 0;
  Acquisition acquisition;  ///< without the truth, which no method may see
  ComplexImage truth;
  ObjectSpec object;        ///< with the ranges
  RealImage coverage;       ///< Σ_j |P(r − r_j)|² [H, W]
  ErrorPlaces places;
  EvaluationRecord common;  ///< name, features and flat baseline; the rest is to be filled in
};

/// Nothing when the context asked to stop.
[[nodiscard]] Result<std::optional<EvaluatedImage>> prepareImage(const SimulationSpec& simulation,
                                                                 const SuppliedArrays& supplied, std::int64_t index,
                                                                 int threads, RunContext& context);

/// What a method made of an image.
struct MethodOutcome {
  ComplexImage object;
  EvaluationRecord record;
};

/// What predictors made of one image: methods that share a predictor ask it once.
using Predictions = std::map<const Predictor*, Prediction>;

/// Nothing when the chain was stopped.
/// @param predictions  of this image so far
/// @param predicting   held while the method's predictor works
[[nodiscard]] Result<std::optional<MethodOutcome>> applyMethod(const EvaluationMethod& method,
                                                               const EvaluatedImage& image, int threads,
                                                               Predictions& predictions, std::mutex& predicting,
                                                               RunContext& context);

}  // namespace ptycho
