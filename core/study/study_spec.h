#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/spec_json.h"
#include "core/learn/training_spec.h"

namespace ptycho {

/// A network to train, at every step and for every seed of the study. "{step}" in a text stands for the step in px.
struct StudyTraining {
  std::string name;                   ///< what methods call it: "ptychonet-mse"
  std::string preset;                 ///< of `train`: "reference-{step}-mse"
  Json overrides = Json::object();    ///< sections and fields in the place of the preset's: {"loop": {"steps": 100}}

  static const FieldList<StudyTraining>& fields();  ///< without overrides
  bool operator==(const StudyTraining&) const = default;
};

/// A way from patterns to an object, a row of the table. Without training and chain it is the flat picture.
struct StudyMethod {
  std::string name;       ///< "hybrid"
  std::string title;      ///< "PtychoNet and best chain"
  std::string training;   ///< its network; empty: none
  std::string chain;  ///< preset or stages of `reconstruct`: "best-{step}"; with a training it starts from the network
  std::string published;  ///< key of publishedValues(); empty: none

  static const FieldList<StudyMethod>& fields();
  bool operator==(const StudyMethod&) const = default;
};

/// Images that every method is evaluated on.
struct StudyImages {
  std::string name = "test";
  std::string photos;         ///< folder; empty: dead leaves
  std::int64_t seed = 1000;   ///< of dead leaves; trainings learn from seed 1
  std::int64_t first = 0;
  std::int64_t count = 20;    ///< 0: all of the folder

  static const FieldList<StudyImages>& fields();
  bool operator==(const StudyImages&) const = default;
};

/// What all trainings have in common.
struct StudyBudget {
  std::string photos;             ///< folder to learn from; empty: dead leaves
  std::string validation_photos;  ///< empty: the last ones of the folder
  double minutes = 0;             ///< of each training; 0: as its preset says
  std::int64_t steps = 0;         ///< of each training; 0: as its preset says

  static const FieldList<StudyBudget>& fields();
  bool operator==(const StudyBudget&) const = default;
};

/// Methods × steps × images (× seeds of the trainings).
struct StudySpec {
  std::string name = "study";        ///< of its run folder
  std::string title;
  std::string help;
  SimulationSpec simulation;         ///< step and object's source are set by what follows
  std::vector<double> steps_px;
  std::vector<std::int64_t> seeds{1};
  StudyBudget budget;
  std::vector<StudyTraining> trainings;
  std::vector<StudyMethod> methods;
  std::vector<StudyImages> images;
  std::string keep = "worst:10";     ///< estimates of each method, as `evaluate --keep`

  bool operator==(const StudySpec&) const = default;
};

/// {"schema": 1, "name": …, "simulation": {…}, "steps_px": [60], "seeds": [1], "budget": {…}, "trainings": [{…}], …}
[[nodiscard]] Json studySpecToJson(const StudySpec& spec);
/// Missing parts keep the default; an unknown one is an error that names it.
[[nodiscard]] Result<StudySpec> studySpecFromJson(const Json& json);
/// Names that are unique and fit into names of files, methods whose training is there, at least one method, step, seed
/// and set of images. Errors name the part and the remedy.
[[nodiscard]] Result<void> checkStudySpec(const StudySpec& spec);

/// "{step}" replaced by the step: "60", "37.5".
[[nodiscard]] std::string atStep(const std::string& text, double step_px);
/// "60", "37.5"
[[nodiscard]] std::string stepText(double step_px);

}  // namespace ptycho
