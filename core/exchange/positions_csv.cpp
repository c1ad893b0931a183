#include "core/exchange/positions_csv.h"

#include <fmt/format.h>

#include "core/base/atomic_file.h"

namespace ptycho {

Result<void> writePositionsCsv(const std::filesystem::path& file, const ExportView& view) {
  const bool metres = view.object_pixel_m > 0;
  const bool given = view.given.size() == view.positions.size();
  std::string text = fmt::format("{}row_px,col_px{}\n", metres ? "y_m,x_m," : "", given ? ",given_row_px,given_col_px" : "");
  const auto middles = middlesInMetres(view.positions, view);
  for (std::size_t k = 0; k < view.positions.size(); ++k) {
    if (metres) text += fmt::format("{},{},", middles[k][0], middles[k][1]);
    text += fmt::format("{},{}", view.positions[k].row, view.positions[k].col);
    if (given) text += fmt::format(",{},{}", view.given[k].row, view.given[k].col);
    text += '\n';
  }
  return replaceFileText(file, text);
}

}  // namespace ptycho
