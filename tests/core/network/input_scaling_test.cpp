#include "core/network/input_scaling.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using torch::Tensor;

ScanBatch twoObjects() {
  ScanBatch batch = test::simulatedBatch({2}).batch;
  batch.magnitudes.narrow(0, 9, 9) *= 7;  // the second object's scan is brighter
  return batch;
}

TEST(InputScaling, rawIsTheMagnitudes) {
  const ScanBatch batch = twoObjects();
  EXPECT_TRUE(torch::equal(scaledInput(batch, InputScaling::Raw, false), batch.magnitudes));
}

TEST(InputScaling, rootAndLogarithmOfTheMagnitudes) {
  const ScanBatch batch = twoObjects();
  const double m = batch.magnitudes[10][0][2][3].item().toDouble();
  EXPECT_NEAR(scaledInput(batch, InputScaling::SquareRoot, false)[10][0][2][3].item().toDouble(), std::sqrt(m), 1e-6);
  EXPECT_NEAR(scaledInput(batch, InputScaling::Logarithm, false)[10][0][2][3].item().toDouble(), std::log(1 + m), 1e-6);
}

TEST(InputScaling, normalisedScansHaveUnitRmsEach) {
  const Tensor input = scaledInput(twoObjects(), InputScaling::Normalised, false);
  ASSERT_EQ(input.sizes().vec(), (std::vector<std::int64_t>{18, 1, 16, 16}));
  for (const std::int64_t first : {0, 9}) {
    EXPECT_NEAR(input.narrow(0, first, 9).square().mean().item().toDouble(), 1, 1e-5);
  }
}

TEST(InputScaling, normalisedForgetsTheBrightness) {
  const ScanBatch batch = test::simulatedBatch().batch;
  ScanBatch brighter = batch;
  brighter.magnitudes = batch.magnitudes * 1000;
  EXPECT_LT(test::distance(scaledInput(brighter, InputScaling::Normalised, false),
                           scaledInput(batch, InputScaling::Normalised, false)),
            1e-6);
}

TEST(InputScaling, shiftedHasTheZeroFrequencyInTheMiddle) {
  ScanBatch batch = test::simulatedBatch().batch;
  batch.magnitudes = torch::zeros_like(batch.magnitudes);
  batch.magnitudes.select(2, 0).select(2, 0).fill_(4);
  const Tensor input = scaledInput(batch, InputScaling::SquareRoot, true);
  EXPECT_FLOAT_EQ(input[5][0][8][8].item().toFloat(), 2);
  EXPECT_FLOAT_EQ(input.sum().item().toFloat(), 18);
}

TEST(InputScaling, unmeasuredPixelsAndEmptyScansGiveNumbers) {
  ScanBatch batch = test::simulatedBatch().batch;
  batch.magnitudes.fill_(-1);
  for (const auto scaling : {InputScaling::Raw, InputScaling::SquareRoot, InputScaling::Logarithm,
                             InputScaling::Normalised}) {
    EXPECT_EQ(scaledInput(batch, scaling, true).abs().max().item().toFloat(), 0);
  }
}

}  // namespace
}  // namespace ptycho
