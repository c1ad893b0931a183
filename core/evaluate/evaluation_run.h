#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "core/evaluate/evaluate.h"
#include "core/evaluate/image_evaluation.h"
#include "core/evaluate/kept_estimates.h"

namespace ptycho {

/// One evaluation, whose input has been checked; what several threads share is changed under m_guard.
class EvaluationRun {
 public:
  /// @param images     their numbers, ascending, at least one
  /// @param smallScan  several images at a time, each on one thread
  /// Specs and context outlive the run.
  EvaluationRun(const EvaluationSpec& spec, const SimulationSpec& simulation, EvaluationInput&& input,
                std::vector<std::int64_t> images, bool smallScan, RunContext& context);
  [[nodiscard]] Result<Evaluation> run();

 private:
  /// One image with the methods that are to be applied to it.
  struct Task {
    std::int64_t image = 0;
    std::vector<int> methods;
    bool recorded = true;  ///< false: the record is there, only the estimate is wanted
  };
  class WorkerContext;

  [[nodiscard]] bool isWanted(const EvaluationRecord& record) const;
  void takeDone();
  [[nodiscard]] std::vector<Task> unrecorded() const;
  [[nodiscard]] std::vector<Task> withoutEstimate() const;
  void perform(const std::vector<Task>& tasks);
  void perform(const Task& task, int threads);
  // Under m_guard:
  void add(const Task& task, int method, const EvaluatedImage& image, MethodOutcome outcome);
  void addProblem(const Task& task, int method, EvaluationRecord record, const Error& error);
  void addRecord(const EvaluationRecord& record);
  void report(double promised_s);
  bool keepGoing();  ///< takes m_guard

  const EvaluationSpec& m_spec;
  const SimulationSpec& m_simulation;
  EvaluationInput m_input;
  bool m_smallScan;
  RunContext& m_context;
  std::vector<std::int64_t> m_images;
  KeptEstimates m_kept;
  std::vector<std::string> m_names;  ///< of the methods
  std::vector<EvaluationRecord> m_records;
  std::optional<Error> m_failure;
  bool m_stopped = false;
  double m_slowest_s = 0;  ///< longest time of a method on an image
  std::mutex m_guard;
  std::mutex m_predicting;
};

}  // namespace ptycho
