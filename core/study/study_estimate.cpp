#include "core/study/study_estimate.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace ptycho {

namespace {

constexpr double kTrainedPatterns_per_s = 88;  // 16 channels, 128 × 128 px, one thread
constexpr double kPixelIteration_s = 6.8e-9;
constexpr double kStart_s = 3;                 // LibTorch, files
constexpr double kImagesOfAFolder = 100;

double patternsOf(const SimulationSpec& simulation) {
  const ScanSpec& scan = simulation.scan;
  const bool raster = scan.pattern == ScanPattern::Raster || scan.pattern == ScanPattern::Snake;
  return raster ? static_cast<double>(scan.grid) * scan.grid : scan.positions;
}

double pixelsOf(const SimulationSpec& simulation) {
  return static_cast<double>(simulation.probe.window_px) * simulation.probe.window_px;
}

/// One pattern through the network forwards and backwards, on one thread.
double passSeconds(const NetworkSpec& network, const SimulationSpec& simulation) {
  const double width = network.base_channels / 16.0;
  const double wider = network.kind == NetworkKind::PtychoNetPlus ? 1.3 : 1;
  const double unrolled = 1 + 0.25 * network.unrolled_steps;
  return width * width * wider * unrolled * pixelsOf(simulation) / (128 * 128) / kTrainedPatterns_per_s;
}

}  // namespace

double trainingEstimate_s(const TrainingSpec& spec, const StudyResources& resources) {
  const double patterns = static_cast<double>(spec.loop.steps) * spec.loop.batch_objects * patternsOf(spec.simulation);
  double seconds = patterns * passSeconds(spec.network, spec.simulation) / resources.threads;
  if (spec.loop.budget_minutes > 0) seconds = std::min(seconds, 60 * spec.loop.budget_minutes);
  return kStart_s + 1.1 * seconds;
}

double evaluationEstimate_s(const EvaluationCost& cost, const StudyResources& resources) {
  const double images = cost.images > 0 ? static_cast<double>(cost.images) : kImagesOfAFolder;
  const double patterns = patternsOf(cost.simulation);
  double perImage =
      patterns * pixelsOf(cost.simulation) * kPixelIteration_s * static_cast<double>(cost.iterations + 10);
  if (cost.network) perImage += patterns * passSeconds(*cost.network, cost.simulation) / 3;
  return (cost.network ? kStart_s : 0.3) + images * perImage / resources.threads;
}

std::string estimateText(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", std::max(1.0, std::ceil(seconds)));
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", std::round(seconds / 60));
  if (seconds < 48 * 3600) return fmt::format("{:.1f} h", seconds / 3600);
  return fmt::format("{:.1f} days", seconds / 86400);
}

}  // namespace ptycho
