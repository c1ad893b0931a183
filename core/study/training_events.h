#pragma once

#include <filesystem>

#include "core/study/study_results.h"

namespace ptycho {

/// Losses and validations from a training's events. A training that went on from a checkpoint repeats steps: the last
/// record of a step counts, and what lies behind a point of resumption is forgotten.
void readTrainingEvents(const std::filesystem::path& run, StudyTrainingResult& training);

}  // namespace ptycho
