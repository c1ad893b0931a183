#include "core/predict/measured_magnitudes.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/core/predict/patterns_in_a_file.h"

namespace ptycho {
namespace {

Acquisition threePatterns() {
  Acquisition acquisition;
  acquisition.patterns = RealStack(3, 2, 2);
  for (std::size_t i = 0; i < acquisition.patterns.size(); ++i)
    acquisition.patterns.data()[i] = static_cast<float>(i * i);
  return acquisition;
}

TEST(MeasuredMagnitudes, areRootsOfIntensitiesWithoutBackground) {
  Acquisition acquisition = threePatterns();
  acquisition.background = RealImage(2, 2, 16.0F);
  std::vector<float> magnitudes(12);
  ASSERT_TRUE(measuredMagnitudes(acquisition, magnitudes.data()));
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_FLOAT_EQ(magnitudes[i], i <= 4 ? 0.0F : std::sqrt(static_cast<float>(i * i - 16))) << i;
  }
}

TEST(MeasuredMagnitudes, markMaskedPixelsWhateverTheyHold) {
  Acquisition acquisition = threePatterns();
  acquisition.mask = MaskImage(2, 2, 1);
  acquisition.mask(0, 1) = 0;
  acquisition.patterns.image(2)[1] = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> magnitudes(12);
  ASSERT_TRUE(measuredMagnitudes(acquisition, magnitudes.data()));
  for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(magnitudes[4 * j + 1], kNotMeasured) << j;
  EXPECT_EQ(magnitudes[11], 11.0F);
}

TEST(MeasuredMagnitudes, areTheSameFromAFileInAnyChunks) {
  const Acquisition inMemory = threePatterns();
  std::vector<float> expected(12);
  ASSERT_TRUE(measuredMagnitudes(inMemory, expected.data()));
  for (const std::size_t chunk : {1U, 2U, 3U, 64U}) {
    const Acquisition inFile = test::leftInAFile(inMemory);
    std::vector<float> magnitudes(12);
    ASSERT_TRUE(measuredMagnitudes(inFile, magnitudes.data(), chunk));
    EXPECT_EQ(magnitudes, expected) << chunk;
  }
}

TEST(MeasuredMagnitudes, refuseWhatIsNoIntensity) {
  for (const float bad : {-1.0F, std::numeric_limits<float>::infinity()}) {
    Acquisition acquisition = threePatterns();
    acquisition.patterns.image(1)[3] = bad;
    std::vector<float> magnitudes(12);
    const auto outcome = measuredMagnitudes(acquisition, magnitudes.data());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::BadInput);
    EXPECT_NE(outcome.error().message.find("pattern 1"), std::string::npos) << outcome.error().text();
  }
}

TEST(MeasuredMagnitudes, refuseNearFieldPatterns) {
  Acquisition acquisition = threePatterns();
  acquisition.propagation = Propagation::NearField;
  std::vector<float> magnitudes(12);
  const auto outcome = measuredMagnitudes(acquisition, magnitudes.data());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::Unsupported);
}

}  // namespace
}  // namespace ptycho
