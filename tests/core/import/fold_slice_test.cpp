#include <fstream>

#include <gtest/gtest.h>

#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

/// A variable as MATLAB saves it: its class beside it.
void matlabDoubles(RawFile& file, const std::string& path, const std::vector<hsize_t>& shape,
                   const std::vector<double>& values) {
  file.doubles(path, shape, values);
  matlabClass(file, path, "double");
}

TEST(FoldSlice, PatternsAndParametersAreAPairOfFiles) {
  const ScratchFolder folder;
  {
    RawFile patterns(folder / "data_roi0_Ndp8_dp.hdf5");
    patterns.doubles("/dp", {3, 8, 9}, countedDoubles(3 * 72));
    RawFile parameters(folder / "data_roi0_Ndp8_para.hdf5");
    parameters.doubles("/ppX", {1, 3}, {0, 1e-6, 2e-6});
    parameters.doubles("/ppY", {3, 1}, {0, -1e-6, -2e-6});
    parameters.doubles("/lambda", {1, 1}, {1.4e-10});
    parameters.doubles("/dx", {1, 1}, {1e-8});
  }
  for (const char* name : {"data_roi0_Ndp8_dp.hdf5", "data_roi0_Ndp8_para.hdf5"}) {
    const auto scan = openScan(folder / name, {});
    ASSERT_TRUE(scan) << scan.error().text();
    EXPECT_EQ(scan->format, "fold-slice");
    ASSERT_TRUE(scan->patterns);
    EXPECT_EQ(scan->patterns->count(), 3U);
    ASSERT_EQ(scan->positions.size(), 3U);
    EXPECT_DOUBLE_EQ(scan->positions[2][0], 2e-6);
    EXPECT_DOUBLE_EQ(scan->positions[2][1], -2e-6);
    EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (format)");
    EXPECT_EQ(conventionText(*scan, "position_sign_y"), "plus (format)");
    EXPECT_EQ(conventionText(*scan, "position_unit"), "m (format)");
    EXPECT_EQ(conventionText(*scan, "orientation"), "transpose (assumed)");
    EXPECT_EQ(conventionText(*scan, "radiation"), "");
    EXPECT_EQ(scan->wavelength_m, 1.4e-10);
    EXPECT_EQ(scan->object_pixel_m, (std::array{1e-8, 1e-8}));
    EXPECT_TRUE(hasNote(*scan, "beside the"));
  }
}

TEST(FoldSlice, ElectronsHaveAngstroms) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "scan.h5");
    file.floats("/dp", {2, 8, 8}, countedFloats(128));
    file.doubles("/ppX", {2}, {0, 0.41});
    file.doubles("/ppY", {2}, {0, 0});
    file.doubles("/lambda", {}, {0.0197});
    file.doubles("/dx", {}, {0.1});
  }
  const auto scan = openScan(folder / "scan.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(conventionText(*scan, "position_unit"), "angstrom (assumed)");
  EXPECT_EQ(conventionText(*scan, "radiation"), "electrons (assumed)");
  EXPECT_DOUBLE_EQ(*scan->wavelength_m, 1.97e-12);
  EXPECT_DOUBLE_EQ((*scan->object_pixel_m)[0], 1e-11);
  EXPECT_FALSE(scan->distance_m);
}

