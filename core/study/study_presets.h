#pragma once

#include <string_view>
#include <vector>

#include "core/study/study_spec.h"

namespace ptycho {

/// `reference`: the reference study's comparison at 20, 40 and 60 px (PHYSICS.md, section 6); `laptop`: the same
/// methods with small networks, half an hour each, at 60 px; `tiny`: ten minutes on two cores, without any file.
[[nodiscard]] const std::vector<StudySpec>& studyPresets();
/// An unknown name is an error that lists the known ones.
[[nodiscard]] Result<StudySpec> findStudyPreset(std::string_view name);

}  // namespace ptycho
