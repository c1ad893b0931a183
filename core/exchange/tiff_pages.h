#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/error.h"

namespace ptycho {

/// The pages of a TIFF (or BigTIFF) as numbers: one sample of 8, 16 or 32 bit, signed or not, or of 32- or 64-bit float, in
/// strips or tiles, uncompressed or packed without loss (LZW, PackBits, Deflate, LZMA, Zstandard). All pages have the
/// sides and the type of the first. Pages are read when they are asked for; opening walks over their directories only.
/// One thread at a time; copies share the open file.
class TiffPages {
 public:
  /// Errors: no TIFF, damaged, directories in a circle, pages that differ, colours, palettes, sides or blocks beyond the
  /// limits, a stack of ImageJ that has one directory for many pictures.
  [[nodiscard]] static Result<TiffPages> open(const std::filesystem::path& file);

  [[nodiscard]] std::uint64_t pages() const;
  [[nodiscard]] std::uint64_t rows() const;
  [[nodiscard]] std::uint64_t cols() const;
  [[nodiscard]] std::string typeText() const;  ///< "uint16"
  /// The largest value of the type, for integers.
  [[nodiscard]] std::optional<double> typeMaximum() const;
  /// Values [rows, cols] of a page.
  [[nodiscard]] Result<void> read(std::uint64_t page, float* values) const;

 private:
  struct Content;
  explicit TiffPages(std::shared_ptr<Content> content) : m_content(std::move(content)) {}
  std::shared_ptr<Content> m_content;
};

}  // namespace ptycho