TEST(FoldSlice, MatlabResultIsTurnedRoundAndCounted) {
  const ScratchFolder folder;
  makeMatlabFile(folder / "Niter100.mat");
  {
    RawFile file(folder / "Niter100.mat", H5F_ACC_RDWR);
    complexNumbers(file, "/object", {2, 5, 7}, "real", "imag");  // MATLAB: 7 rows, 5 columns, 2 layers
    complexNumbers(file, "/probe", {2, 3, 4, 4}, "real", "imag");
    matlabClass(file, "/object", "single");
    matlabDoubles(file, "/outputs/probe_positions", {2, 4}, {0, 1, 2, 3, 10, 11, 12, 13});
    matlabDoubles(file, "/p/dx_spec", {2, 1}, {2e-8, 2e-8});
    matlabDoubles(file, "/p/lambda", {1, 1}, {1.4e-10});
    matlabDoubles(file, "/p/z", {1, 1}, {2.0});
    matlabDoubles(file, "/p/energy", {1, 1}, {8.8});
    matlabDoubles(file, "/p/ds", {2}, {0, 0});  // an empty array is stored as its shape
    file.attribute("/p/ds", "MATLAB_empty", 1);
  }
  const auto scan = openScan(folder / "Niter100.mat", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->title, "fold_slice result (MATLAB 7.3)");
  EXPECT_EQ(scan->patterns, nullptr);
  ASSERT_EQ(scan->object.rows(), 7U);
  ASSERT_EQ(scan->object.cols(), 5U);
  EXPECT_EQ(scan->object(6, 0), Complex(6, -6));
  EXPECT_EQ(scan->object(0, 1), Complex(7, -7));
  ASSERT_EQ(scan->probe.count(), 3U);
  EXPECT_EQ(scan->probe.data()[1], Complex(4, -4));
  ASSERT_EQ(scan->positions.size(), 4U);
  EXPECT_EQ(scan->positions[1], (std::array{1.0, 11.0}));
  EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (format)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "px (format)");
  EXPECT_EQ(conventionText(*scan, "energy_unit"), "keV (format)");
  EXPECT_EQ(scan->energy, 8.8);
  EXPECT_EQ(scan->distance_m, 2.0);
  EXPECT_FALSE(scan->detector_pixel_m);
  EXPECT_EQ(scan->object_centre_m, (std::array{0.0, 0.0}));
  EXPECT_TRUE(hasNote(*scan, "several layers"));
  EXPECT_TRUE(hasNote(*scan, "varies in 2 modes"));
}

