#include "widgets/kit/figure/result_figure.h"

#include <fmt/format.h>

#include "core/base/spec_json.h"
#include "core/base/version.h"
#include "core/optics/geometry.h"
#include "widgets/kit/figure/reconstruction_figure.h"

namespace ptycho {

FigureSpec resultFigure(const ResultRecord& record) {
  const Reconstruction& result = record.reconstruction;
  const std::string caption =
      fmt::format("{}: {} iterations, residual {:.2e}.", record.name, result.iterations, result.residual);
  FigureSpec figure = reconstructionFigure(record.truth, result.object,
                                           record.geometry ? objectPixelOf(*record.geometry) : 0,
                                           QString::fromStdString(caption));
  figure.recipe = QString::fromStdString(
      jsonText({{"program", "ptychodesk"}, {"version", programVersion()}, {"acquisition", record.acquisition},
                {"reconstruction", parseJson(record.spec_json, "spec").value_or(Json())}}));
  return figure;
}

}  // namespace ptycho
