#pragma once

#include <string>
#include <vector>

#include "core/base/image.h"

namespace ptycho {

/// A straight line over a picture, in pixels; pixel centres at whole numbers.
struct ProfileLine {
  double row_from = 0;
  double col_from = 0;
  double row_to = 0;
  double col_to = 0;
  int width_px = 1;  ///< mean over so many samples, 1 px apart, across the line
  [[nodiscard]] double length_px() const;
};

/// Plain: of numbers. Circular: of angles, arg of the mean of e^{iφ}, so that jumps of 2π do no harm.
enum class Averaging { Plain, Circular };

/// Distances from the start in pixels: evenly spaced, at most 1 px apart, both ends included.
[[nodiscard]] std::vector<double> profileDistances(const ProfileLine& line);
/// The values at these distances, by bilinear sampling; NaN where the line is outside the picture. Samples across the
/// line that are outside are left out of the mean.
[[nodiscard]] std::vector<double> profileValues(const RealImage& image, const ProfileLine& line, Averaging averaging);

/// A named column of numbers, all of one length.
struct ProfileColumn {
  std::string name;
  std::vector<double> values;
};
/// Header and one line per sample, comma separated, nine digits, "nan" for what is not known.
[[nodiscard]] std::string profileCsv(const std::vector<ProfileColumn>& columns);

}  // namespace ptycho
