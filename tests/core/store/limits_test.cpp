#include "core/store/limits.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

namespace ptycho {

TEST(Limits, checkAllocationDoesNotWrapRound) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_FALSE(checkAllocation(kMost, kMost, "x").has_value());
  EXPECT_FALSE(checkAllocation(1ull << 62, 8, "x").has_value());
  EXPECT_FALSE(checkAllocation((8ull << 30) + 1, 1, "x").has_value());
  EXPECT_TRUE(checkAllocation(0, 8, "x").has_value());
  EXPECT_TRUE(checkAllocation(1 << 20, 8, "x").has_value());
  EXPECT_EQ(checkAllocation(kMost, 8, "scan.h5:/patterns").error().where, "scan.h5:/patterns");
}

TEST(Limits, tableNamesEveryLimit) {
  const auto table = limitTable();
  const auto has = [&table](const std::string& what, const std::string& limit) {
    return std::ranges::any_of(table, [&](const auto& row) {
      return row.first.find(what) != std::string::npos && row.second.find(limit) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("side of a pattern", "8192 px"));
  EXPECT_TRUE(has("patterns in a stack", "10000000"));
  EXPECT_TRUE(has("memory", "8 GiB"));
  EXPECT_TRUE(has("chunk", "256 MiB"));
  EXPECT_TRUE(has("external links", "refused"));
}

TEST(Limits, byteTextIsShort) {
  EXPECT_EQ(byteText(0), "0 bytes");
  EXPECT_EQ(byteText(1023), "1023 bytes");
  EXPECT_EQ(byteText(1536), "1.5 KiB");
  EXPECT_EQ(byteText(8ull << 30), "8 GiB");
  EXPECT_EQ(byteText(std::numeric_limits<std::uint64_t>::max()), "16 EiB");
}

TEST(Limits, freeMemoryIsKnownHere) {
  EXPECT_GT(freeMemoryBytes(), 1u << 20);
  EXPECT_LT(freeMemoryBytes(), 1ull << 50);
}

}  // namespace ptycho
