#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/reconstruct/presets.h"
#include "core/reconstruct/reconstruction_spec.h"

namespace ptycho {
namespace {

TEST(ChainText, readsStagesAndOptions) {
  const auto stages = parseChain("dm:300:range, awf:100 ,rpie:20:alpha=0.05:beta=0.5");
  ASSERT_TRUE(stages) << stages.error().text();
  ASSERT_EQ(stages->size(), 3U);
  EXPECT_EQ((*stages)[0].engine, EngineKind::DifferenceMap);
  EXPECT_EQ((*stages)[0].iterations, 300);
  EXPECT_TRUE((*stages)[0].range);
  EXPECT_EQ((*stages)[1].engine, EngineKind::Awf);
  EXPECT_FALSE((*stages)[1].range);
  EXPECT_DOUBLE_EQ((*stages)[2].alpha, 0.05);
  EXPECT_DOUBLE_EQ((*stages)[2].beta, 0.5);
}

TEST(ChainText, comesBackFromText) {
  for (const auto* text : {"dm:300:range,awf:100", "rpie:20:beta=0.5:alpha=0.05", "raar:7:range:beta=0.8",
                           "rpie:20:alpha=0.1", "epie:1", "awf:3:regularisation=0.01"}) {
    EXPECT_EQ(chainText(parseChain(text).value()), text);
  }
}

struct BadChain {
  const char* text;
  const char* names;  ///< what the message must name
};

class RefusedChain : public testing::TestWithParam<BadChain> {};

TEST_P(RefusedChain, namesStageAndRemedy) {
  const auto stages = parseChain(GetParam().text);
  ASSERT_FALSE(stages);
  EXPECT_EQ(stages.error().code, ErrorCode::BadInput);
  EXPECT_NE(stages.error().text().find(GetParam().names), std::string::npos) << stages.error().text();
}

INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedChain,
    testing::Values(BadChain{"", "empty"}, BadChain{"dm:300,,awf:1", "stage 2"}, BadChain{"simplex:10", "raar"},
                    BadChain{"dm", "dm:100"}, BadChain{"dm:ten", "whole number"}, BadChain{"dm:0", "1 …"},
                    BadChain{"dm:10:speed=3", "beta"}, BadChain{"dm:10:beta=nan", "finite"},
                    BadChain{"dm:10:beta=9", "outside"}, BadChain{"dm:10:engine=awf", "first"}));

TEST(Presets, areValidAndComeBackFromJson) {
  for (const auto& preset : chainPresets()) {
    const auto read = reconstructionSpecFromJson(reconstructionSpecToJson(preset.spec));
    ASSERT_TRUE(read) << preset.name;
    EXPECT_EQ(*read, preset.spec) << preset.name;
  }
  EXPECT_TRUE(findChainPreset("best-60"));
  EXPECT_NE(findChainPreset("best-61").error().text().find("best-60"), std::string::npos);
}

TEST(Presets, haveNamesOfTheirOwnAndOneForEveryEngine) {
  std::set<std::string> names;
  std::set<EngineKind> engines;
  for (const auto& preset : chainPresets()) {
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
    if (std::ranges::count(preset.spec.stages, preset.spec.stages.front().engine, &StageSpec::engine) ==
        static_cast<std::ptrdiff_t>(preset.spec.stages.size())) {
      engines.insert(preset.spec.stages.front().engine);
    }
  }
  EXPECT_EQ(engines.size(), static_cast<std::size_t>(kLastEngine) + 1);
}

}  // namespace
}  // namespace ptycho
