#pragma once

#include <filesystem>
#include <vector>

#include "core/base/error.h"
#include "core/base/image.h"

namespace ptycho {

/// Limits checked before a photo is decoded.
struct PhotoLimits {
  std::int64_t file_bytes = 256ll << 20;
  std::int64_t pixels = 100'000'000;
  int side_px = 16'384;
  int smallest_side_px = 8;
};

/// Luma (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B) in [0, 1] of a JPEG or PNG file, 8 or 16 bit, [rows, cols].
/// Refused with a sentence: other formats, damaged files, anything past the limits, sides below 8 px.
[[nodiscard]] Result<RealImage> loadPhotoLuma(const std::filesystem::path& file, const PhotoLimits& limits = {});

/// Resizes with an antialiasing filter (triangle/Lanczos-3 widened by the reduction), then clips to [0, 1].
[[nodiscard]] RealImage resizeImage(const RealImage& image, std::size_t rows, std::size_t cols);

/// Short side to `side` (or as needed to cover rows × cols), centre crop to rows × cols.
[[nodiscard]] RealImage coverAndCrop(const RealImage& image, std::size_t rows, std::size_t cols);

/// A JPEG or PNG file by its name (extension in any case); hidden files are none.
[[nodiscard]] bool isPhotoName(const std::filesystem::path& file);

/// The JPEG and PNG files of a folder (by extension, any case), sorted by name; not recursive. Or those that a text
/// file (.txt) lists, one a line, in its order: whole paths, or relative to the list; lines with # say nothing.
/// An empty or missing folder is an error that names it; so is a line of a list that names no photo.
[[nodiscard]] Result<std::vector<std::filesystem::path>> listPhotos(const std::filesystem::path& folder);

}  // namespace ptycho
