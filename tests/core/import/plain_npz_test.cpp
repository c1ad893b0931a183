#include <algorithm>

#include <gtest/gtest.h>

#include "core/exchange/npz_writer.h"
#include "core/import/dataset_choice.h"
#include "core/import/scan_format.h"
#include "tests/core/exchange/numpy_files.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

TEST(PlainNpz, takesTheOnlyStackAndWhatFitsIt) {
  const ScratchFolder folder;
  const auto frames = countedFloats(5 * 64);
  const auto places = countedDoubles(10, 1e-6);
  const std::vector<std::uint8_t> mask(64, 1);
  const std::vector<std::complex<float>> probe(64, {0, 1});
  ASSERT_TRUE(writeNpz(folder / "a.npz",
                       {npzArray("frames", {5, 8, 8}, frames.data()), npzArray("motor_positions", {5, 2}, places.data()),
                        npzArray("mask", {8, 8}, mask.data()), npzArray("probe", {8, 8}, probe.data())}, false));
  const auto scan = openScan(folder / "a.npz", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "plain-npz");
  EXPECT_EQ(scan->patterns->count(), 5U);
  EXPECT_EQ(patternOf(*scan, 1)[1], 65);
  EXPECT_DOUBLE_EQ(scan->positions[4][1], 9e-6);
  EXPECT_EQ(conventionText(*scan, "position_unit"), "m (assumed)");
  EXPECT_EQ(scan->mask.size(), 64U);
  EXPECT_EQ(scan->probe.count(), 1U);
  EXPECT_TRUE(hasNote(*scan, "frames was taken as the patterns"));
}

TEST(PlainNpz, namesAreShownWithoutControlCharacters) {
  const ScratchFolder folder;
  const auto frames = countedFloats(5 * 64);
  ASSERT_TRUE(writeNpz(folder / "a.npz", {npzArray("da_ta", {5, 8, 8}, frames.data())}, false));
  std::string bytes = readBytes(folder / "a.npz");
  for (auto at = bytes.find("da_ta"); at != std::string::npos; at = bytes.find("da_ta")) bytes[at + 2] = '\x7f';
  writeBytes(folder / "a.npz", bytes);
  const auto scan = openScan(folder / "a.npz", {});
  ASSERT_TRUE(scan) << scan.error().text();
  for (const std::string& note : scan->notes) {
    EXPECT_TRUE(std::ranges::none_of(note, [](unsigned char letter) { return letter < 32 || letter == 127; })) << note;
  }
}

TEST(PlainNpz, anArrayAloneIsAStackInAnyOrder) {
  const ScratchFolder folder;
  // Fortran order: the first index runs fastest.
  std::vector<float> stored;
  for (int c = 0; c < 8; ++c) {
    for (int r = 0; r < 8; ++r) {
      for (int n = 0; n < 3; ++n) stored.push_back(static_cast<float>(100 * n + 10 * r + c));
    }
  }
  writeBytes(folder / "a.npy", npyBytes(">f4", true, "(3, 8, 8)", swapped(bytesOf(stored), 4)));
  const auto scan = openScan(folder / "a.npy", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->title, "NumPy array");
  EXPECT_EQ(patternOf(*scan, 2)[8 * 3 + 5], 235);
}

TEST(PlainNpz, namesAreAskedForWhereSeveralCouldBeMeant) {
  const ScratchFolder folder;
  const auto frames = countedFloats(5 * 64);
  ASSERT_TRUE(writeNpz(folder / "a.npz",
                       {npzArray("one", {5, 8, 8}, frames.data()), npzArray("two", {5, 8, 8}, frames.data())}, false));
  const auto doubtful = openScan(folder / "a.npz", {});
  ASSERT_FALSE(doubtful);
  EXPECT_NE(doubtful.error().message.find("name one"), std::string::npos);
  ImportSpec spec;
  spec.patterns_path = "two";
  EXPECT_TRUE(openScan(folder / "a.npz", spec));
  spec.patterns_path = "three";
  EXPECT_FALSE(openScan(folder / "a.npz", spec));
}

TEST(PlainNpz, itsArraysAreListedForAChoice) {
  const ScratchFolder folder;
  writeBytes(folder / "a.npz",
             zipBytes({{"object.npy", npyBytes("|O", false, "(1,)", "N.")},
                       {"stack.npy", npyBytes("<u2", false, "(2, 8, 8)", std::string(256, '\0'))}}));
  const auto file = ScanFile::open(folder / "a.npz");
  ASSERT_TRUE(file) << file.error().text();
  const auto choices = datasetChoices(*file);
  ASSERT_TRUE(choices);
  ASSERT_EQ(choices->size(), 2U);
  EXPECT_EQ((*choices)[0].type, "(not readable)");
  EXPECT_EQ((*choices)[1].type, "uint16");
  EXPECT_EQ((*choices)[1].roles, std::vector<DatasetRole>{DatasetRole::Patterns});
}

TEST(PlainNpz, archivesWithoutArraysAndDamagedOnesAreRefused) {
  const ScratchFolder folder;
  writeBytes(folder / "a.zip", zipBytes({{"readme.txt", "hello"}}));
  const auto none = openScan(folder / "a.zip", {});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("is a ZIP archive with no arrays"), std::string::npos);
  const std::string whole = zipBytes({{"a.npy", npyBytes("<f4", false, "(2, 8, 8)", std::string(512, '\0'))}});
  for (const std::size_t length : {10U, 300U, 620U}) {
    writeBytes(folder / "cut.npz", whole.substr(0, length));
    EXPECT_FALSE(openScan(folder / "cut.npz", {})) << length;
  }
  writeBytes(folder / "bomb.npy", npyBytes("<f8", false, "(100000, 8000, 8000)", "12345678"));
  EXPECT_FALSE(openScan(folder / "bomb.npy", {}));
}

}  // namespace
}  // namespace ptycho
