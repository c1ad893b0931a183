#include "core/source/photo.h"

#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "core/source/photo_integrity.h"
#include "core/source/stb_image_jpeg_png.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

Result<std::vector<std::uint8_t>> readFile(const fs::path& file, std::int64_t limitBytes) {
  std::error_code status;
  const fs::file_status kind = fs::status(file, status);
  if (kind.type() == fs::file_type::not_found) {
    return fail(ErrorCode::NotFound, "the photo does not exist; check the path.", file.string());
  }
  if (fs::is_directory(kind)) {
    return badInput("is a folder where a photo is needed; name a file, or choose the source \"folder\".",
                    file.string());
  }
  if (!fs::is_regular_file(kind)) return badInput("is not a regular file; name a JPEG or PNG file.", file.string());
  const std::uintmax_t bytes = fs::file_size(file, status);
  if (status) return fail(ErrorCode::Io, fmt::format("cannot be read: {}.", status.message()), file.string());
  if (bytes == 0) return badInput("is empty; copy or save the photo again.", file.string());
  if (bytes > static_cast<std::uintmax_t>(limitBytes)) {
    return badInput(fmt::format("has {} bytes and the limit for a photo is {}; save it smaller.", bytes, limitBytes),
                    file.string());
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorCode::Io, "cannot be opened for reading; check its permissions.", file.string());
  std::vector<std::uint8_t> content(static_cast<std::size_t>(bytes));
  stream.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  if (static_cast<std::size_t>(stream.gcount()) != content.size()) {
    return fail(ErrorCode::Io, "cannot be read to its end; check the disk or copy the photo again.", file.string());
  }
  return content;
}

Result<void> checkSize(const PhotoHeader& header, const PhotoLimits& limits) {
  const auto refuse = [&](const std::string& remedy) {
    return badInput(fmt::format("is {} × {} px; {}.", header.cols, header.rows, remedy));
  };
  if (header.rows > limits.side_px || header.cols > limits.side_px) {
    return refuse(fmt::format("no side may be longer than {} px: save it smaller", limits.side_px));
  }
  if (static_cast<std::int64_t>(header.rows) * header.cols > limits.pixels) {
    return refuse(fmt::format("the limit is {} pixels in all: save it smaller", limits.pixels));
  }
  if (header.rows < limits.smallest_side_px || header.cols < limits.smallest_side_px) {
    return refuse(fmt::format("each side needs at least {} px: choose a larger photo", limits.smallest_side_px));
  }
  return {};
}

Result<RealImage> decodeWithin(const std::vector<std::uint8_t>& bytes, const PhotoLimits& limits) {
  PTYCHO_TRY(const PhotoFormat format, detectPhotoFormat(bytes));
  PTYCHO_CHECK(checkPhotoComplete(bytes, format));
  PTYCHO_TRY(const PhotoHeader header, readPhotoHeader(bytes));
  PTYCHO_CHECK(checkSize(header, limits));
  return decodePhotoLuma(bytes);
}

}  // namespace

Result<RealImage> loadPhotoLuma(const fs::path& file, const PhotoLimits& limits) {
  PTYCHO_TRY(const std::vector<std::uint8_t> bytes, readFile(file, limits.file_bytes));
  auto luma = decodeWithin(bytes, limits);
  if (!luma) return passOn(std::move(luma).error(), file.string());
  return luma;
}

}  // namespace ptycho
