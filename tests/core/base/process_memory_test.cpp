#include "core/base/process_memory.h"

#include <vector>

#include <gtest/gtest.h>

namespace ptycho {

TEST(ProcessMemory, peakGrowsWithWhatIsHeld) {
  const std::uint64_t before = peakMemoryBytes();
  ASSERT_GT(before, 0U);
  constexpr std::size_t kBytes = 64u << 20;
  {
    const std::vector<char> held(kBytes, 1);
    ASSERT_EQ(held[kBytes / 2], 1);
    EXPECT_GE(peakMemoryBytes(), kBytes);
  }
  EXPECT_GE(peakMemoryBytes(), before);  // a peak does not fall
}

TEST(ProcessMemory, someMemoryIsAvailable) {
  EXPECT_GT(availableMemoryBytes(), std::uint64_t{1} << 20);
}

}  // namespace ptycho
