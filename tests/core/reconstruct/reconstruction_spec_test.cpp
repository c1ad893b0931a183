#include <gtest/gtest.h>

#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {
namespace {

Json smallest() { return Json{{"stages", {{{"engine", "dm"}, {"iterations", 5}}}}}; }

TEST(ReconstructionSpec, keepsDefaultsForMissingFields) {
  const auto spec = reconstructionSpecFromJson(smallest());
  ASSERT_TRUE(spec) << spec.error().text();
  EXPECT_EQ(spec->range, RangeSpec{});
  EXPECT_EQ(spec->stages[0].iterations, 5);
}

TEST(ReconstructionSpec, namesAnUnknownField) {
  Json json = smallest();
  json["stages"][0]["speed"] = 3;
  EXPECT_NE(reconstructionSpecFromJson(json).error().text().find("stages[0]: speed"), std::string::npos);
  json = smallest();
  json["colour"] = "red";
  EXPECT_NE(reconstructionSpecFromJson(json).error().text().find("colour"), std::string::npos);
}

TEST(ReconstructionSpec, refusesRangesUpsideDown) {
  Json json = smallest();
  json["range"] = {{"amplitude_min", 2.0}, {"amplitude_max", 1.0}};
  EXPECT_NE(reconstructionSpecFromJson(json).error().text().find("amplitude_min"), std::string::npos);
}

TEST(ReconstructionSpec, refusesANewerSchema) {
  Json json = smallest();
  json["schema"] = 99;
  EXPECT_EQ(reconstructionSpecFromJson(json).error().code, ErrorCode::Unsupported);
}

TEST(ReconstructionSpec, refusesWhatIsNoObject) {
  EXPECT_FALSE(reconstructionSpecFromJson(Json::array()));
  EXPECT_FALSE(reconstructionSpecFromJson(Json{{"stages", 3}}));
}

}  // namespace
}  // namespace ptycho
