#include "core/exchange/tiff_pages.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>
#include <tiffio.h>

#include "core/store/limits.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

TiffHandle openTiff(const fs::path& file) {
  // The library prints to standard error unless told otherwise.
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
#if TIFFLIB_VERSION >= 20221213
  TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
  if (options == nullptr) return {};
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, static_cast<tmsize_t>(fileLimits().chunk_bytes));
  TiffHandle tiff(TIFFOpenExt(file.c_str(), "rm", options));
  TIFFOpenOptionsFree(options);
  return tiff;
#else
  return TiffHandle(TIFFOpen(file.c_str(), "rm"));
#endif
}

/// What is the same on every page.
struct PageType {
  std::uint32_t rows = 0;
  std::uint32_t cols = 0;
  std::uint16_t bits = 0;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  bool operator==(const PageType&) const = default;

  [[nodiscard]] std::string text() const {
    const char* const kind = format == SAMPLEFORMAT_IEEEFP ? "float" : format == SAMPLEFORMAT_INT ? "int" : "uint";
    return fmt::format("{}{}", kind, bits);
  }
};

PageType pageType(TIFF* tiff) {
  PageType type;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &type.cols);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &type.rows);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &type.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &type.format);
  if (type.format == SAMPLEFORMAT_VOID) type.format = SAMPLEFORMAT_UINT;
  return type;
}

Result<void> checkPage(TIFF* tiff, const PageType& type, const std::string& where) {
  const std::uint64_t side = fileLimits().pattern_side;
  if (type.rows == 0 || type.cols == 0 || type.rows > side || type.cols > side) {
    return badInput(fmt::format("says {} × {} px; sides are 1 … {} px.", type.rows, type.cols, side), where);
  }
  std::uint16_t samples = 1;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  std::uint16_t compression = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  if (samples != 1 || photometric == PHOTOMETRIC_PALETTE) {
    return fail(ErrorCode::Unsupported, "is in colour; patterns are numbers, one a pixel: save it as greyscale.", where);
  }
  const bool whole = (type.format == SAMPLEFORMAT_UINT || type.format == SAMPLEFORMAT_INT) &&
                     (type.bits == 8 || type.bits == 16 || type.bits == 32);
  const bool real = type.format == SAMPLEFORMAT_IEEEFP && (type.bits == 32 || type.bits == 64);
  if (!whole && !real) {
    return fail(ErrorCode::Unsupported, fmt::format("holds samples of {} bit (format {}); 8, 16 and 32 bit integers and 32 "
                                                    "and 64 bit floats are read.", type.bits, type.format), where);
  }
  constexpr std::uint16_t kRead[] = {COMPRESSION_NONE,          COMPRESSION_LZW,     COMPRESSION_PACKBITS,
                                     COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE, COMPRESSION_LZMA, COMPRESSION_ZSTD};
  if (std::ranges::find(kRead, compression) == std::end(kRead)) {
    return fail(ErrorCode::Unsupported, fmt::format("is compressed by method {}, which loses or is not read; save it "
                                                    "uncompressed, or with LZW or Deflate.", compression), where);
  }
  if (TIFFIsCODECConfigured(compression) == 0) {
    return fail(ErrorCode::Unsupported, fmt::format("is compressed by method {}, which the TIFF library here lacks; save it "
                                                    "with LZW or Deflate.", compression), where);
  }
  const std::uint64_t block = TIFFIsTiled(tiff) != 0 ? TIFFTileSize64(tiff) : TIFFStripSize64(tiff);
  if (block == 0 || block > fileLimits().chunk_bytes) {
    return badInput(fmt::format("has blocks of {}; the limit is {}.", byteText(block), byteText(fileLimits().chunk_bytes)),
                    where);
  }
  return {};
}

/// ImageJ writes stacks above 4 GiB with one directory and says the number of pictures in the description.
std::uint64_t imageJPictures(TIFF* tiff) {
  char* description = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_IMAGEDESCRIPTION, &description) != 1 || description == nullptr) return 1;
  const std::string_view text(description, ::strnlen(description, 4096));
  constexpr std::string_view kImages = "\nimages=";
  const std::size_t at = text.find(kImages);
  if (!text.starts_with("ImageJ=") || at == text.npos) return 1;
  std::uint64_t count = 1;
  std::from_chars(text.data() + at + kImages.size(), text.data() + text.size(), count);
  return count;
}

template <class T>
void convert(const std::vector<char>& bytes, std::size_t count, float* values) {
  for (std::size_t k = 0; k < count; ++k) {
    T value;
    std::memcpy(&value, bytes.data() + k * sizeof(T), sizeof(T));
    values[k] = static_cast<float>(value);
  }
}

void convertRow(const PageType& type, const std::vector<char>& bytes, std::size_t count, float* values) {
  if (type.format == SAMPLEFORMAT_IEEEFP) {
    return type.bits == 32 ? convert<float>(bytes, count, values) : convert<double>(bytes, count, values);
  }
  const bool isSigned = type.format == SAMPLEFORMAT_INT;
  if (type.bits == 8) return isSigned ? convert<std::int8_t>(bytes, count, values) : convert<std::uint8_t>(bytes, count, values);
  if (type.bits == 16) {
    return isSigned ? convert<std::int16_t>(bytes, count, values) : convert<std::uint16_t>(bytes, count, values);
  }
  return isSigned ? convert<std::int32_t>(bytes, count, values) : convert<std::uint32_t>(bytes, count, values);
}

}  // namespace

