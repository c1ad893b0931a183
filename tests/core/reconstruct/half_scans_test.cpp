#include <set>

#include <gtest/gtest.h>

#include "core/reconstruct/half_scans.h"
#include "tests/core/reconstruct/test_scan.h"

namespace ptycho {
namespace {

TEST(Halves, shareNoPatternAndLoseNone) {
  const Acquisition whole = test::smallScan({4, 1, true, 1});
  const auto halves = splitHalves(whole, 7).value();
  EXPECT_EQ(halves[0].patterns.count() + halves[1].patterns.count(), whole.patterns.count());
  std::set<std::pair<double, double>> seen;
  for (const Acquisition& half : halves) {
    EXPECT_EQ(half.scan.positions.size(), half.patterns.count());
    EXPECT_EQ(half.scan.object_rows, whole.scan.object_rows);
    for (std::size_t k = 0; k < half.patterns.count(); ++k) {
      const Position position = half.scan.positions[k];
      EXPECT_TRUE(seen.emplace(position.row, position.col).second);
      const auto found = std::ranges::find(whole.scan.positions, position) - whole.scan.positions.begin();
      EXPECT_EQ(half.patterns.copy(k), whole.patterns.copy(static_cast<std::size_t>(found)));
    }
  }
  EXPECT_EQ(splitHalves(whole, 7).value()[0].patterns, halves[0].patterns);
  EXPECT_NE(splitHalves(whole, 8).value()[0].scan.positions, halves[0].scan.positions);
}

TEST(Halves, ofExactDataAgreeFurtherThanThoseOfNoisyData) {
  const Acquisition exact = test::smallScan({4, 1, true, 1});
  RunContext context;
  const ReconstructionSpec spec = test::chain("awf:100:range");
  const RingCorrelation fine = correlateHalves(exact, spec, 1, context).value();
  Acquisition noisy = exact;
  for (std::size_t i = 0; i < noisy.patterns.size(); ++i) {
    float& value = noisy.patterns.data()[i];
    value = std::max(0.0F, value + 0.5F * static_cast<float>((i * 2654435761U >> 7) % 1000) / 1000.0F);
  }
  const RingCorrelation coarse = correlateHalves(noisy, spec, 1, context).value();
  EXPECT_GT(fine.cutoff_half_bit, 0.2);
  EXPECT_LT(coarse.cutoff_half_bit, fine.cutoff_half_bit);
}

TEST(Halves, sayWhatTheyNeed) {
  Acquisition few = test::smallScan();
  few.patterns = RealStack(4, 32, 32);
  few.scan.positions.resize(4);
  EXPECT_NE(splitHalves(few, 1).error().text().find("at least 8"), std::string::npos);
}

}  // namespace
}  // namespace ptycho
