#include <gtest/gtest.h>

#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

void writeProduct(RawFile& file, const std::vector<double>& indexes) {
  file.attribute("/", "name", std::string("leaf"));
  file.attribute("/", "comments", std::string());
  realAttribute(file, "/", "detector_object_distance_m", 1.5);
  realAttribute(file, "/", "probe_energy_eV", 8800);
  realAttribute(file, "/", "exposure_time_s", 0.1);
  const std::size_t n = indexes.size();
  file.write("/probe_position_indexes", H5T_STD_I64LE, {n}, H5T_NATIVE_DOUBLE, indexes.data());
  file.doubles("/probe_position_x_m", {n}, countedDoubles(n, 1e-6));
  file.doubles("/probe_position_y_m", {n}, countedDoubles(n, -2e-6), H5T_IEEE_F64BE);
  complexNumbers(file, "/probe", {2, 3, 4, 5});
  complexNumbers(file, "/object", {2, 6, 7});
  for (const char* path : {"/probe", "/object"}) {
    realAttribute(file, path, "pixel_width_m", 2e-8);
    realAttribute(file, path, "pixel_height_m", 3e-8);
  }
  realAttribute(file, "/object", "center_x_m", 5e-6);
  realAttribute(file, "/object", "center_y_m", -4e-6);
  file.doubles("/object_layer_spacing_m", {1}, {1e-6});
}

TEST(PtychodusProduct, WithoutPatternsIsAResult) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "product.h5");
    writeProduct(file, {0, 1, 2, 3});
    file.doubles("/loss_values", {2}, {3, 0.5});
  }
  const auto scan = openScan(folder / "product.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptychodus-product");
  EXPECT_EQ(scan->name, "leaf");
  EXPECT_EQ(scan->patterns, nullptr);
  ASSERT_EQ(scan->positions.size(), 4U);
  EXPECT_DOUBLE_EQ(scan->positions[3][0], 3e-6);
  EXPECT_DOUBLE_EQ(scan->positions[3][1], -6e-6);
  EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (format)");
  EXPECT_EQ(conventionText(*scan, "position_sign_x"), "plus (format)");
  EXPECT_EQ(conventionText(*scan, "position_sign_y"), "plus (format)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "m (format)");
  EXPECT_EQ(conventionText(*scan, "energy_unit"), "eV (format)");
  EXPECT_EQ(scan->energy, 8800);
  EXPECT_EQ(scan->distance_m, 1.5);
  EXPECT_EQ(scan->object_pixel_m, (std::array{3e-8, 2e-8}));
  EXPECT_EQ(scan->object_centre_m, (std::array{-4e-6, 5e-6}));
  // The incoherent modes of the first coherent one, and the first layer.
  ASSERT_EQ(scan->probe.count(), 3U);
  EXPECT_EQ(scan->probe.data()[59], Complex(59, -59));
  EXPECT_EQ(scan->object.rows(), 6U);
  EXPECT_EQ(scan->object(5, 6), Complex(41, -41));
  EXPECT_TRUE(hasNote(*scan, "2 coherent modes"));
  EXPECT_TRUE(hasNote(*scan, "2 layers"));
  EXPECT_TRUE(hasNote(*scan, "loss of 0.5 after 2 epochs"));
}

TEST(PtychodusProduct, TellsOfMissingAttributesAndOldLosses) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "old.h5");
    writeProduct(file, {0, 1});
    file.doubles("/costs", {1}, {7});
    H5Adelete(file.id(), "probe_energy_eV");
    H5Adelete(file.id(), "exposure_time_s");
  }
  const auto scan = openScan(folder / "old.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_FALSE(scan->energy);
  EXPECT_TRUE(hasNote(*scan, "probe_energy_eV, exposure_time_s"));
  EXPECT_TRUE(hasNote(*scan, "loss of 7 after 1 epochs"));
}

TEST(PtychodusProduct, TakesPatternsFromTheirFileByIndex) {
  const ScratchFolder folder;
  {
    RawFile product(folder / "product.h5");
    writeProduct(product, {2, 0, 9});
    RawFile patterns(folder / "patterns.h5");
    patterns.floats("/some/patterns", {3, 8, 8}, countedFloats(3 * 64));
  }
  ImportSpec spec;
  spec.patterns_file = folder / "patterns.h5";
  const auto scan = openScan(folder / "product.h5", spec);
  ASSERT_TRUE(scan) << scan.error().text();
  ASSERT_TRUE(scan->patterns);
  ASSERT_EQ(scan->patterns->count(), 2U);
  ASSERT_EQ(scan->positions.size(), 2U);
  EXPECT_EQ(scan->indexes, (std::vector<std::int64_t>{2, 0}));
  EXPECT_EQ(patternOf(*scan, 0).front(), 128);
  EXPECT_EQ(patternOf(*scan, 1).front(), 0);
  EXPECT_DOUBLE_EQ(scan->positions[1][0], 1e-6);
  EXPECT_TRUE(hasNote(*scan, "1 of 3 positions have no pattern"));
  EXPECT_TRUE(hasNote(*scan, "1 of 3 patterns have no position"));
  std::vector<float> all(2 * 64);
  EXPECT_TRUE(scan->patterns->read(0, 2, all.data()));
  EXPECT_EQ(all[64], 0);
  EXPECT_FALSE(scan->patterns->read(1, 2, all.data()));
}

TEST(PtychodusProduct, RefusesWhatCannotBeJoined) {
  const ScratchFolder folder;
  {
    RawFile product(folder / "product.h5");
    writeProduct(product, {20, 21});
    RawFile patterns(folder / "patterns.h5");
    patterns.floats("/patterns", {3, 8, 8}, countedFloats(3 * 64));
    RawFile uneven(folder / "uneven.h5");
    uneven.doubles("/probe_position_indexes", {3}, countedDoubles(3));
    uneven.doubles("/probe_position_x_m", {3}, countedDoubles(3));
    uneven.doubles("/probe_position_y_m", {2}, countedDoubles(2));
    RawFile broken(folder / "broken.h5");
    broken.doubles("/probe_position_indexes", {2}, {0, 0.5});
    broken.doubles("/probe_position_x_m", {2}, countedDoubles(2));
    broken.doubles("/probe_position_y_m", {2}, countedDoubles(2));
    RawFile nan(folder / "nan.h5");
    nan.doubles("/probe_position_x_m", {2}, {0, std::numeric_limits<double>::quiet_NaN()});
    nan.doubles("/probe_position_y_m", {2}, countedDoubles(2));
  }
  ImportSpec spec;
  spec.patterns_file = folder / "patterns.h5";
  const auto foreign = openScan(folder / "product.h5", spec);
  ASSERT_FALSE(foreign);
  EXPECT_NE(foreign.error().text().find("give the patterns of the same scan"), std::string::npos);
  spec.patterns_file = folder / "nowhere.h5";
  EXPECT_FALSE(openScan(folder / "product.h5", spec));
  EXPECT_NE(openScan(folder / "uneven.h5", {}).error().text().find("3 x and 2 y"), std::string::npos);
  EXPECT_NE(openScan(folder / "broken.h5", {}).error().text().find("0.5"), std::string::npos);
  EXPECT_NE(openScan(folder / "nan.h5", {}).error().text().find("finite"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
