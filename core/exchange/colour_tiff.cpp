#include "core/exchange/colour_tiff.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include <fmt/format.h>
#include <tiffio.h>

#include "core/base/atomic_file.h"

namespace ptycho {

namespace {

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

void setTags(TIFF* tiff, const ColourPicture& picture) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.height);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
  if (!picture.description.empty()) TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, picture.description.c_str());
  if (picture.dpi > 0) {
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, static_cast<float>(picture.dpi));
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, static_cast<float>(picture.dpi));
  }
}

}  // namespace

Result<void> writeColourTiff(const std::filesystem::path& file, const ColourPicture& picture) {
  const std::size_t line = std::size_t(picture.width) * 3;
  if (line == 0 || picture.height == 0 || picture.rgb.size() != line * picture.height) {
    return badInput(fmt::format("would hold {} × {} px from {} bytes.", picture.width, picture.height,
                                picture.rgb.size()), file.string());
  }
  TIFFSetErrorHandler(nullptr);  // the library prints to standard error unless told otherwise
  return replaceFile(file, [&](const std::filesystem::path& target) -> Result<void> {
    const auto cannotWrite = [&] {
      return tl::unexpected(errnoError(errno != 0 ? errno : EIO, "cannot write", target));
    };
    errno = 0;
    const std::unique_ptr<TIFF, CloseTiff> tiff(TIFFOpen(target.c_str(), "w"));
    if (!tiff) return cannotWrite();
    setTags(tiff.get(), picture);
    std::string row(line, '\0');
    for (std::uint32_t r = 0; r < picture.height; ++r) {
      // The library changes what it is given (predictor), hence the copy.
      std::copy_n(picture.rgb.data() + r * line, line, row.data());
      if (TIFFWriteScanline(tiff.get(), row.data(), r, 0) < 0) return cannotWrite();
    }
    if (TIFFFlush(tiff.get()) != 1) return cannotWrite();
    return {};
  });
}

}  // namespace ptycho
