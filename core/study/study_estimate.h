#pragma once

#include "core/study/study_plan.h"

namespace ptycho {

/// How long things take on the cores of an ordinary computer, to within a factor of three: measured with one thread
/// of a virtual server (AMD EPYC, AVX-512), with cores that do not get in one another's way. A GPU is quicker by far.

/// Its budget of time, or its steps: a network of 16 channels learns from 88 patterns of 128 × 128 px a second and
/// thread; the work grows with the square of the channels and the area of the patterns. A tenth is added for
/// validation.
[[nodiscard]] double trainingEstimate_s(const TrainingSpec& spec, const StudyResources& resources);

struct EvaluationCost {
  SimulationSpec simulation;
  std::int64_t images = 0;   ///< 0: not known here, taken for 100
  std::int64_t iterations = 0;
  const NetworkSpec* network = nullptr;
};
/// 6.8 ns a pixel of the patterns, iteration and thread; predictions take a third of a pass of training.
[[nodiscard]] double evaluationEstimate_s(const EvaluationCost& cost, const StudyResources& resources);

/// "40 s", "12 min", "3 h", "4 days"
[[nodiscard]] std::string estimateText(double seconds);

}  // namespace ptycho
