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

/// A line an image: of photos the whole path, else the image's name. What starts with # says where the list comes from.
[[nodiscard]] QString imageListText(const EvaluationModel& model, const std::vector<std::int64_t>& images);

}  // namespace ptycho
