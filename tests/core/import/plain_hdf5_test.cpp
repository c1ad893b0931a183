#include <gtest/gtest.h>

#include "core/import/scan_format.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

TEST(PlainHdf5, TakesTheOnlyStackAndWhatFitsIt) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "plain.h5");
    file.floats("/lab/frames", {5, 8, 8}, countedFloats(5 * 64), H5T_IEEE_F32BE);
    file.doubles("/lab/motor_positions", {5, 2}, countedDoubles(10));
    file.attribute("/lab/motor_positions", "units", std::string("um"));
    file.doubles("/lab/other", {7, 2}, countedDoubles(14));
    const std::vector<int> mask(64, 1);
    file.write("/lab/mask", H5T_STD_U8LE, {8, 8}, H5T_NATIVE_INT, mask.data());
    complexNumbers(file, "/lab/probe", {8, 8});
    complexNumbers(file, "/lab/object", {20, 20});
  }
  const auto scan = openScan(folder / "plain.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "plain-hdf5");
  EXPECT_EQ(scan->patterns->count(), 5U);
  EXPECT_EQ(patternOf(*scan, 1)[1], 65);
  ASSERT_EQ(scan->positions.size(), 5U);
  EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (assumed)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "um (stated)");
  EXPECT_EQ(scan->mask.size(), 64U);
  EXPECT_EQ(scan->probe.count(), 1U);
  EXPECT_TRUE(hasNote(*scan, "/lab/motor_positions was taken"));
  EXPECT_TRUE(hasNote(*scan, "/lab/frames was taken"));
}

TEST(PlainHdf5, MasksOfAllPatternsAreOneWhereTheyAgree) {
  const ScratchFolder folder;
  std::vector<int> masks(5 * 64, 1);
  for (int k = 0; k < 5; ++k) masks[64 * k + 9] = 0;
  const auto write = [&](const std::string& name) {
    RawFile file(folder / name);
    const std::vector<int> counts(5 * 64, 3);
    file.write("/frames", H5T_STD_U16LE, {5, 8, 8}, H5T_NATIVE_INT, counts.data());
    file.write("/mask", H5T_STD_U8LE, {5, 8, 8}, H5T_NATIVE_INT, masks.data());
    file.doubles("/positions", {5, 2}, countedDoubles(10));
  };
  write("alike.h5");
  const auto alike = openScan(folder / "alike.h5", {});
  ASSERT_TRUE(alike) << alike.error().text();
  EXPECT_TRUE(hasNote(*alike, "/frames was taken"));
  ASSERT_EQ(alike->mask.size(), 64U);
  EXPECT_EQ(alike->mask[9], 0U);
  EXPECT_EQ(alike->mask[10], 1U);
  masks[64 * 3 + 20] = 0;
  write("different.h5");
  const auto different = openScan(folder / "different.h5", {});
  ASSERT_TRUE(different) << different.error().text();
  EXPECT_TRUE(different->mask.empty());
  EXPECT_TRUE(hasNote(*different, "differ from pattern to pattern (3 from the first one)"));
}

TEST(PlainHdf5, ListsOfXAndYArePositions) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "lists.h5");
    file.floats("/frames", {5, 8, 8}, countedFloats(5 * 64));
    file.doubles("/exposure", {5}, countedDoubles(5));
    file.doubles("/stage_x", {5}, countedDoubles(5, 1e-6));
    file.doubles("/stage_y", {5}, countedDoubles(5, 2e-6));
  }
  const auto scan = openScan(folder / "lists.h5", {});
  ASSERT_TRUE(scan) << scan.error().text();
  ASSERT_EQ(scan->positions.size(), 5U);
  EXPECT_DOUBLE_EQ(scan->positions[4][0], 4e-6);
  EXPECT_DOUBLE_EQ(scan->positions[4][1], 8e-6);
  EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (assumed)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "m (assumed)");
  EXPECT_TRUE(hasNote(*scan, "/stage_x and /stage_y"));
}

TEST(PlainHdf5, SeveralStacksAreListedToChooseFrom) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "two.h5");
    file.floats("/a", {5, 8, 8}, countedFloats(320));
    file.floats("/data", {6, 9, 8}, countedFloats(432));
    file.doubles("/yx", {6, 2}, countedDoubles(12, 1e-6));
  }
  const auto unsure = openScan(folder / "two.h5", {});
  ASSERT_FALSE(unsure);
  EXPECT_NE(unsure.error().text().find("/data float32 [6, 9, 8], /a float32 [5, 8, 8]"), std::string::npos)
      << unsure.error().text();
  ImportSpec spec;
  spec.patterns_path = "/data";
  const auto scan = openScan(folder / "two.h5", spec);
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->patterns->rows(), 9U);
  EXPECT_EQ(conventionText(*scan, "position_axes"), "yx (assumed)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "m (assumed)");
  spec.patterns_path = "/nothing";
  EXPECT_FALSE(openScan(folder / "two.h5", spec));
  spec.patterns_path = "/yx";
  spec.positions_path = "/a";
  EXPECT_FALSE(openScan(folder / "two.h5", spec));
}

TEST(PlainHdf5, FilesWithoutAStackSayWhatTheyHold) {
  const ScratchFolder folder;
  {
    RawFile empty(folder / "empty.h5");
    RawFile flat(folder / "flat.h5");
    flat.floats("/line", {100}, countedFloats(100));
    RawFile own(folder / "own.h5");
    own.header();
    own.floats("/patterns", {4, 8, 8}, countedFloats(256));
  }
  EXPECT_NE(openScan(folder / "empty.h5", {}).error().text().find("no data sets"), std::string::npos);
  EXPECT_NE(openScan(folder / "flat.h5", {}).error().text().find("/line float32 [100]"), std::string::npos);
  EXPECT_NE(openScan(folder / "own.h5", {}).error().text().find("needs no import"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
