#include "core/base/error.h"

#include <gtest/gtest.h>

namespace ptycho {
namespace {

Result<int> half(int number) {
  if (number % 2) return badInput("is odd; give an even one.", "number");
  return number / 2;
}

Result<int> quarter(int number) {
  PTYCHO_TRY(const int once, half(number));
  PTYCHO_TRY(const int twice, half(once));
  return twice;
}

Result<void> onlyEven(int number) {
  PTYCHO_CHECK(half(number));
  return {};
}

TEST(Error, saysWhereAndWhat) {
  EXPECT_EQ((Error{ErrorCode::Io, "broke.", "scan.h5"}.text()), "scan.h5: broke.");
  EXPECT_EQ((Error{ErrorCode::Io, "It broke.", ""}.text()), "It broke.");
}

TEST(Error, showsNoControlCharacters) {
  EXPECT_EQ((Error{ErrorCode::BadInput, "holds \x1b[2J\n.", "a\tb.h5"}.text()), "a?b.h5: holds ?[2J?.");
  EXPECT_EQ(fail(ErrorCode::Failed, "no\r", "µm\x7f").value().message, "no?");
  EXPECT_EQ(fail(ErrorCode::Failed, "no\r", "µm\x7f").value().where, "µm?");
}

TEST(Error, tellsBadInputFromBadLuck) {
  for (const ErrorCode code : {ErrorCode::BadInput, ErrorCode::NotFound, ErrorCode::Unsupported}) {
    EXPECT_EQ((Error{code, "", ""}.exitCode()), 2);
  }
  for (const ErrorCode code : {ErrorCode::Io, ErrorCode::NoSpace, ErrorCode::Failed}) {
    EXPECT_EQ((Error{code, "", ""}.exitCode()), 1);
  }
}

TEST(PassOn, putsTheOuterPlaceInFront) {
  const Result<int> inner = passOn(half(3).error(), "scan.h5");
  ASSERT_FALSE(inner);
  EXPECT_EQ(inner.error().where, "scan.h5: number");
  EXPECT_EQ(inner.error().code, ErrorCode::BadInput);
  const Result<int> bare = passOn(Error{ErrorCode::Io, "broke.", ""}, "scan.h5");
  EXPECT_EQ(bare.error().where, "scan.h5");
  const Result<int> unchanged = passOn(half(3).error());
  EXPECT_EQ(unchanged.error().where, "number");
}

TEST(TryMacros, returnTheFirstErrorAndElseTheValue) {
  ASSERT_TRUE(quarter(12));
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_FALSE(quarter(7));
  EXPECT_FALSE(quarter(6));
  EXPECT_TRUE(onlyEven(4));
  ASSERT_FALSE(onlyEven(5));
  EXPECT_EQ(onlyEven(5).error().where, "number");
}

}  // namespace
}  // namespace ptycho
