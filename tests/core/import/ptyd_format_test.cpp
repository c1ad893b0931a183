#include <functional>

#include <gtest/gtest.h>

#include "core/import/scan_format.h"
#include "tests/core/import/cxi_files.h"

namespace ptycho::testing {
namespace {

void writeMeta(RawFile& file) {
  text(file, "/meta/label", "sample");
  text(file, "/meta/propagation", "nearfield");
  number(file, "/meta/energy", 6.2);
  number(file, "/meta/distance", 7.0);
  file.doubles("/meta/psize", {2}, {1e-4, 2e-4});
  file.doubles("/meta/center", {2}, {3, 4});
}

/// Patterns of 6 × 8 px whose values are their index.
void writeChunk(RawFile& file, int number, const std::vector<double>& indices, bool weights) {
  const std::string chunk = "/chunks/" + std::to_string(number);
  const hsize_t n = indices.size();
  std::vector<float> data;
  std::vector<double> positions;
  for (const double index : indices) {
    data.insert(data.end(), 48, static_cast<float>(index));
    positions.push_back(index * 1e-6);
    positions.push_back(index * 2e-6);
  }
  file.floats(chunk + "/data", {n, 6, 8}, data);
  file.doubles(chunk + "/indices", {n}, indices);
  file.doubles(chunk + "/positions", {n, 2}, positions);
  std::vector<float> good(weights ? n * 48 : 0, 1.0f);
  if (weights) good[static_cast<std::size_t>(number)] = 0;
  file.floats(chunk + "/weights", weights ? std::vector<hsize_t>{n, 6, 8} : std::vector<hsize_t>{0}, good);
}

TEST(Ptyd, ChunksAreJoinedByTheirIndices) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "scan.ptyd");
    writeMeta(file);
    writeChunk(file, 0, {3, 0}, true);
    writeChunk(file, 1, {1, 2, 4}, true);
  }
  const auto scan = openScan(folder / "scan.ptyd", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptyd");
  EXPECT_EQ(scan->name, "sample");
  ASSERT_EQ(scan->patterns->count(), 5u);
  for (std::uint64_t k = 0; k < 5; ++k) {
    EXPECT_EQ(patternOf(*scan, k).front(), static_cast<float>(k));
    EXPECT_DOUBLE_EQ(scan->positions[k][1], static_cast<double>(k) * 2e-6);
  }
  std::vector<float> all(5 * 48);
  ASSERT_TRUE(scan->patterns->read(0, 5, all.data()));
  EXPECT_EQ(all[3 * 48], 3);
  EXPECT_FALSE(scan->patterns->read(3, 3, all.data()));
  EXPECT_EQ(scan->mask[0], 0u);
  EXPECT_EQ(scan->mask[1], 0u);
  EXPECT_EQ(scan->mask[2], 1u);
  EXPECT_EQ(conventionText(*scan, "mask_good"), "non-zero (format)");
  EXPECT_EQ(conventionText(*scan, "position_axes"), "yx (format)");
  EXPECT_EQ(conventionText(*scan, "energy_unit"), "keV (format)");
  EXPECT_EQ(conventionText(*scan, "propagation"), "near-field (stated)");
  EXPECT_DOUBLE_EQ(scan->energy.value_or(0), 6.2);
  EXPECT_DOUBLE_EQ((*scan->detector_pixel_m)[1], 2e-4);
  EXPECT_TRUE(hasNote(*scan, "order of their indices"));
}

TEST(Ptyd, EmptyWeightsAreNoMaskAndNoneIsNoNumber) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "scan.ptyd");
    text(file, "/meta/energy", "None");
    writeChunk(file, 0, {0, 1}, false);
  }
  const auto scan = openScan(folder / "scan.ptyd", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_TRUE(scan->mask.empty());
  EXPECT_FALSE(scan->energy);
}

TEST(Ptyd, ChunksThatDoNotFitAreRefused) {
  const ScratchFolder folder;
  const auto refusal = [&](const std::function<void(RawFile&)>& content) {
    {
      RawFile file(folder / "scan.ptyd");
      writeMeta(file);
      content(file);
    }
    const auto scan = openScan(folder / "scan.ptyd", {});
    return scan ? std::string() : scan.error().text();
  };
  EXPECT_NE(refusal([](RawFile& file) {
              writeChunk(file, 0, {0, 1}, false);
              writeChunk(file, 1, {1, 2}, false);
            }).find("index 1"), std::string::npos);
  EXPECT_NE(refusal([](RawFile& file) {
              writeChunk(file, 0, {0, 1}, false);
              file.floats("/chunks/1/data", {1, 4, 4}, countedFloats(16));
            }).find("4 × 4"), std::string::npos);
  EXPECT_NE(refusal([](RawFile& file) {
              writeChunk(file, 0, {0, 1}, false);
              file.remove("/chunks/0/indices");
              file.doubles("/chunks/0/indices", {3}, {0, 1, 2});
            }).find("3 indices for 2"), std::string::npos);
  EXPECT_NE(refusal([](RawFile& file) { text(file, "/chunks/none", "x"); }).find("no chunks"), std::string::npos);
}

TEST(Ptyr, ProbeAndObjectAreReadWithTheirPlace) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "result.ptyr");
    complexNumbers(file, "/content/probe/Sscan00G00/data", {2, 4, 4});
    complexNumbers(file, "/content/obj/Sscan00G00/data", {1, 10, 20});
    file.doubles("/content/obj/Sscan00G00/_psize", {2}, {1e-8, 2e-8});
    file.doubles("/content/obj/Sscan00G00/_origin", {2}, {-5e-8, -10e-8});
  }
  const auto scan = openScan(folder / "result.ptyr", {});
  ASSERT_TRUE(scan) << scan.error().text();
  EXPECT_EQ(scan->format, "ptyd");
  EXPECT_FALSE(scan->patterns);
  EXPECT_EQ(scan->probe.count(), 2u);
  EXPECT_EQ(scan->object.rows(), 10u);
  EXPECT_NEAR((*scan->object_centre_m)[0], 0, 1e-15);
  EXPECT_NEAR((*scan->object_centre_m)[1], 10e-8, 1e-15);
}

}  // namespace
}  // namespace ptycho::testing
