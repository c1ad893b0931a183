#include <gtest/gtest.h>

#include "core/exchange/npz_writer.h"
#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

void writePatterns(const std::filesystem::path& file, std::vector<std::int64_t> indexes) {
  const auto patterns = countedFloats(3 * 64);
  std::vector<std::uint8_t> bad(64, 0);
  bad[9] = 1;
  ASSERT_TRUE(writeNpz(file, {npzArray("indexes", {indexes.size()}, indexes.data()),
                              npzArray("patterns", {3, 8, 8}, patterns.data()), npzArray("bad_pixels", {8, 8}, bad.data())},
                       false));
}

TEST(PtychodusPatterns, readsNpz) {
  const ScratchFolder folder;
  writePatterns(folder / "p.npz", {4, 5, 7});
  const auto scan = openScan(folder / "p.npz", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptychodus-patterns");
  EXPECT_EQ(scan->indexes, (std::vector<std::int64_t>{4, 5, 7}));
  EXPECT_EQ(scan->mask[9], 1U);
  EXPECT_EQ(conventionText(*scan, "mask_good"), "zero (format)");
  EXPECT_EQ(patternOf(*scan, 2)[0], 128);
}

TEST(PtychodusPatterns, readsHdf5WithTheDetectorsPixel) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "diffraction.h5");
    file.floats("/patterns", {3, 8, 8}, countedFloats(192), H5T_STD_U16LE);
    file.doubles("/indexes", {3}, countedDoubles(3), H5T_STD_I64LE);
    file.doubles("/bad_pixels", {8, 8}, std::vector<double>(64, 0), H5T_STD_U8LE);
    realAttribute(file, "/patterns", "detector_pixel_height_m", 75e-6);
    realAttribute(file, "/patterns", "detector_pixel_width_m", 55e-6);
  }
  const auto scan = openScan(folder / "diffraction.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptychodus-patterns");
  EXPECT_EQ(scan->indexes.size(), 3U);
  ASSERT_TRUE(scan->detector_pixel_m);
  EXPECT_EQ((*scan->detector_pixel_m)[0], 75e-6);
  EXPECT_EQ((*scan->detector_pixel_m)[1], 55e-6);
}

TEST(PtychodusPatterns, areJoinedToAProductInNpz) {
  const ScratchFolder folder;
  writePatterns(folder / "p.npz", {4, 5, 7});
  const std::vector<std::int64_t> indexes{7, 4, 9};
  const std::vector<double> x{1e-6, 2e-6, 3e-6};
  const std::vector<double> numbers{2.5, 10'000, 1e-8};
  const std::vector<std::complex<float>> waves(2 * 64, {1, 0});
  ASSERT_TRUE(writeNpz(folder / "product.npz",
                       {npzArray("probe_position_indexes", {3}, indexes.data()), npzArray("probe_position_x_m", {3}, x.data()),
                        npzArray("probe_position_y_m", {3}, x.data()),
                        npzArray("detector_object_distance_m", {}, &numbers[0]), npzArray("probe_energy_eV", {}, &numbers[1]),
                        npzArray("probe", {1, 2, 8, 8}, waves.data()), npzArray("probe_pixel_height_m", {}, &numbers[2]),
                        npzArray("probe_pixel_width_m", {}, &numbers[2])}, true));
  ImportSpec spec;
  spec.patterns_file = (folder / "p.npz").string();
  const auto scan = openScan(folder / "product.npz", spec);
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptychodus-product");
  EXPECT_EQ(scan->indexes, (std::vector<std::int64_t>{7, 4}));
  EXPECT_EQ(patternOf(*scan, 0)[0], 128);
  EXPECT_EQ(scan->energy, 10'000);
  EXPECT_EQ(scan->distance_m, 2.5);
  EXPECT_EQ(scan->probe.count(), 2U);
  EXPECT_EQ(scan->mask[9], 1U);
}

TEST(PtychodusPatterns, asManyIndexesAsPatternsAreNeeded) {
  const ScratchFolder folder;
  writePatterns(folder / "p.npz", {4, 5});
  const auto scan = openScan(folder / "p.npz", {});
  ASSERT_FALSE(scan);
  EXPECT_NE(scan.error().message.find("2 indexes for 3 patterns"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
