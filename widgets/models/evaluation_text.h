#pragma once

#include <cstdint>
#include <vector>

#include <QString>

#include "core/base/text_table.h"

namespace ptycho {

class EvaluationModel;

/// Images and columns of an evaluation as a table of texts.
/// @param columns    indices into EvaluationModel::columns()
/// @param allDigits  numbers that read back to the same bits (for CSV) instead of four digits
[[nodiscard]] TextTable imageTexts(const EvaluationModel& model, const std::vector<std::int64_t>& images,
                                   const std::vector<int>& columns, bool allDigits);

/// A line an image: of photos that are there the whole path, so that --photos takes the list, else the image's name.
/// What starts with # says where the list comes from. Looks into the folder of photos.
[[nodiscard]] QString imageListText(const EvaluationModel& model, const std::vector<std::int64_t>& images);

}  // namespace ptycho
