#include <gtest/gtest.h>

#include "core/exchange/npz_writer.h"
#include "core/import/scan_format.h"
#include "tests/core/exchange/numpy_files.h"
#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

TEST(NeuralNpz, readsPtychoPinnsArrays) {
  const ScratchFolder folder;
  const auto patterns = countedFloats(3 * 64);
  const std::vector<double> x{1, 2, 3};
  const std::vector<double> y{10, 20, 30};
  const std::vector<std::complex<float>> waves(400, {1, 2});
  ASSERT_TRUE(writeNpz(folder / "train.npz",
                       {npzArray("diff3d", {3, 8, 8}, patterns.data()), npzArray("xcoords", {3}, x.data()),
                        npzArray("ycoords", {3}, y.data()), npzArray("probeGuess", {8, 8}, waves.data()),
                        npzArray("objectGuess", {20, 20}, waves.data()), npzArray("scan_index", {3}, x.data())}, true));
  const auto scan = openScan(folder / "train.npz", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "neural-npz");
  EXPECT_EQ(scan->patterns->count(), 3U);
  EXPECT_EQ(scan->patterns->typeText(), "float32");
  EXPECT_EQ(patternOf(*scan, 2)[5], 133);
  EXPECT_EQ(scan->positions[2], (std::array<double, 2>{3, 30}));
  EXPECT_EQ(conventionText(*scan, "position_axes"), "xy (format)");
  EXPECT_EQ(conventionText(*scan, "position_unit"), "px (format)");
  EXPECT_EQ(conventionText(*scan, "quantity"), "");  // left to the look at the values
  EXPECT_TRUE(hasNote(*scan, "amplitudes"));
  EXPECT_EQ(scan->probe.count(), 1U);
  EXPECT_EQ(scan->object.rows(), 20U);
  EXPECT_EQ(scan->ignored, std::vector<std::string>{"scan_index"});
}

TEST(NeuralNpz, readsPtychoNnsWholeNumbersAsCounts) {
  const ScratchFolder folder;
  const std::vector<std::uint16_t> counts(4 * 64, 7);
  const std::vector<float> real(4 * 2 * 64);
  writeBytes(folder / "a.npz", zipBytes({{"reciprocal.npy", npyBytes("<u2", false, "(4, 1, 8, 8)", bytesOf(counts))},
                                         {"real.npy", npyBytes("<f4", false, "(4, 2, 8, 8)", bytesOf(real))}}));
  const auto scan = openScan(folder / "a.npz", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->patterns->count(), 4U);
  EXPECT_EQ(patternOf(*scan, 3)[63], 7);
  EXPECT_EQ(scan->patterns->typeMaximum(), 65535);
  EXPECT_EQ(conventionText(*scan, "quantity"), "intensity (assumed)");
  EXPECT_TRUE(scan->positions.empty());
  EXPECT_TRUE(hasNote(*scan, "real (the wanted picture"));
}

TEST(NeuralNpz, patternsAlongTheLastAxisAreToldByTheCoordinates) {
  const ScratchFolder folder;
  const auto values = countedFloats(64 * 3);
  const std::vector<double> x{1, 2, 3};
  ASSERT_TRUE(writeNpz(folder / "a.npz",
                       {npzArray("diffraction", {8, 8, 3}, values.data()), npzArray("xcoords", {3}, x.data()),
                        npzArray("ycoords", {3}, x.data())}, false));
  const auto scan = openScan(folder / "a.npz", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->patterns->count(), 3U);
  EXPECT_EQ(scan->patterns->rows(), 8U);
  EXPECT_EQ(patternOf(*scan, 1)[2], 7);
  EXPECT_TRUE(hasNote(*scan, "along the last axis"));
}

TEST(NeuralNpz, listsOfDifferentLengthsAndObjectsAreRefused) {
  const ScratchFolder folder;
  const auto values = countedFloats(64 * 3);
  const std::vector<double> x{1, 2, 3};
  ASSERT_TRUE(writeNpz(folder / "a.npz",
                       {npzArray("diff3d", {3, 8, 8}, values.data()), npzArray("xcoords", {3}, x.data()),
                        npzArray("ycoords", {2}, x.data())}, false));
  const auto uneven = openScan(folder / "a.npz", {});
  ASSERT_FALSE(uneven);
  EXPECT_NE(uneven.error().message.find("3 values and ycoords has 2"), std::string::npos);
  writeBytes(folder / "b.npz", zipBytes({{"diff3d.npy", npyBytes("|O", false, "(3, 8, 8)", "....")}}));
  const auto objects = openScan(folder / "b.npz", {});
  ASSERT_FALSE(objects);
  EXPECT_NE(objects.error().message.find("can run code"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
