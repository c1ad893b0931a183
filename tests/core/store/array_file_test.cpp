#include "core/store/array_file.h"

#include <cmath>

#include <fmt/format.h>

#include "core/store/acquisition_file.h"
#include "tests/core/store/raw_hdf5.h"
#include "tests/core/store/sample_records.h"

namespace ptycho::testing {

using ArrayFile = StoreTest;

TEST_F(ArrayFile, splitsAnAddressAtTheLastColonSlash) {
  const auto parts = [](std::string_view text) {
    const ArrayAddress address = parseArrayAddress(text, "/object");
    return std::pair(address.file.string(), address.dataset);
  };
  EXPECT_EQ(parts("scan.h5:/probe"), std::pair(std::string("scan.h5"), std::string("/probe")));
  EXPECT_EQ(parts("/data/a:b/scan.h5:/entry/x"), std::pair(std::string("/data/a:b/scan.h5"), std::string("/entry/x")));
  EXPECT_EQ(parts("scan.h5"), std::pair(std::string("scan.h5"), std::string("/object")));
}

TEST_F(ArrayFile, readsComplexNumbersHoweverTheyAreWritten) {
  const std::vector<std::complex<double>> values{{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}, {11, 12}};
  {
    RawFile raw(at("arrays.h5"));
    int k = 0;
    for (const auto& [real, imaginary] : {std::pair("r", "i"), std::pair("real", "imag"), std::pair("re", "im")}) {
      for (const hid_t part : {H5T_IEEE_F32LE, H5T_IEEE_F32BE, H5T_IEEE_F64LE, H5T_IEEE_F64BE}) {
        const hid_t file = complexType(part, real, imaginary);
        const hid_t memory = complexType(H5T_NATIVE_DOUBLE, real, imaginary);
        raw.write(fmt::format("/c{}", k++), file, {2, 3}, memory, values.data());
        H5Tclose(memory);
        H5Tclose(file);
      }
    }
    raw.floats("/real", {1, 2, 3}, {1, 2, 3, 4, 5, 6}, H5T_STD_I16BE);
  }
  for (int k = 0; k < 12; ++k) {
    const auto image = loadComplexImage({at("arrays.h5"), fmt::format("/c{}", k)});
    ASSERT_TRUE(ok(image));
    ASSERT_EQ(std::pair(image->rows(), image->cols()), std::pair(std::size_t{2}, std::size_t{3}));
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ((*image)[i], Complex(values[i])) << k;
  }
  const auto real = loadComplexImage({at("arrays.h5"), "/real"});
  ASSERT_TRUE(ok(real));
  EXPECT_EQ((*real)(1, 2), Complex(6, 0));
  EXPECT_EQ((*real)(0, 0), Complex(1, 0));
}

TEST_F(ArrayFile, readsProbesOfOneAndOfSeveralModes) {
  {
    RawFile raw(at("probes.h5"));
    raw.floats("/one", {2, 2}, {1, 2, 3, 4});
    raw.floats("/two", {2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  }
  EXPECT_EQ(loadComplexStack({at("probes.h5"), "/one"})->count(), 1u);
  const auto two = loadComplexStack({at("probes.h5"), "/two"});
  ASSERT_TRUE(ok(two));
  EXPECT_EQ(two->image(1)[3], Complex(8, 0));
  const auto image = loadComplexImage({at("probes.h5"), "/two"});
  ASSERT_FALSE(image.has_value());
  EXPECT_NE(image.error().text().find("probes.h5:/two: holds 2 images where one is needed"), std::string::npos);
}

TEST_F(ArrayFile, readsPositionsThatAreNotWhole) {
  {
    RawFile raw(at("scan.h5"));
    raw.doubles("/positions", {3, 2}, {0, 0.125, 1.0 / 3.0, 7, 1e4, 2.5}, H5T_IEEE_F64BE);
    raw.doubles("/nan", {2, 2}, {0, 1, 2, std::nan("")});
    raw.doubles("/transposed", {2, 3}, {0, 1, 2, 3, 4, 5});
  }
  const auto positions = loadPositions({at("scan.h5"), "/positions"});
  ASSERT_TRUE(ok(positions));
  EXPECT_EQ(*positions, (std::vector<Position>{{0, 0.125}, {1.0 / 3.0, 7}, {1e4, 2.5}}));
  EXPECT_NE(loadPositions({at("scan.h5"), "/nan"}).error().text().find("/nan: holds nan at [1, 1]"), std::string::npos);
  EXPECT_NE(loadPositions({at("scan.h5"), "/transposed"}).error().text().find("[2, 3] where [n, 2]"),
            std::string::npos);
}

TEST_F(ArrayFile, namesTheTypeThatIsThere) {
  RawFile(at("a.h5")).attribute("/", "x", 1);
  {
    RawFile raw(at("a.h5"), H5F_ACC_RDWR);
    const hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, 8);
    raw.write("/names", text, {1, 2}, text, "abcdefghijklmno");
    H5Tclose(text);
  }
  const auto image = loadComplexImage({at("a.h5"), "/names"});
  ASSERT_FALSE(image.has_value());
  EXPECT_NE(image.error().text().find("has string of 8 [1, 2] where complex or real numbers are needed"),
            std::string::npos)
      << image.error().text();
  const auto root = loadComplexImage({at("a.h5"), "/"});
  ASSERT_FALSE(root.has_value());
  EXPECT_NE(root.error().text().find("is a group"), std::string::npos) << root.error().text();
}

TEST_F(ArrayFile, recognisesFilesByTheirContent) {
  ASSERT_TRUE(ok(writeAcquisition(at("a"), smallAcquisition())));
  ASSERT_TRUE(ok(writeResult(at("b"), fullResult())));
  ASSERT_TRUE(ok(writePreview(at("c"), {"object", 1, ComplexImage(2, 2)})));
  RawFile(at("d")).floats("/x", {1}, {1});
  writeBytes(at("e"), "text");
  EXPECT_EQ(recogniseFile(at("a")), FileKind::Acquisition);
  EXPECT_EQ(recogniseFile(at("b")), FileKind::Reconstruction);
  EXPECT_EQ(recogniseFile(at("c")), FileKind::Preview);
  EXPECT_EQ(recogniseFile(at("d")), FileKind::OtherHdf5);
  EXPECT_EQ(recogniseFile(at("e")), FileKind::NotHdf5);
  EXPECT_EQ(recogniseFile(at("f")), FileKind::NotHdf5);
}

TEST_F(ArrayFile, listsEveryDataSet) {
  ASSERT_TRUE(ok(writeAcquisition(at("scan.h5"), fullAcquisition())));
  {
    RawFile raw(at("scan.h5"), H5F_ACC_RDWR);
    raw.doubles("/deep/er/data", {2}, {1, 2}, H5T_IEEE_F64BE);
    H5Lcreate_soft("/deep/er/data", raw.id(), "alias", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_soft("/nowhere", raw.id(), "broken", H5P_DEFAULT, H5P_DEFAULT);
    H5Lcreate_external("x.h5", "/y", raw.id(), "outside", H5P_DEFAULT, H5P_DEFAULT);
  }
  const auto list = listDatasets(at("scan.h5"));
  ASSERT_TRUE(ok(list));
  const auto find = [&](const std::string& path) -> DatasetInfo {
    for (const auto& info : *list) {
      if (info.path == path) return info;
    }
    return {};
  };
  EXPECT_EQ(find("/patterns").shape, (std::vector<std::uint64_t>{4, 8, 8}));
  EXPECT_EQ(find("/patterns").type, "float32");
  EXPECT_EQ(find("/probe").type, "complex64");
  EXPECT_EQ(find("/positions").units, "px");
  EXPECT_EQ(find("/deep/er/data").type, "float64 big-endian");
  EXPECT_EQ(find("/alias").shape, std::vector<std::uint64_t>{2});
  EXPECT_EQ(find("/broken").type, "link that leads nowhere");
  EXPECT_EQ(find("/outside").type, "external link (not followed)");
}

}  // namespace ptycho::testing
