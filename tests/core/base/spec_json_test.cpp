#include "core/base/spec_json.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/base/sample_spec.h"
#include "tests/core/base/temporary_folder.h"

namespace ptycho {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(ParseJson, stopsAtSixtyFourLevels) {
  EXPECT_TRUE(parseJson(nested(64), "x"));
  const auto deep = parseJson(nested(65), "deep.json");
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().where, "deep.json");
  EXPECT_NE(deep.error().message.find("64"), std::string::npos);
  EXPECT_FALSE(parseJson(std::string(10'000'000, '['), "x"));  // no stack is used up
  EXPECT_FALSE(parseJson("{\"a\":" + nested(64) + "}", "x"));
}

TEST(ParseJson, doesNotCountBracketsInText) {
  const auto json = parseJson("{\"a\": \"" + std::string(200, '[') + "\\\"{{{\", \"b\": [1]}", "x");
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["b"][0], 1);
}

TEST(ParseJson, refusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[1,]", "{'a': 1}", "nan", "[1] [2]", "{\"a\": 1e999}x", "\"\xff\xfe\"", "]"}) {
    const auto json = parseJson(text, "file.json");
    ASSERT_FALSE(json) << text;
    EXPECT_EQ(json.error().where, "file.json");
    EXPECT_EQ(json.error().exitCode(), 2);
  }
}

TEST(ReadJsonFile, namesTheFile) {
  const TemporaryFolder folder;
  const auto good = readJsonFile(folder.write("good.json", "{\"a\": [1, 2]}"));
  ASSERT_TRUE(good);
  EXPECT_EQ((*good)["a"][1], 2);
  const auto missing = readJsonFile(folder.path() / "missing.json");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_EQ(missing.error().where, (folder.path() / "missing.json").string());
  EXPECT_FALSE(readJsonFile(folder.path()));
  EXPECT_FALSE(readJsonFile(folder.write("half.json", "{\"a\": [1,")));
}

TEST(JsonText, replacesInvalidUtf8) {
  Json json;
  json["name"] = "caf\xe9.jpg";
  std::string text;
  ASSERT_NO_THROW(text = jsonText(json));
  EXPECT_EQ(text, "{\"name\":\"caf\xef\xbf\xbd.jpg\"}");
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_TRUE(parseJson(text, "x"));
}

TEST(JsonNumber, spellsWhatJsonCannotSay) {
  EXPECT_EQ(jsonText(jsonNumber(std::nan(""))), "\"nan\"");
  EXPECT_EQ(jsonText(jsonNumber(kInfinity)), "\"inf\"");
  EXPECT_EQ(jsonText(jsonNumber(-kInfinity)), "\"-inf\"");
  EXPECT_EQ(jsonText(jsonNumber(0.5)), "0.5");
}

TEST(JsonNumber, comesBack) {
  for (const double value : {0.0, -1.5, 1.0 / 3, 1e-300, kInfinity, -kInfinity}) {
    const auto json = parseJson(jsonText(jsonNumber(value)), "x");
    ASSERT_TRUE(json);
    EXPECT_EQ(jsonToNumber(*json), value);
  }
  EXPECT_TRUE(std::isnan(jsonToNumber(jsonNumber(std::nan("")))));
  EXPECT_TRUE(std::isnan(jsonToNumber(Json("word"))));
  EXPECT_TRUE(std::isnan(jsonToNumber(Json())));
  EXPECT_TRUE(std::isnan(jsonToNumber(Json::array({1}))));
}

TEST(SpecJson, comesBackAsTheSameSpec) {
  const SampleSpec spec{false, 9, 100.0 / 3, "a \"note\"\n\xc3\xa9", SampleShape::Square};
  const auto json = parseJson(jsonText(specToJson(spec)), "x");
  ASSERT_TRUE(json);
  SampleSpec back;
  ASSERT_TRUE(specFromJson(back, *json));
  EXPECT_EQ(back, spec);
}

TEST(SpecJson, keepsWhatIsNotNamed) {
  SampleSpec spec;
  ASSERT_TRUE(specFromJson(spec, Json{{"count", 3.0}, {"length_px", 4}}));
  EXPECT_EQ(spec, (SampleSpec{true, 3, 4.0, "none", SampleShape::Round}));
  ASSERT_TRUE(specFromJson(spec, Json::object()));
}

TEST(SpecJson, refusesWithTheName) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"lenght": 1})", "lenght"},   {R"({"count": 11})", "count"},
      {R"({"count": 2.5})", "count"},   {R"({"count": 99999999999999999999})", "count"},
      {R"({"count": 18446744073709551615})", "count"},
      {R"({"count": null})", "count"},  {R"({"length_px": "nan"})", "length_px"},
      {R"({"shape": "oval"})", "shape"}, {R"({"note": [1]})", "note"}};
  for (const auto& [text, key] : cases) {
    SampleSpec spec;
    const auto result = specFromJson(spec, *parseJson(text, "x"));
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().where, key);
    EXPECT_EQ(result.error().exitCode(), 2);
  }
  SampleSpec spec;
  EXPECT_FALSE(specFromJson(spec, Json::array({1})));
  EXPECT_FALSE(specFromJson(spec, Json()));
}

}  // namespace
}  // namespace ptycho
