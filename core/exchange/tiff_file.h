#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

enum class TiffDepth { Float32, Integer16 };

/// What the numbers of a TIFF mean; written into its ImageDescription as JSON.
struct TiffMeaning {
  std::string quantity;  ///< "amplitude", "phase"
  std::string unit;      ///< "rad"; empty for none
  double pixel_m = 0;    ///< also as XResolution and YResolution (pixels per cm); 0: unknown
  double offset = 0;     ///< 16 bit: value = offset + scale · count
  double scale = 1;
};

/// One greyscale page.
/// Float32: the numbers as they are, NaN too. Integer16: counts 0 … 65,535 over [min, max] of the finite values (NaN
/// becomes 0), with offset and scale in the description.
/// Replaced in one step; errors name the file.
[[nodiscard]] Result<void> writeTiff(const std::filesystem::path& file, const RealImage& picture, TiffDepth depth,
                                     const TiffMeaning& meaning);

/// A page as writeTiff() makes it: one sample, 32-bit float or 16-bit integer, uncompressed or deflated, at most
/// 65,536 px a side. Integer counts are turned back into values.
struct TiffPicture {
  RealImage picture;
  TiffMeaning meaning;
};
[[nodiscard]] Result<TiffPicture> readTiff(const std::filesystem::path& file);

}  // namespace ptycho
