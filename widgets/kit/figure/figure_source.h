#pragma once

#include <map>
#include <optional>

#include "core/metrics/metrics.h"
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

/// Reads each source once.
class FigureSources {
 public:
  [[nodiscard]] Result<const FigurePictures*> pictures(const FigureSource& source);

 private:
  std::map<FigureSource, FigurePictures> m_read;
};

}  // namespace ptycho
