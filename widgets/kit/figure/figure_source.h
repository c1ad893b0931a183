#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "core/metrics/metrics.h"
#include "core/store/evaluation_file.h"
#include "widgets/kit/figure/figure_recipe.h"

namespace ptycho {

/// An object with what a figure needs to know of it.
struct FigurePictures {
  ComplexImage object;
  ComplexImage truth;  ///< empty when unknown
  std::optional<AlignedPictures> aligned;
  double pixel_m = 0;
  RealImage amplitude, phase;  ///< without a truth: the mean phase taken out
};

/// Reads each source, and the table of each evaluation, once.
class FigureSources {
 public:
  [[nodiscard]] Result<const FigurePictures*> pictures(const FigureSource& source);

 private:
  [[nodiscard]] Result<FigurePictures> read(const FigureSource& source);
  [[nodiscard]] Result<FigurePictures> readEstimate(const std::filesystem::path& file, const FigureSource& source);

  std::map<FigureSource, FigurePictures> m_read;
  std::map<std::filesystem::path, EvaluationTable> m_tables;
};

}  // namespace ptycho
