#include "core/exchange/tiff_pages.h"

#include <gtest/gtest.h>
#include <tiffio.h>

#include "tests/core/exchange/numpy_files.h"

namespace ptycho {
namespace {

using testing::NumpyFolder;
using testing::readBytes;
using testing::writeBytes;

struct Layout {
  std::uint16_t bits = 16;
  std::uint16_t format = SAMPLEFORMAT_UINT;
  std::uint16_t compression = COMPRESSION_NONE;
  std::uint16_t samples = 1;
  bool tiled = false;
  const char* mode = "w";
  const char* description = nullptr;
};

/// Pages [count, rows, cols] of the values 0, 1, 2, …
template <class T>
void writePages(const std::filesystem::path& file, std::uint32_t count, std::uint32_t rows, std::uint32_t cols,
                const Layout& layout) {
  TIFF* const tiff = TIFFOpen(file.c_str(), layout.mode);
  T next = 0;
  for (std::uint32_t page = 0; page < count; ++page) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, cols);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, rows);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, layout.samples);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, layout.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, layout.format);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, layout.compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, layout.samples == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    if (layout.description != nullptr) TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, layout.description);
    if (layout.tiled) {
      TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
      TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
      std::vector<T> picture(std::size_t{rows} * cols);
      for (T& value : picture) value = next++;
      for (std::uint32_t top = 0; top < rows; top += 16) {
        for (std::uint32_t left = 0; left < cols; left += 16) {
          std::vector<T> tile(256, T{99});
          for (std::uint32_t r = top; r < std::min(rows, top + 16); ++r) {
            for (std::uint32_t c = left; c < std::min(cols, left + 16); ++c) tile[(r - top) * 16 + c - left] = picture[r * cols + c];
          }
          TIFFWriteTile(tiff, tile.data(), left, top, 0, 0);
        }
      }
    } else {
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 3);
      std::vector<T> row(std::size_t{cols} * layout.samples);
      for (std::uint32_t r = 0; r < rows; ++r) {
        for (T& value : row) value = next++;
        TIFFWriteScanline(tiff, row.data(), r, 0);
      }
    }
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
}

template <class T>
void expectPages(const Layout& layout, const char* type) {
  const NumpyFolder folder;
  writePages<T>(folder / "a.tif", 3, 7, 5, layout);
  const auto pages = TiffPages::open(folder / "a.tif");
  ASSERT_TRUE(pages) << pages.error().text();
  EXPECT_EQ(pages->pages(), 3U);
  EXPECT_EQ(pages->rows(), 7U);
  EXPECT_EQ(pages->cols(), 5U);
  EXPECT_EQ(pages->typeText(), type);
  std::vector<float> values(35);
  for (const std::uint64_t page : {2, 0, 1}) {
    ASSERT_TRUE(pages->read(page, values.data()));
    for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(values[i], static_cast<float>(page * 35 + i)) << type;
  }
}

TEST(TiffPages, everyTypeOfNumberIsRead) {
  expectPages<std::uint8_t>({8, SAMPLEFORMAT_UINT}, "uint8");
  expectPages<std::uint16_t>({16, SAMPLEFORMAT_UINT}, "uint16");
  expectPages<std::int16_t>({16, SAMPLEFORMAT_INT}, "int16");
  expectPages<std::uint32_t>({32, SAMPLEFORMAT_UINT}, "uint32");
  expectPages<std::int32_t>({32, SAMPLEFORMAT_INT}, "int32");
  expectPages<float>({32, SAMPLEFORMAT_IEEEFP}, "float32");
  expectPages<double>({64, SAMPLEFORMAT_IEEEFP}, "float64");
}

TEST(TiffPages, compressionTilesByteOrderAndBigTiffMakeNoDifference) {
  for (const std::uint16_t compression : {COMPRESSION_LZW, COMPRESSION_PACKBITS, COMPRESSION_ADOBE_DEFLATE}) {
    expectPages<std::uint16_t>({16, SAMPLEFORMAT_UINT, compression}, "uint16");
    expectPages<std::uint16_t>({16, SAMPLEFORMAT_UINT, compression, 1, true}, "uint16");
  }
  expectPages<float>({32, SAMPLEFORMAT_IEEEFP, COMPRESSION_NONE, 1, true}, "float32");
  expectPages<std::uint16_t>({16, SAMPLEFORMAT_UINT, COMPRESSION_NONE, 1, false, "wb"}, "uint16");
  expectPages<float>({32, SAMPLEFORMAT_IEEEFP, COMPRESSION_NONE, 1, false, "wb8"}, "float32");
}

std::string refusal(const std::filesystem::path& file) {
  const auto pages = TiffPages::open(file);
  if (!pages) return pages.error().message;
  std::vector<float> values(pages->rows() * pages->cols());
  for (std::uint64_t page = 0; page < pages->pages(); ++page) {
    const auto read = pages->read(page, values.data());
    if (!read) return read.error().message;
  }
  return {};
}

TEST(TiffPages, whatIsNoStackOfNumbersIsRefused) {
  const NumpyFolder folder;
  const auto file = folder / "a.tif";
  writePages<std::uint8_t>(file, 1, 4, 4, {8, SAMPLEFORMAT_UINT, COMPRESSION_NONE, 3});
  EXPECT_NE(refusal(file).find("colour"), std::string::npos);
  writePages<std::uint8_t>(file, 1, 4, 16, {1, SAMPLEFORMAT_UINT});
  EXPECT_NE(refusal(file).find("samples of 1 bit"), std::string::npos);
  writePages<std::uint16_t>(file, 1, 4, 4, {16, SAMPLEFORMAT_UINT, COMPRESSION_NONE, 1, false, "w",
                                            "ImageJ=1.53t\nimages=500\nslices=500\n"});
  EXPECT_NE(refusal(file).find("500 pictures"), std::string::npos);
  writePages<std::uint8_t>(file, 1, 1, 9000, {8, SAMPLEFORMAT_UINT});
  EXPECT_NE(refusal(file).find("8192 px"), std::string::npos);
  writePages<std::uint16_t>(file, 1, 4, 4, {});
  writePages<std::uint16_t>(file, 1, 4, 5, {16, SAMPLEFORMAT_UINT, COMPRESSION_NONE, 1, false, "a"});
  EXPECT_NE(refusal(file).find("pages of one kind"), std::string::npos);
  writeBytes(file, std::string("II*\0\x08\0\0\0", 8));
  EXPECT_NE(refusal(file), "");
  EXPECT_NE(refusal(folder / "none.tif").find("not there"), std::string::npos);
}

TEST(TiffPages, everyCutIsNoticed) {
  const NumpyFolder folder;
  for (const std::uint16_t compression : {COMPRESSION_NONE, COMPRESSION_ADOBE_DEFLATE}) {
    writePages<std::uint16_t>(folder / "whole.tif", 3, 20, 20, {16, SAMPLEFORMAT_UINT, compression});
    const std::string whole = readBytes(folder / "whole.tif");
    EXPECT_EQ(refusal(folder / "whole.tif"), "");
    for (std::size_t length = 0; length + 8 < whole.size(); length += 13) {
      writeBytes(folder / "cut.tif", whole.substr(0, length));
      EXPECT_NE(refusal(folder / "cut.tif"), "") << length << " of " << whole.size();
    }
  }
}

}  // namespace
}  // namespace ptycho
