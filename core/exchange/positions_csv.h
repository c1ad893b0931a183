#pragma once

#include <filesystem>

#include "core/exchange/export_view.h"

namespace ptycho {

/// A line for each position, under a line of names: y_m,x_m,row_px,col_px (y before x, as ptychodus' CSV has it): middle
/// of the window about the object's middle in metres, then its top-left corner in object pixels. Where positions were
/// refined, given_row_px,given_col_px follow; without an object pixel the two columns in metres are left out. As many
/// digits as read back equal. Replaced in one step.
[[nodiscard]] Result<void> writePositionsCsv(const std::filesystem::path& file, const ExportView& view);

}  // namespace ptycho