struct TiffPages::Content {
  fs::path file;
  TiffHandle tiff;
  PageType type;
  std::vector<std::uint64_t> offsets;  ///< of the pages' directories

  Result<void> listPages() {
    std::unordered_set<std::uint64_t> seen;
    while (true) {
      const std::uint64_t offset = TIFFCurrentDirOffset(tiff.get());
      if (!seen.insert(offset).second) return badInput("has page directories that lead back to earlier ones.", file.string());
      const std::string where = fmt::format("{}:page [{}]", file.string(), offsets.size());
      const PageType page = pageType(tiff.get());
      PTYCHO_CHECK(checkPage(tiff.get(), page, where));
      if (offsets.empty()) type = page;
      if (page != type) {
        return badInput(fmt::format("is {} of {} × {} px, the first page {} of {} × {} px; a stack has pages of one kind.",
                                    page.text(), page.rows, page.cols, type.text(), type.rows, type.cols), where);
      }
      if (offsets.size() == fileLimits().stack_length) {
        return badInput(fmt::format("has more than {} pages, the limit.", fileLimits().stack_length), file.string());
      }
      offsets.push_back(offset);
      if (TIFFLastDirectory(tiff.get()) != 0) return {};
      if (TIFFReadDirectory(tiff.get()) != 1) {
        return badInput(fmt::format("is cut off or damaged behind page [{}].", offsets.size() - 1), file.string());
      }
    }
  }

  Result<void> readStrips(float* values, const std::string& where) {
    std::vector<char> row(static_cast<std::size_t>(TIFFScanlineSize64(tiff.get())));
    if (row.size() < std::size_t{type.cols} * (type.bits / 8)) return badInput("has damaged rows.", where);
    for (std::uint32_t r = 0; r < type.rows; ++r) {
      if (TIFFReadScanline(tiff.get(), row.data(), r, 0) < 0) {
        return badInput(fmt::format("is cut off or damaged at row {}.", r), where);
      }
      convertRow(type, row, type.cols, values + std::size_t{r} * type.cols);
    }
    return {};
  }

  Result<void> readTiles(float* values, const std::string& where) {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    TIFFGetField(tiff.get(), TIFFTAG_TILEWIDTH, &width);
    TIFFGetField(tiff.get(), TIFFTAG_TILELENGTH, &height);
    const std::uint64_t sample = type.bits / 8;
    const std::uint64_t size = TIFFTileSize64(tiff.get());
    if (width == 0 || height == 0 || size > fileLimits().chunk_bytes || size / width / height < sample) {
      return badInput("has damaged tiles.", where);
    }
    std::vector<char> tile(static_cast<std::size_t>(size));
    std::vector<char> row(std::min(width, type.cols) * sample);
    for (std::uint32_t top = 0; top < type.rows; top += height) {
      for (std::uint32_t left = 0; left < type.cols; left += width) {
        if (TIFFReadTile(tiff.get(), tile.data(), left, top, 0, 0) < 0) {
          return badInput(fmt::format("is cut off or damaged at row {}.", top), where);
        }
        const std::uint32_t across = std::min(width, type.cols - left);
        for (std::uint32_t r = 0; r < std::min(height, type.rows - top); ++r) {
          std::memcpy(row.data(), tile.data() + std::size_t{r} * width * sample, across * sample);
          convertRow(type, row, across, values + std::size_t{top + r} * type.cols + left);
        }
      }
    }
    return {};
  }
};

Result<TiffPages> TiffPages::open(const fs::path& file) {
  std::error_code status;
  if (!fs::is_regular_file(file, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", file.string());
  auto content = std::make_shared<Content>();
  content->file = file;
  content->tiff = openTiff(file);
  if (!content->tiff) return badInput("is not a TIFF file, or is damaged.", file.string());
  const std::uint64_t claimed = imageJPictures(content->tiff.get());
  PTYCHO_CHECK(content->listPages());
  if (content->offsets.size() == 1 && claimed > 1) {
    return fail(ErrorCode::Unsupported, fmt::format("holds {} pictures behind one page, as ImageJ writes large stacks; save "
                                                    "it as an image sequence or as HDF5.", claimed), file.string());
  }
  return TiffPages(std::move(content));
}

std::uint64_t TiffPages::pages() const { return m_content->offsets.size(); }
std::uint64_t TiffPages::rows() const { return m_content->type.rows; }
std::uint64_t TiffPages::cols() const { return m_content->type.cols; }
std::string TiffPages::typeText() const { return m_content->type.text(); }

std::optional<double> TiffPages::typeMaximum() const {
  const PageType& type = m_content->type;
  if (type.format == SAMPLEFORMAT_IEEEFP) return std::nullopt;
  return std::ldexp(1.0, type.format == SAMPLEFORMAT_INT ? type.bits - 1 : type.bits) - 1;
}

Result<void> TiffPages::read(std::uint64_t page, float* values) const {
  Content& content = *m_content;
  const std::string where = fmt::format("{}:page [{}]", content.file.string(), page);
  if (page >= content.offsets.size()) {
    return badInput(fmt::format("is not there: the file has {} pages.", content.offsets.size()), where);
  }
  TIFF* const tiff = content.tiff.get();
  // The file may have changed since it was opened.
  if (TIFFSetSubDirectory(tiff, content.offsets[page]) != 1 || pageType(tiff) != content.type) {
    return badInput("is damaged.", where);
  }
  PTYCHO_CHECK(checkPage(tiff, content.type, where));
  return TIFFIsTiled(tiff) != 0 ? content.readTiles(values, where) : content.readStrips(values, where);
}

}  // namespace ptycho
