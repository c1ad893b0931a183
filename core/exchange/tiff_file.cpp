#include "core/exchange/tiff_file.h"

#include <cerrno>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <tiffio.h>

#include "core/base/atomic_file.h"
#include "core/base/spec_json.h"
#include "core/base/version.h"

namespace ptycho {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kLargestSide = 65'536;
constexpr double kLargestCount = 65'535;

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

/// The library prints to standard error unless told otherwise.
void silenceLibrary() {
  static const bool done = [] {
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    return true;
  }();
  (void)done;
}

std::string descriptionOf(const TiffMeaning& meaning) {
  Json json{{"program", "ptychodesk " + programVersion()}, {"quantity", meaning.quantity}, {"unit", meaning.unit},
            {"pixel_m", meaning.pixel_m}, {"offset", meaning.offset}, {"scale", meaning.scale}};
  return jsonText(json);
}

TiffMeaning meaningOf(const char* description) {
  TiffMeaning meaning;
  const auto json = parseJson(description ? description : "", "ImageDescription");
  if (!json || !json->is_object()) return meaning;
  const auto text = [&](const char* key) { return json->value(key, Json()).is_string() ? (*json)[key].get<std::string>() : ""; };
  const auto number = [&](const char* key, double missing) {
    return json->value(key, Json()).is_number() ? (*json)[key].get<double>() : missing;
  };
  return {text("quantity"), text("unit"), number("pixel_m", 0), number("offset", 0), number("scale", 1)};
}

void fitToCounts(const RealImage& picture, TiffMeaning& meaning) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const float value : picture) {
    if (!std::isfinite(value)) continue;
    low = std::min<double>(low, value);
    high = std::max<double>(high, value);
  }
  meaning.offset = std::isfinite(low) ? low : 0;
  meaning.scale = high > low ? (high - low) / kLargestCount : 1;
}

std::uint16_t countOf(float value, const TiffMeaning& meaning) {
  if (!std::isfinite(value)) return 0;
  return static_cast<std::uint16_t>(std::clamp(std::round((value - meaning.offset) / meaning.scale), 0.0, kLargestCount));
}

void setTags(TIFF* tiff, const RealImage& picture, TiffDepth depth, const TiffMeaning& meaning) {
  const bool real = depth == TiffDepth::Float32;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(picture.cols()));
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(picture.rows()));
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, real ? 32 : 16);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, real ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(picture.rows()));
  TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, descriptionOf(meaning).c_str());
  if (meaning.pixel_m > 0) {
    const auto perCentimetre = static_cast<float>(0.01 / meaning.pixel_m);
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, perCentimetre);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, perCentimetre);
  }
}

Result<void> writeRows(TIFF* tiff, const RealImage& picture, TiffDepth depth, const TiffMeaning& meaning,
                       const fs::path& file) {
  std::vector<std::uint16_t> counts(picture.cols());
  std::vector<float> values(picture.cols());
  for (std::size_t r = 0; r < picture.rows(); ++r) {
    void* row = counts.data();
    if (depth == TiffDepth::Float32) {
      std::copy_n(picture.row(r), picture.cols(), values.data());
      row = values.data();
    } else {
      for (std::size_t c = 0; c < picture.cols(); ++c) counts[c] = countOf(picture(r, c), meaning);
    }
    if (TIFFWriteScanline(tiff, row, static_cast<std::uint32_t>(r), 0) < 0) {
      return tl::unexpected(errnoError(errno ? errno : EIO, "cannot write", file));
    }
  }
  if (TIFFFlush(tiff) != 1) return tl::unexpected(errnoError(errno ? errno : EIO, "cannot write", file));
  return {};
}

}  // namespace

Result<void> writeTiff(const fs::path& file, const RealImage& picture, TiffDepth depth, const TiffMeaning& meaning) {
  if (picture.empty()) return badInput("would be an empty picture; there is nothing to write.", file.string());
  silenceLibrary();
  TiffMeaning written = meaning;
  written.offset = 0;
  written.scale = 1;
  if (depth == TiffDepth::Integer16) fitToCounts(picture, written);
  return replaceFile(file, [&](const fs::path& target) -> Result<void> {
    errno = 0;
    const TiffHandle tiff(TIFFOpen(target.c_str(), "w"));
    if (!tiff) return tl::unexpected(errnoError(errno ? errno : EIO, "cannot write", target));
    setTags(tiff.get(), picture, depth, written);
    return writeRows(tiff.get(), picture, depth, written, target);
  });
}

Result<TiffPicture> readTiff(const fs::path& file) {
  silenceLibrary();
  std::error_code status;
  if (!fs::is_regular_file(file, status)) return fail(ErrorCode::NotFound, "is not there; check the name.", file.string());
  const TiffHandle tiff(TIFFOpen(file.c_str(), "rm"));
  if (!tiff) return badInput("is not a TIFF file, or is damaged.", file.string());
  std::uint32_t cols = 0;
  std::uint32_t rows = 0;
  std::uint16_t bits = 0;
  std::uint16_t samples = 1;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &cols);
  TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &rows);
  TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_SAMPLEFORMAT, &format);
  const bool real = bits == 32 && format == SAMPLEFORMAT_IEEEFP;
  if (samples != 1 || (!real && !(bits == 16 && format == SAMPLEFORMAT_UINT)) || TIFFIsTiled(tiff.get()) != 0) {
    return fail(ErrorCode::Unsupported, fmt::format("holds {} samples of {} bit; only one sample of 32-bit float or 16-bit "
                                                    "integer in strips is read.", samples, bits), file.string());
  }
  if (rows == 0 || cols == 0 || rows > kLargestSide || cols > kLargestSide) {
    return badInput(fmt::format("says {} × {} px; sides are 1 … {} px.", rows, cols, kLargestSide), file.string());
  }
  // An honest file is at least as large as a deflated picture of zeros.
  const auto declared = static_cast<std::uint64_t>(rows) * cols * (bits / 8);
  if (declared / 1'100 > fs::file_size(file, status)) {
    return badInput(fmt::format("says {} × {} px but is far too small for them.", rows, cols), file.string());
  }
  char* description = nullptr;
  TIFFGetField(tiff.get(), TIFFTAG_IMAGEDESCRIPTION, &description);
  TiffPicture read{RealImage(rows, cols), meaningOf(description)};
  std::vector<std::uint16_t> counts(real ? 0 : cols);
  for (std::uint32_t r = 0; r < rows; ++r) {
    void* row = real ? static_cast<void*>(read.picture.row(r)) : counts.data();
    if (TIFFReadScanline(tiff.get(), row, r, 0) < 0) {
      return badInput(fmt::format("is cut off or damaged at row {}.", r), file.string());
    }
    for (std::size_t c = 0; c < counts.size(); ++c) {
      read.picture(r, c) = static_cast<float>(read.meaning.offset + read.meaning.scale * counts[c]);
    }
  }
  return read;
}

}  // namespace ptycho
