#include "core/study/study_spec.h"

#include <gtest/gtest.h>

#include "core/study/study_plan.h"
#include "core/study/study_presets.h"

namespace ptycho {
namespace {

TEST(StudySpec, comesBackFromJson) {
  for (const StudySpec& preset : studyPresets()) {
    const auto read = studySpecFromJson(parseJson(jsonText(studySpecToJson(preset)), "study").value());
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(*read, preset) << preset.name;
  }
}

TEST(StudySpec, ofThePresetsCanBePlanned) {
  for (const StudySpec& preset : studyPresets()) {
    for (const bool networks : {true, false}) {
      const auto plan = planStudy(preset, {2, "auto", networks});
      ASSERT_TRUE(plan) << plan.error().text();
      EXPECT_EQ(plan->left_out.empty(), networks);
    }
  }
  EXPECT_TRUE(findStudyPreset("tiny"));
  EXPECT_NE(findStudyPreset("huge").error().text().find("reference, laptop, tiny"), std::string::npos);
}

TEST(StudySpec, saysWhatIsWrongAndWhere) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"method": []})", "method"},
      {R"({"methods": {}})", "list"},
      {R"({"methods": [{"nam": "a"}]})", "methods[0]"},
      {R"({"schema": 2})", "newer"},
      {R"({"trainings": [{"name": "a", "overrides": 3}]})", "overrides"},
      {R"({"steps_px": [60, "40"]})", "steps_px"},
      {R"({"seeds": [1.5]})", "seeds"},
      {R"({"budget": {"minutes": -1}})", "minutes"},
      {R"({"simulation": {"scan": {"stepp_px": 3}}})", "stepp_px"},
      {R"([1])", "object"}};
  for (const auto& [text, says] : wrong) {
    const auto read = studySpecFromJson(parseJson(text, "study").value());
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().text().find(says), std::string::npos) << read.error().text();
  }
}

TEST(StudySpec, isRefusedWhenItContradictsItself) {
  StudySpec good;
  good.steps_px = {60};
  good.methods = {{"chain", "Chain", "", "quick", ""}};
  good.images = {{}};
  ASSERT_TRUE(checkStudySpec(good));
  const auto refused = [&](auto&& change) {
    StudySpec spec = good;
    change(spec);
    const auto checked = checkStudySpec(spec);
    return checked ? std::string() : checked.error().text();
  };
  EXPECT_NE(refused([](StudySpec& spec) { spec.steps_px = {}; }).find("step"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.steps_px = {60, 60}; }).find("twice"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.methods.push_back(spec.methods[0]); }).find("twice"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.methods[0].name = "../../etc"; }).find("name"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.methods[0].name = ".."; }).find("name"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.methods[0].training = "net"; }).find("\"net\""), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.methods[0].published = "x"; }).find("published"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.keep = "good:3"; }).find("keep"), std::string::npos);
  EXPECT_NE(refused([](StudySpec& spec) { spec.images.clear(); }).find("images"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
