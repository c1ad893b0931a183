#include "core/base/spec_field.h"

#include <limits>

#include <gtest/gtest.h>

#include "tests/core/base/sample_spec.h"

namespace ptycho {
namespace {

const FieldInfo& info(std::string_view key) { return findField<SampleSpec>(key)->info; }

void expectError(const Result<void>& result, const std::string& key, const std::vector<std::string>& words) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::BadInput);
  EXPECT_EQ(result.error().where, key);
  for (const std::string& word : words) {
    EXPECT_NE(result.error().message.find(word), std::string::npos) << result.error().message << " lacks " << word;
  }
}

TEST(Field, takesItsKindFromTheMember) {
  EXPECT_EQ(info("flag").kind, FieldKind::Flag);
  EXPECT_EQ(info("count").kind, FieldKind::Integer);
  EXPECT_EQ(info("length_px").kind, FieldKind::Real);
  EXPECT_EQ(info("note").kind, FieldKind::Text);
  EXPECT_EQ(info("shape").kind, FieldKind::Choice);
  EXPECT_EQ(info("length_px").unit, "px");
  EXPECT_EQ(findField<SampleSpec>("nothing"), nullptr);
  EXPECT_EQ(fieldKeys<SampleSpec>(), (std::vector<std::string>{"flag", "count", "length_px", "note", "shape"}));
}

TEST(AssignField, setsEachKind) {
  SampleSpec spec;
  EXPECT_TRUE(assignField(spec, "flag", false));
  EXPECT_TRUE(assignField(spec, "count", std::int64_t{7}));
  EXPECT_TRUE(assignField(spec, "length_px", 2.25));
  EXPECT_TRUE(assignField(spec, "note", std::string("x")));
  EXPECT_TRUE(assignField(spec, "shape", std::string("square")));
  EXPECT_EQ(spec, (SampleSpec{false, 7, 2.25, "x", SampleShape::Square}));
}

TEST(AssignField, takesWholeNumbersHoweverTheyAreWritten) {
  SampleSpec spec;
  EXPECT_TRUE(assignField(spec, "count", 3.0));
  EXPECT_EQ(spec.count, 3);
  EXPECT_TRUE(assignField(spec, "length_px", std::int64_t{4}));
  EXPECT_EQ(spec.length_px, 4.0);
  expectError(assignField(spec, "count", 3.5), "count", {"whole number"});
}

TEST(AssignField, keepsToTheRange) {
  SampleSpec spec;
  EXPECT_TRUE(assignField(spec, "count", std::int64_t{0}));
  EXPECT_TRUE(assignField(spec, "count", std::int64_t{10}));
  expectError(assignField(spec, "count", std::int64_t{11}), "count", {"11", "0", "10"});
  expectError(assignField(spec, "count", std::int64_t{-1}), "count", {"-1"});
  expectError(assignField(spec, "count", std::numeric_limits<std::int64_t>::max()), "count", {"outside"});
  expectError(assignField(spec, "length_px", 0.4), "length_px", {"0.4", "0.5", "100 px"});
  expectError(assignField(spec, "length_px", std::numeric_limits<double>::quiet_NaN()), "length_px", {"finite"});
  expectError(assignField(spec, "length_px", std::numeric_limits<double>::infinity()), "length_px", {"finite"});
  expectError(assignField(spec, "count", 1e300), "count", {"whole number"});
  EXPECT_EQ(spec, (SampleSpec{true, 10, 1.5, "none", SampleShape::Round}));  // failures change nothing
}

TEST(AssignField, refusesOtherKindsAndNames) {
  SampleSpec spec;
  expectError(assignField(spec, "flag", std::int64_t{1}), "flag", {"true or false"});
  expectError(assignField(spec, "count", true), "count", {"whole number"});
  expectError(assignField(spec, "length_px", std::string("3")), "length_px", {"number"});
  expectError(assignField(spec, "note", 1.0), "note", {"text"});
  expectError(assignField(spec, "shape", std::string("oval")), "shape", {"oval", "round", "square"});
  expectError(assignField(spec, "shape", std::int64_t{0}), "shape", {"round"});
  expectError(assignField(spec, "lenght", 1.0), "lenght", {"flag", "count", "length_px", "note", "shape"});
  EXPECT_EQ(spec, SampleSpec{});
}

TEST(AssignFieldText, readsWhatPeopleType) {
  SampleSpec spec;
  for (const char* no : {"false", "0", "no", "off"}) {
    spec.flag = true;
    EXPECT_TRUE(assignFieldText(spec, "flag", no));
    EXPECT_FALSE(spec.flag);
  }
  EXPECT_TRUE(assignFieldText(spec, "count", "8"));
  EXPECT_TRUE(assignFieldText(spec, "length_px", "2.5e1"));
  EXPECT_TRUE(assignFieldText(spec, "note", "two words"));
  EXPECT_TRUE(assignFieldText(spec, "shape", "square"));
  EXPECT_EQ(spec, (SampleSpec{false, 8, 25, "two words", SampleShape::Square}));
}

TEST(AssignFieldText, refusesHalfANumber) {
  SampleSpec spec;
  for (const char* text : {"", "8x", "x8", " 8", "8 ", "1e99999", "99999999999999999999"}) {
    EXPECT_FALSE(assignFieldText(spec, "count", text)) << '"' << text << '"';
  }
  for (const char* text : {"", "1,5", "1.5px", "nan", "inf", "1e999"}) {
    EXPECT_FALSE(assignFieldText(spec, "length_px", text)) << '"' << text << '"';
  }
  expectError(assignFieldText(spec, "flag", "maybe"), "flag", {"true or false"});
  expectError(assignFieldText(spec, "nothing", "1"), "nothing", {"length_px"});
  EXPECT_EQ(spec, SampleSpec{});
}

TEST(FieldText, comesBackAsTheSameValue) {
  for (const double value : {0.7, 5.0 / 3, 99.99999999999999, 12.0}) {
    const auto back = parseFieldText(info("length_px"), fieldText(value));
    ASSERT_TRUE(back);
    EXPECT_EQ(std::get<double>(*back), value);
  }
  EXPECT_EQ(std::get<std::int64_t>(*parseFieldText(info("count"), fieldText(std::int64_t{9}))), 9);
  EXPECT_EQ(std::get<bool>(*parseFieldText(info("flag"), fieldText(false))), false);
  EXPECT_EQ(std::get<std::string>(*parseFieldText(info("note"), fieldText(std::string("a b")))), "a b");
}

TEST(FieldHelp, saysRangeUnitAndChoices) {
  EXPECT_EQ(fieldHelp(info("length_px")), "A length. [0.5 … 100 px]");
  EXPECT_EQ(fieldHelp(info("shape")), "A shape. [round|square]");
  EXPECT_EQ(fieldHelp(info("note")), "A note.");
}

}  // namespace
}  // namespace ptycho
