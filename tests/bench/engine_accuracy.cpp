#include "tests/bench/engine_accuracy.h"

#include <stdexcept>

#include <fmt/format.h>

#include "core/reconstruct/presets.h"
#include "core/reconstruct/reconstruct.h"
#include "tests/bench/reference_scan.h"

namespace ptycho {

namespace {

/// Stops when nothing is left to be reached.
class UntilAccurate : public RunContext {
 public:
  bool keepGoing() override { return !m_reached; }
  void event(const Event& event) override {
    for (const auto& [key, value] : event) {
      if (key != "amplitude_nrmse") continue;
      m_reached = std::get<double>(value) < kAccuracies.back();
    }
  }

 private:
  bool m_reached = false;
};

ReconstructionSpec specOf(const std::string& chain) {
  if (auto preset = findChainPreset(chain)) return std::move(*preset);
  auto stages = parseChain(chain);
  if (!stages) throw std::runtime_error(stages.error().text());
  ReconstructionSpec spec;
  spec.stages = std::move(*stages);
  return spec;
}

EngineAccuracy measureAccuracy(const Acquisition& acquisition, const std::string& chain, int step_px, int threads) {
  UntilAccurate context;
  ReconstructionSpec spec = specOf(chain);
  spec.record_every = 1;
  const auto result = reconstruct(acquisition, spec, {}, threads, context);
  if (!result) throw std::runtime_error(result.error().text());
  EngineAccuracy accuracy;
  accuracy.step_px = step_px;
  accuracy.chain = chain;
  accuracy.iterations = result->iterations;
  for (const IterationRecord& record : result->history) {
    for (std::size_t k = 0; k < kAccuracies.size(); ++k) {
      if (accuracy.reached[k].iteration > 0 || !(record.amplitude_nrmse < kAccuracies[k])) continue;
      accuracy.reached[k] = {record.seconds, record.iteration};
    }
    accuracy.amplitude_nrmse = record.amplitude_nrmse;
  }
  return accuracy;
}

}  // namespace

std::vector<EngineAccuracy> measureAccuracies(const AccuracyQuestion& question) {
  std::vector<EngineAccuracy> accuracies;
  for (const int step : question.steps_px) {
    const Acquisition acquisition = referenceScan(step, question.photos, question.index);
    for (const std::string& chain : question.chains) {
      accuracies.push_back(measureAccuracy(acquisition, chain, step, question.threads));
    }
  }
  return accuracies;
}

void printAccuracies(const std::vector<EngineAccuracy>& accuracies) {
  fmt::print("Engine seconds (iterations) until the amplitude NRMSE falls below; last: the NRMSE where the chain "
             "ended.\n{:>4} {:<26}",
             "step", "chain");
  for (const double limit : kAccuracies) fmt::print(" {:>15}", limit);
  fmt::print(" {:>10} {:>10}\n", "last", "iterations");
  for (const EngineAccuracy& accuracy : accuracies) {
    fmt::print("{:>4} {:<26}", accuracy.step_px, accuracy.chain);
    for (const auto& at : accuracy.reached) {
      const std::string text = at.iteration > 0 ? fmt::format("{:.2f} ({})", at.seconds, at.iteration) : "–";
      fmt::print(" {:>15}", text);
    }
    fmt::print(" {:>10.5f} {:>10}\n", accuracy.amplitude_nrmse, accuracy.iterations);
  }
}

Json accuraciesToJson(const std::vector<EngineAccuracy>& accuracies) {
  Json rows = Json::array();
  for (const EngineAccuracy& accuracy : accuracies) {
    Json reached = Json::array();
    for (std::size_t k = 0; k < kAccuracies.size(); ++k) {
      const auto& at = accuracy.reached[k];
      reached.push_back({{"amplitude_nrmse", kAccuracies[k]},
                         {"seconds", at.iteration > 0 ? Json(at.seconds) : Json()},
                         {"iteration", at.iteration > 0 ? Json(at.iteration) : Json()}});
    }
    rows.push_back({{"step_px", accuracy.step_px}, {"chain", accuracy.chain}, {"reached", std::move(reached)},
                    {"amplitude_nrmse", jsonNumber(accuracy.amplitude_nrmse)}, {"iterations", accuracy.iterations}});
  }
  return rows;
}

}  // namespace ptycho
