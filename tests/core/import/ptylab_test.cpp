#include <gtest/gtest.h>

#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

void writeScan(RawFile& file, std::vector<hsize_t> encoder = {4, 2}) {
  file.floats("/ptychogram", {4, 8, 8}, countedFloats(4 * 64));
  file.doubles("/encoder", encoder, countedDoubles(8, 1e-6));
  file.doubles("/dxd", {1, 1}, {4e-6});  // as MATLAB writes numbers
  file.doubles("/zo", {}, {0.05});
  file.doubles("/wavelength", {}, {632.8e-9});
}

TEST(PtyLab, EncoderIsRowAndColumnOfTheWindowInMetres) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "scan.hdf5");
    writeScan(file);
    file.doubles("/entrancePupilDiameter", {}, {150e-6});
    file.floats("/emptyBeam", {8, 8}, countedFloats(64));
    file.doubles("/spectralDensity", {2}, {632.8e-9, 500e-9});
  }
  const auto scan = openScan(folder / "scan.hdf5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptylab");
  ASSERT_EQ(scan->positions.size(), 4U);
  EXPECT_DOUBLE_EQ(scan->positions[1][0], 2e-6);
  EXPECT_EQ(conventionText(*scan, "position_axes"), "yx (format)");
  EXPECT_EQ(conventionText(*scan, "position_sign_y"), "plus (format)");
  EXPECT_EQ(conventionText(*scan, "orientation"), "as-stored (format)");
  EXPECT_EQ(conventionText(*scan, "zero_frequency"), "centre (format)");
  EXPECT_EQ(scan->detector_pixel_m, (std::array{4e-6, 4e-6}));
  EXPECT_EQ(scan->distance_m, 0.05);
  EXPECT_EQ(scan->wavelength_m, 632.8e-9);
  EXPECT_EQ(patternOf(*scan, 1).front(), 64);
  EXPECT_TRUE(hasNote(*scan, "150 µm"));
  EXPECT_TRUE(hasNote(*scan, "emptyBeam"));
  EXPECT_TRUE(hasNote(*scan, "2 wavelengths"));
}

TEST(PtyLab, OrientationsAreThoseThatPtyLabTurnsTo) {
  const std::vector<std::string> expected{
      "as-stored (stated)", "flip-rows (assumed)", "flip-rows (assumed)", "rotate-180 (assumed)",
      "transpose (stated)", "rotate-90 (assumed)", "rotate-90 (assumed)", "anti-transpose (assumed)"};
  const ScratchFolder folder;
  for (int k = 0; k < 8; ++k) {
    const auto path = folder / std::to_string(k).append(".h5");
    {
      RawFile file(path);
      writeScan(file);
      file.write("/orientation", H5T_STD_I64LE, {1}, H5T_NATIVE_INT, &k);
    }
    const auto scan = openScan(path, {});
    ASSERT_TRUE(scan) << scan.error().text();
    EXPECT_EQ(conventionText(*scan, "orientation"), expected[static_cast<std::size_t>(k)]);
  }
  for (const double wrong : {8.0, -1.0, 0.5}) {
    {
      RawFile file(folder / "wrong.h5");
      writeScan(file);
      file.doubles("/orientation", {}, {wrong});
    }
    const auto scan = openScan(folder / "wrong.h5", {});
    ASSERT_FALSE(scan);
    EXPECT_NE(scan.error().text().find("0 to 7"), std::string::npos);
  }
}

TEST(PtyLab, MatlabFilesHaveTransposedPatterns) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "matlab.h5");
    writeScan(file, {2, 4});
  }
  const auto scan = openScan(folder / "matlab.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(conventionText(*scan, "orientation"), "transpose (assumed)");
  EXPECT_DOUBLE_EQ(scan->positions[1][0], 1e-6);
  EXPECT_DOUBLE_EQ(scan->positions[1][1], 5e-6);
}

TEST(PtyLab, ResultHasProbeModesOfOneWavelengthAndSlice) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "result.hdf5");
    complexNumbers(file, "/probe", {2, 1, 3, 2, 4, 4});
    complexNumbers(file, "/object", {2, 1, 1, 2, 6, 6});
    file.floats("/error", {3}, {3, 2, 1});
    file.floats("/dxp", {}, {2e-6f});
    file.floats("/zo", {}, {0.05f});
    file.floats("/wavelength", {}, {632.8e-9f});
    file.doubles("/encoder_corrected", {4, 2}, countedDoubles(8, 1e-6));
  }
  const auto scan = openScan(folder / "result.hdf5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->title, "PtyLab result");
  EXPECT_EQ(scan->patterns, nullptr);
  ASSERT_EQ(scan->probe.count(), 3U);
  EXPECT_EQ(scan->probe.data()[0], Complex(0, 0));
  EXPECT_EQ(scan->probe.data()[16], Complex(32, -32));  // the second mode, past the first mode's second slice
  EXPECT_EQ(scan->object.size(), 36U);
  EXPECT_EQ(scan->positions.size(), 4U);
  EXPECT_EQ(scan->object_centre_m, (std::array{0.0, 0.0}));
  EXPECT_NEAR((*scan->object_pixel_m)[0], 2e-6, 1e-12);
  EXPECT_TRUE(hasNote(*scan, "first wavelength and slice"));
}

TEST(PtyLab, FourierPtychographyIsRefused) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "fpm.hdf5");
    file.floats("/ptychogram", {4, 8, 8}, countedFloats(4 * 64));
    file.doubles("/encoder", {4, 2}, countedDoubles(8));
    file.doubles("/zled", {}, {0.1});
  }
  const auto scan = openScan(folder / "fpm.hdf5", {});
  ASSERT_FALSE(scan);
  EXPECT_EQ(scan.error().code, ErrorCode::Unsupported);
  EXPECT_NE(scan.error().text().find("Fourier ptychography"), std::string::npos);
}

TEST(PtyLab, HostileArraysAreRefused) {
  const ScratchFolder folder;
  {
    RawFile flat(folder / "rank.h5");
    flat.floats("/ptychogram", {64}, countedFloats(64));
    flat.doubles("/encoder", {4, 2}, countedDoubles(8));
    RawFile complex(folder / "complex.h5");
    complexNumbers(complex, "/ptychogram", {4, 8, 8});
    complex.doubles("/encoder", {4, 2}, countedDoubles(8));
    RawFile wide(folder / "encoder.h5");
    wide.floats("/ptychogram", {4, 8, 8}, countedFloats(4 * 64));
    wide.doubles("/encoder", {4, 5}, countedDoubles(20));
    RawFile group(folder / "group.h5");
    group.floats("/ptychogram/inside", {4, 8, 8}, countedFloats(4 * 64));
    group.doubles("/encoder", {4, 2}, countedDoubles(8));
  }
  for (const char* name : {"rank.h5", "complex.h5", "encoder.h5", "group.h5"}) {
    const auto scan = openScan(folder / name, {});
    ASSERT_FALSE(scan) << name;
    EXPECT_NE(scan.error().text().find(name), std::string::npos) << scan.error().text();
  }
}

}  // namespace
}  // namespace ptycho
