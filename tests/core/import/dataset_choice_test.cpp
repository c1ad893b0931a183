#include "core/import/dataset_choice.h"

#include <gtest/gtest.h>

#include "tests/core/import/lab_files.h"

namespace ptycho {
namespace {

using namespace testing;

TEST(DatasetChoice, RolesComeFromShapeAndTypeAndNamesSortThem) {
  using Roles = std::vector<DatasetRole>;
  EXPECT_EQ(datasetRoles("/d", {10, 64, 64}, "uint16"), Roles{DatasetRole::Patterns});
  EXPECT_EQ(datasetRoles("/d", {10, 64, 64}, "complex64"), Roles{DatasetRole::Probe});
  EXPECT_EQ(datasetRoles("/d", {10, 4, 64}, "uint16"), Roles{});
  EXPECT_EQ(datasetRoles("/d", {10, 64, 9000}, "uint16"), Roles{});
  EXPECT_EQ(datasetRoles("/d", {10, 2}, "float64"), Roles{DatasetRole::Positions});
  EXPECT_EQ(datasetRoles("/d", {3, 10}, "float64"), Roles{DatasetRole::Positions});
  EXPECT_EQ(datasetRoles("/d", {64, 64}, "flag"), Roles{DatasetRole::Mask});
  EXPECT_EQ(datasetRoles("/mask", {10, 64, 64}, "uint8"), (Roles{DatasetRole::Mask, DatasetRole::Patterns}));
  EXPECT_EQ(datasetRoles("/d", {0, 64, 64}, "uint16"), Roles{});
  EXPECT_EQ(datasetRoles("/d", {64, 64}, "string of 8"), Roles{});
  EXPECT_EQ(datasetRoles("/d", {9, 64, 64}, "uint16 (values in an external file, not read)"), Roles{});
  const std::vector<DatasetChoice> choices{{"/a", {9, 64, 64}, "uint16", {DatasetRole::Patterns}},
                                           {"/diffraction", {9, 64, 64}, "uint16", {DatasetRole::Patterns}}};
  EXPECT_EQ(choicesFor(choices, DatasetRole::Patterns).front().path, "/diffraction");
  EXPECT_TRUE(choicesFor(choices, DatasetRole::Mask).empty());
}

TEST(DatasetChoice, ListsAllOfAFileAsJson) {
  const ScratchFolder folder;
  {
    RawFile file(folder / "all.h5");
    file.floats("/g/data", {4, 8, 8}, countedFloats(256));
    file.doubles("/x", {}, {1});
    H5Lcreate_external("elsewhere.h5", "/data", file.id(), "out", H5P_DEFAULT, H5P_DEFAULT);
  }
  const auto file = ScanFile::open(folder / "all.h5");
  ASSERT_TRUE(file) << file.error().text();
  const auto choices = datasetChoices(*file);
  ASSERT_TRUE(choices) << choices.error().text();
  const Json json = datasetChoicesToJson("all.h5", *choices);
  EXPECT_EQ(json["datasets"].size(), 3U);
  EXPECT_EQ(json["datasets"][0]["path"], "/g/data");
  EXPECT_EQ(json["datasets"][0]["shape"], Json({4, 8, 8}));
  EXPECT_EQ(json["datasets"][0]["could_be"], Json({"patterns"}));
  EXPECT_EQ(json["datasets"][1]["could_be"], Json::array());
}

}  // namespace
}  // namespace ptycho
