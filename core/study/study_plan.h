#pragma once

#include <string>
#include <vector>

#include "core/study/study_spec.h"

namespace ptycho {

/// What the computer that carries out a study has.
struct StudyResources {
  int threads = 1;
  std::string device = "auto";  ///< of trainings and networks
  bool networks = true;         ///< the program has LibTorch
};

/// A run of the command-line program in a folder of its own inside the study's folder.
struct StudyChild {
  std::string id;                      ///< of its folder: "train-ptychonet-mse-60", "evaluate-hybrid-60-test"
  std::string verb;                    ///< "train", "evaluate"
  std::vector<std::string> arguments;  ///< behind the program, from the verb on; names relative to the study's folder
  std::vector<std::string> after;      ///< ids that must be done before
  double estimate_s = 0;               ///< on this computer's cores, see study_estimate.h
  [[nodiscard]] bool isTraining() const { return verb == "train"; }
};

/// A file that a child reads, relative to the study's folder.
struct StudyFile {
  std::string path;
  Json content;
};

/// A row of the table: one method at one step on one set of images.
struct StudyRow {
  StudyMethod method;             ///< chain at this step
  double step_px = 0;
  std::string images;             ///< name of the set
  std::vector<std::string> runs;  ///< ids of its evaluations, one a seed; of the flat picture one that has it too
  std::string column;             ///< the method's name in their tables: "network", "hybrid", "flat-chain"; empty: flat
};

struct StudyPlan {
  std::vector<StudyChild> children;   ///< in the order in which they are run
  std::vector<StudyFile> files;
  std::vector<StudyRow> rows;         ///< by images, then step, then method
  std::vector<std::string> left_out;  ///< sentences: what cannot be done here, and why
};

/// Trainings come before what needs them, step by step. Without networks methods that train are left out; a flat
/// picture is measured by the evaluations of the others.
/// @return error for what checkStudySpec() refuses, presets that are not there at a step, overrides that do not fit,
///         and a study of which nothing is left
[[nodiscard]] Result<StudyPlan> planStudy(const StudySpec& spec, const StudyResources& resources);

/// What `train` is told for one training.
[[nodiscard]] Result<TrainingSpec> trainingOf(const StudySpec& spec, const StudyTraining& training, double step_px,
                                              std::int64_t seed);
/// The scan and objects that a set of images is evaluated with.
[[nodiscard]] SimulationSpec simulationOf(const StudySpec& spec, const StudyImages& images, double step_px);

}  // namespace ptycho