TEST(FoldSlice, MatlabPatternsAreTransposedForSure) {
  const ScratchFolder folder;
  makeMatlabFile(folder / "data.mat");
  {
    RawFile file(folder / "data.mat", H5F_ACC_RDWR);
    file.floats("/cbed", {2, 8, 8}, countedFloats(128));
    matlabClass(file, "/cbed", "single");
  }
  const auto scan = openScan(folder / "data.mat", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(conventionText(*scan, "orientation"), "transpose (format)");
  EXPECT_EQ(conventionText(*scan, "quantity"), "intensity (format)");
  EXPECT_EQ(patternOf(*scan, 1).front(), 64);
}

TEST(FoldSlice, MatlabClassesWithoutNumbersAreNamed) {
  const ScratchFolder folder;
  makeMatlabFile(folder / "cell.mat");
  makeMatlabFile(folder / "four.mat");
  makeMatlabFile(folder / "empty.mat");
  {
    RawFile cell(folder / "cell.mat", H5F_ACC_RDWR);
    cell.write("/dp", H5T_STD_REF_OBJ, {1, 2}, H5T_STD_REF_OBJ, nullptr);
    matlabClass(cell, "/dp", "cell");
    RawFile four(folder / "four.mat", H5F_ACC_RDWR);
    four.floats("/dp", {2, 2, 8, 8}, countedFloats(256));
    RawFile empty(folder / "empty.mat", H5F_ACC_RDWR);
    matlabDoubles(empty, "/object", {2}, {0, 0});
    empty.attribute("/object", "MATLAB_empty", 1);
  }
  const auto cell = openScan(folder / "cell.mat", {});
  ASSERT_FALSE(cell);
  EXPECT_NE(cell.error().text().find("MATLAB cell"), std::string::npos) << cell.error().text();
  const auto four = openScan(folder / "four.mat", {});
  ASSERT_FALSE(four);
  EXPECT_NE(four.error().text().find("reshape"), std::string::npos) << four.error().text();
  const auto empty = openScan(folder / "empty.mat", {});
  ASSERT_FALSE(empty);
  EXPECT_NE(empty.error().text().find("holds none of"), std::string::npos) << empty.error().text();
}

TEST(FoldSlice, OlderMatlabFilesAreToldWhatToDo) {
  const ScratchFolder folder;
  std::string header = "MATLAB 5.0 MAT-file, Platform: PCWIN64, Created on: Tue Jan  2 00:00:00 2024";
  header.resize(116, ' ');
  std::ofstream(folder / "old.mat", std::ios::binary) << header << std::string(12, '\0') << "\x01IM";
  const auto scan = openScan(folder / "old.mat", {});
  ASSERT_FALSE(scan);
  EXPECT_EQ(scan.error().code, ErrorCode::Unsupported);
  EXPECT_NE(scan.error().text().find("-v7.3"), std::string::npos);
}

TEST(FoldSlice, PreparedDataOfPtychoShelvesHaveTheZeroInTheCorner) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "S00001_data_8x8.h5");
    file.floats("/measurement/n0/data", {3, 8, 8}, countedFloats(192));
    const std::vector<int> corners{0, 1, 2, 3, 4, 5};
    file.write("/measurement/n0/positions", H5T_STD_U32LE, {3, 2}, H5T_NATIVE_INT, corners.data());
  }
  const auto scan = openScan(folder / "S00001_data_8x8.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(conventionText(*scan, "zero_frequency"), "corner (format)");
  EXPECT_EQ(conventionText(*scan, "position_axes"), "yx (format)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "px (format)");
  EXPECT_EQ(conventionText(*scan, "orientation"), "as-stored (format)");
  EXPECT_EQ(scan->positions[1], (std::array{2.0, 3.0}));
}

TEST(FoldSlice, ResultOfPtychoShelvesIsInHdf5Order) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "S00001_recons.h5");
    complexNumbers(file, "/reconstruction/p/objects/object_0", {5, 7});
    complexNumbers(file, "/reconstruction/p/probes/probe_0", {2, 4, 4});
    file.doubles("/reconstruction/p/positions", {4, 2}, countedDoubles(8));
    file.doubles("/reconstruction/p/dx_spec", {1, 2}, {2e-8, 3e-8});
    file.doubles("/reconstruction/p/lambda", {}, {2e-10});
    file.doubles("/reconstruction/p/z", {}, {7.2});
    file.doubles("/reconstruction/p/ds", {}, {1.72e-4});
    file.doubles("/reconstruction/p/energy", {}, {6.2});
  }
  const auto scan = openScan(folder / "S00001_recons.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->object.rows(), 5U);
  EXPECT_EQ(scan->object(0, 1), Complex(1, -1));
  EXPECT_EQ(scan->probe.count(), 2U);
  EXPECT_EQ(scan->object_pixel_m, (std::array{2e-8, 3e-8}));
  EXPECT_EQ(scan->detector_pixel_m, (std::array{1.72e-4, 1.72e-4}));
  EXPECT_EQ(scan->distance_m, 7.2);
  EXPECT_EQ(conventionText(*scan, "position_axes"), "yx (format)");
}

TEST(FoldSlice, UnevenPositionsAndADamagedPartnerAreRefused) {
  const ScratchFolder folder;
  {
    RawFile uneven(folder / "uneven.h5");
    uneven.doubles("/ppX", {3}, countedDoubles(3));
    uneven.doubles("/ppY", {2}, countedDoubles(2));
    RawFile patterns(folder / "a_dp.hdf5");
    patterns.floats("/dp", {2, 8, 8}, countedFloats(128));
  }
  std::ofstream(folder / "a_para.hdf5", std::ios::binary) << "\x89HDF\r\n\x1a\n and nothing more";
  EXPECT_NE(openScan(folder / "uneven.h5", {}).error().text().find("3 values of ppX and 2"), std::string::npos);
  const auto damaged = openScan(folder / "a_dp.hdf5", {});
  ASSERT_FALSE(damaged);
  EXPECT_NE(damaged.error().text().find("a_para.hdf5"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
