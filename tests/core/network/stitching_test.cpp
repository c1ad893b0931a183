#include "core/network/stitching.h"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using test::randomNumbers;
using torch::Tensor;

/// Two windows of 16 px, the second 8 px to the right of the first, a third column of pixels unreached.
ScanBatch twoWindows() {
  ScanBatch batch = test::simulatedBatch().batch;
  batch.positions = {{0, 0}, {0, 8}};
  batch.magnitudes = batch.magnitudes.narrow(0, 0, 2);
  return batch;
}

Tensor constantPatches(double first, double second, std::int64_t channels) {
  Tensor patches = torch::zeros({2, channels, 16, 16});
  patches[0].fill_(first);
  patches[1].fill_(second);
  return patches;
}

class EveryStitching : public testing::TestWithParam<Stitching> {
 protected:
  [[nodiscard]] std::int64_t channels() const { return GetParam() == Stitching::Learned ? 3 : 2; }
};

TEST_P(EveryStitching, makesThePictureThatPatchesWereCutFrom) {
  const auto [batch, truth] = test::simulatedBatch({2});
  Tensor patches = test::patchesOf(truth, batch);
  if (channels() == 3) patches = torch::cat({patches, randomNumbers({18, 1, 16, 16}, 2) * 8 - 4}, 1);
  const Tensor stitched = stitchPatches(patches, batch, GetParam());
  const std::int64_t reached = batch.cols - 3;
  EXPECT_LT(test::distance(stitched.narrow(3, 0, reached), truth.narrow(3, 0, reached)), 1e-6);
}

TEST_P(EveryStitching, isZeroWhereNoWindowReaches) {
  const ScanBatch batch = test::simulatedBatch({2}).batch;
  const Tensor stitched = stitchPatches(torch::ones({18, channels(), 16, 16}), batch, GetParam());
  EXPECT_EQ(stitched.narrow(3, batch.cols - 3, 3).abs().max().item().toDouble(), 0);
  EXPECT_NEAR(stitched.narrow(3, 0, batch.cols - 3).min().item().toDouble(), 1, 1e-6);
}

TEST_P(EveryStitching, gradientMatchesFiniteDifferences) {
  const ScanBatch batch = twoWindows();
  Tensor patches = randomNumbers({2, channels(), 16, 16}, 9).to(torch::kDouble).requires_grad_();
  const Tensor direction = randomNumbers({2, channels(), 16, 16}, 10).to(torch::kDouble) - 0.5;
  const Tensor weights = randomNumbers({1, 2, batch.rows, batch.cols}, 11).to(torch::kDouble);
  const auto value = [&](const Tensor& at) {
    return (stitchPatches(at, batch, GetParam()).square() * weights).sum();
  };
  value(patches).backward();
  const double slope = (patches.grad() * direction).sum().item().toDouble();
  const double h = 1e-5;
  const Tensor base = patches.detach();
  const double measured =
      (value(base + h * direction) - value(base - h * direction)).item().toDouble() / (2 * h);
  EXPECT_NEAR(slope, measured, 1e-7 * std::abs(measured));
}

TEST_P(EveryStitching, refusesPatchesOfAnotherShape) {
  const ScanBatch batch = twoWindows();
  EXPECT_THROW((void)stitchPatches(torch::zeros({2, 1, 16, 16}), batch, GetParam()), std::invalid_argument);
  EXPECT_THROW((void)stitchPatches(torch::zeros({3, channels(), 16, 16}), batch, GetParam()), std::invalid_argument);
}

INSTANTIATE_TEST_SUITE_P(Stitching, EveryStitching,
                         testing::Values(Stitching::Mean, Stitching::ProbeWeighted, Stitching::Learned));

TEST(StitchingMean, averagesWhereWindowsOverlap) {
  const Tensor stitched = stitchPatches(constantPatches(1, 3, 2), twoWindows(), Stitching::Mean);
  EXPECT_FLOAT_EQ(stitched[0][0][3][4].item().toFloat(), 1);
  EXPECT_FLOAT_EQ(stitched[0][0][3][12].item().toFloat(), 2);
  EXPECT_FLOAT_EQ(stitched[0][1][3][20].item().toFloat(), 3);
  EXPECT_EQ(stitched[0][0][20][4].item().toFloat(), 0);
}

TEST(StitchingProbeWeighted, weighsByTheLightOfEachWindow) {
  const ScanBatch batch = twoWindows();
  const Tensor stitched = stitchPatches(constantPatches(1, 3, 2), batch, Stitching::ProbeWeighted);
  const Tensor light = batch.probe.abs().square();
  const double brightest = light.max().item().toDouble();
  const double first = light[3][10].item().toDouble() / brightest + 1e-4;
  const double second = light[3][2].item().toDouble() / brightest + 1e-4;
  EXPECT_NEAR(stitched[0][0][3][10].item().toDouble(), (first + 3 * second) / (first + second), 1e-6);
}

TEST(StitchingLearned, untrainedConfidenceIsProbeWeighted) {
  const ScanBatch batch = twoWindows();
  const Tensor patches = randomNumbers({2, 2, 16, 16}, 12);
  const Tensor unsure = torch::cat({patches, torch::zeros({2, 1, 16, 16})}, 1);
  const Tensor learned = stitchPatches(unsure, batch, Stitching::Learned);
  EXPECT_LT(test::distance(learned, stitchPatches(patches, batch, Stitching::ProbeWeighted)), 1e-6);
}

TEST(StitchingLearned, confidenceShiftsTheWeight) {
  const ScanBatch batch = twoWindows();
  Tensor patches = constantPatches(1, 3, 3);
  patches.select(1, 2).zero_();
  const auto at = [&](double confidence) {
    patches[1][2].fill_(confidence);
    return stitchPatches(patches, batch, Stitching::Learned)[0][0][3][12].item().toDouble();
  };
  const double even = at(0);
  EXPECT_GT(at(1), even);
  EXPECT_LT(at(-1), even);
  // A share grows by exp(c), held to e⁵.
  const double share = (even - 1) / 2;
  const double wanted = share * std::exp(5.0) / (share * std::exp(5.0) + 1 - share);
  EXPECT_NEAR((at(1e6) - 1) / 2, wanted, 1e-5);
}

TEST(Stitching, halfPrecisionPatchesAreSummedAsFloats) {
  const ScanBatch batch = twoWindows();
  const Tensor stitched = stitchPatches(constantPatches(1, 2, 2).to(torch::kBFloat16), batch, Stitching::Mean);
  EXPECT_EQ(stitched.scalar_type(), torch::kFloat);
  EXPECT_FLOAT_EQ(stitched[0][0][3][12].item().toFloat(), 1.5F);
}

}  // namespace
}  // namespace ptycho
