#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/evaluate/evaluation_summary.h"
#include "core/learn/published_values.h"
#include "core/store/run_folder.h"
#include "core/study/study_plan.h"

namespace ptycho {

/// How a child of the study stands, from its folder.
struct ChildState {
  std::string id;
  std::optional<RunState> state;      ///< nothing: not begun
  std::string message;
  double elapsed_s = 0;
  std::string started_at;
  std::string version;                ///< of the program
  std::vector<std::string> command;
  [[nodiscard]] bool isDone() const { return state == RunState::Done; }
};
[[nodiscard]] ChildState childState(const std::filesystem::path& study, const std::string& id);
/// "done", "not begun", "failed: …"
[[nodiscard]] std::string childStateText(const ChildState& child);

/// A row of the table with what was measured.
struct StudyRowResult {
  StudyRow row;
  bool complete = false;               ///< all its runs are done
  std::string state;                   ///< of the first run that is not, else "done"
  ColumnSummary amplitude, phase;      ///< over the images of all its runs
  ColumnSummary seconds;               ///< an image
  std::vector<double> run_amplitudes;  ///< mean of each run
  std::vector<double> run_phases;
  std::optional<PublishedValue> published;
  std::string evaluated;               ///< the first run that has a table; empty: none, or a flat picture
  Evaluation evaluation;               ///< its records of this method, without the kept estimates
};

/// A point of a training's validation.
struct ValidationPoint {
  double step = 0, amplitude = 0, phase = 0, flat_amplitude = 0, flat_phase = 0;
};
struct StudyTrainingResult {
  std::string id;
  ChildState state;
  double step_px = 0;
  std::string title;
  std::vector<std::pair<double, double>> loss;  ///< step, loss; of steps that were repeated the last
  std::vector<ValidationPoint> validation;
  double steps = 0;
  double seconds = 0;                           ///< of training
};

struct StudyResults {
  StudySpec spec;
  StudyPlan plan;
  std::vector<ChildState> children;
  std::vector<StudyRowResult> rows;
  std::vector<StudyTrainingResult> trainings;
  std::vector<std::string> problems;  ///< files that cannot be read
  Json environment = Json::object();  ///< program, host, threads, device, command line: shown as it is
};

/// What the children in the study's folder came to so far; what is not there is not begun.
[[nodiscard]] StudyResults collectStudy(const std::filesystem::path& study, const StudySpec& spec,
                                        const StudyPlan& plan);

}  // namespace ptycho
