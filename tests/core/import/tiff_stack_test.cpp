#include <fstream>

#include <gtest/gtest.h>

#include "core/exchange/tiff_file.h"
#include "core/import/numbered_files.h"
#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

void writeFrame(const std::filesystem::path& file, float value, std::size_t side = 8) {
  RealImage picture(side, side, value);
  picture[1] = 0.5F;
  ASSERT_TRUE(writeTiff(file, picture, TiffDepth::Float32, {}));
}

TEST(TiffStack, numberedFilesAreTakenInTheOrderOfTheirNumbers) {
  const ScratchFolder folder;
  for (const int number : {10, 9, 2, 11}) writeFrame(folder / ("scan3_" + std::to_string(number) + ".tif"), static_cast<float>(number));
  writeFrame(folder / "dark_1.tif", 100);
  writeFrame(folder / "scan3_9.tiff", 100);
  const auto scan = openScan(folder / "scan3_10.tif", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "tiff-stack");
  EXPECT_EQ(scan->title, "TIFF, 4 files");
  ASSERT_EQ(scan->patterns->count(), 4U);
  EXPECT_EQ(scan->patterns->typeText(), "float32");
  for (const auto& [place, value] : {std::pair(0, 2), {1, 9}, {2, 10}, {3, 11}}) EXPECT_EQ(patternOf(*scan, place)[0], value);
  EXPECT_EQ(patternOf(*scan, 3)[1], 0.5F);
  EXPECT_TRUE(hasNote(*scan, "scan3_2.tif to scan3_11.tif"));
  EXPECT_TRUE(hasNote(*scan, "6 numbers between 2 and 11 have no file"));
  EXPECT_TRUE(hasNote(*scan, "no positions"));
}

TEST(TiffStack, aFileWithoutANumberStandsAlone) {
  const ScratchFolder folder;
  writeFrame(folder / "frame.tif", 3);
  writeFrame(folder / "frame_1.tif", 4);
  const auto scan = openScan(folder / "frame.tif", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->patterns->count(), 1U);
  EXPECT_EQ(patternOf(*scan, 0)[0], 3);
}

TEST(TiffStack, neighboursThatDifferOrAreDamagedAreNamed) {
  const ScratchFolder folder;
  writeFrame(folder / "a_1.tif", 1);
  writeFrame(folder / "a_2.tif", 2, 9);
  std::ofstream(folder / "a_3.tif") << "no picture";
  const auto scan = openScan(folder / "a_1.tif", {});
  ASSERT_TRUE(scan) << scan.error().text();
  std::vector<float> values(64);
  const auto other = scan->patterns->read(1, 1, values.data());
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().text().find("a_2.tif"), std::string::npos);
  const auto damaged = scan->patterns->read(2, 1, values.data());
  ASSERT_FALSE(damaged);
  EXPECT_NE(damaged.error().text().find("a_3.tif"), std::string::npos);
  EXPECT_FALSE(scan->patterns->read(3, 1, values.data()));
}

TEST(TiffStack, twoFilesOfTheSameNumberAreRefused) {
  const ScratchFolder folder;
  writeFrame(folder / "a_7.tif", 1);
  writeFrame(folder / "a_007.tif", 2);
  const auto scan = openScan(folder / "a_7.tif", {});
  ASSERT_FALSE(scan);
  EXPECT_NE(scan.error().message.find("same number"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
