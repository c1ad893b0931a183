#include "core/predict/network_predictor.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/network/object_network.h"
#include "core/predict/measured_magnitudes.h"
#include "core/reconstruct/problem.h"
#include "core/simulate/simulate.h"
#include "tests/core/predict/patterns_in_a_file.h"

namespace ptycho {
namespace {

/// Random weights that keep the size of what goes through (He et al. 2015): the first weights of a training are smaller and
/// give the middle of the ranges everywhere.
TrainedNetwork untrained(NetworkKind kind = NetworkKind::PtychoNet) {
  TrainedNetwork network;
  network.spec.network.kind = kind;
  network.spec.network.base_channels = 4;
  const auto module = makeObjectNetwork(network.spec.network, 3);
  const torch::NoGradGuard noGradients;
  torch::manual_seed(3);
  for (torch::Tensor& weight : module->parameters()) {
    if (weight.dim() == 4) torch::nn::init::kaiming_normal_(weight);
  }
  network.weights = networkWeights(*module);
  network.validation.step = 12;
  return network;
}

Acquisition smallScan(double jitter_px = 0) {
  SimulationSpec spec;
  spec.scan.grid = 3;
  spec.scan.step_px = 40;
  spec.scan.jitter_px = jitter_px;
  spec.scan.integer_positions = jitter_px == 0;
  RunContext context;
  return simulate(spec, {}, 1, context).value().acquisition;
}

Prediction predicted(const TrainedNetwork& network, const Acquisition& acquisition, int threads = 1) {
  RunContext context;
  return makeNetworkPredictor(network, "cpu", threads).value()->predict(acquisition, context).value();
}

TEST(NetworkPredictor, givesAnObjectOfTheScanWithinTheRanges) {
  const Acquisition acquisition = smallScan();
  const Prediction prediction = predicted(untrained(), acquisition);
  ASSERT_EQ(prediction.object.rows(), 208U);
  ASSERT_EQ(prediction.object.cols(), 208U);
  for (const Complex value : prediction.object) {
    ASSERT_LE(std::abs(value), 1.0001F);
    ASSERT_LE(std::arg(value), 1e-4F);
    ASSERT_GE(std::arg(value), -1.0473F);
  }
  const ReconstructionProblem problem(acquisition, 1);
  EXPECT_EQ(prediction.residual, diffractionResidual(problem, problem.startFrom(prediction.object)));
  EXPECT_GT(prediction.residual, 0.01);
  EXPECT_GT(prediction.seconds, 0);
}

TEST(NetworkPredictor, saysWhichNetworkItIs) {
  auto network = untrained(NetworkKind::PtychoNetPlus);
  EXPECT_EQ(makeNetworkPredictor(network, "auto", 1).value()->name(), "ptychonet-plus, 4 base channels, step 12");
}

TEST(NetworkPredictor, isTheSameAgainAndForPatternsInAFile) {
  const TrainedNetwork network = untrained();
  const Acquisition acquisition = smallScan();
  const Prediction first = predicted(network, acquisition);
  EXPECT_EQ(first.object, predicted(network, acquisition).object);
  const Prediction streamed = predicted(network, test::leftInAFile(acquisition));
  EXPECT_EQ(first.object, streamed.object);
  EXPECT_EQ(first.residual, streamed.residual);
}

TEST(NetworkPredictor, isTheSameInPiecesAsInOneCall) {
  SimulationSpec spec;
  spec.scan.grid = 17;  // more patterns than are computed at a time
  spec.scan.step_px = 8;
  RunContext context;
  const Acquisition acquisition = simulate(spec, {}, 2, context).value().acquisition;
  const TrainedNetwork network = untrained();
  const ComplexImage pieces = predicted(network, acquisition).object;

  const auto module = makeObjectNetwork(network.spec.network, 1);
  ASSERT_TRUE(loadNetworkWeights(*module, network.weights));
  module->eval();  // with gradients: in one call
  ScanBatch batch;
  batch.magnitudes = torch::empty({289, 1, 128, 128});
  ASSERT_TRUE(measuredMagnitudes(acquisition, batch.magnitudes.data_ptr<float>()));
  batch.positions = acquisition.scan.positions;
  batch.rows = batch.cols = acquisition.scan.object_rows;
  const torch::Tensor whole = module->forward(batch).detach().contiguous();
  const float* amplitude = whole.data_ptr<float>();
  for (std::size_t i = 0; i < pieces.size(); ++i) ASSERT_NEAR(std::abs(pieces[i]), amplitude[i], 1e-5) << i;
}

TEST(NetworkPredictor, judgesEachPatternByItself) {
  // Evaluation mode: running statistics, so that a pattern's patch does not depend on the others.
  const TrainedNetwork network = untrained();
  Acquisition acquisition = smallScan();
  const ComplexImage before = predicted(network, acquisition).object;
  float* last = acquisition.patterns.image(8);
  for (std::size_t i = 0; i < acquisition.patterns.imageSize(); ++i) last[i] *= 4;
  const ComplexImage after = predicted(network, acquisition).object;
  EXPECT_EQ(before(10, 10), after(10, 10));
  EXPECT_NE(before(200, 200), after(200, 200));
}

TEST(NetworkPredictor, doesNotLookAtMaskedPixels) {
  const TrainedNetwork network = untrained();
  Acquisition acquisition = smallScan();
  acquisition.mask = MaskImage(128, 128, 1);
  acquisition.mask(0, 0) = acquisition.mask(3, 100) = 0;
  const ComplexImage masked = predicted(network, acquisition).object;
  for (std::size_t j = 0; j < 9; ++j) acquisition.patterns.image(j)[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(masked, predicted(network, acquisition).object);
  Acquisition dark = acquisition;
  dark.mask = {};
  for (std::size_t j = 0; j < 9; ++j) dark.patterns.image(j)[0] = dark.patterns.image(j)[3 * 128 + 100] = 0;
  EXPECT_EQ(masked, predicted(network, dark).object);
}

TEST(NetworkPredictor, putsWindowsOnTheNearestWholePixel) {
  const TrainedNetwork network = untrained();
  const Acquisition between = smallScan(2);
  ASSERT_FALSE(between.scan.hasIntegerPositions());
  Acquisition whole = between;
  for (Position& position : whole.scan.positions) position = {std::round(position.row), std::round(position.col)};
  EXPECT_EQ(predicted(network, between).object, predicted(network, whole).object);
  EXPECT_NE(predicted(network, between).residual, predicted(network, whole).residual);
}

TEST(NetworkPredictor, isFlatWhereNoWindowReaches) {
  Acquisition acquisition = smallScan();
  acquisition.scan.object_cols += 5;
  acquisition.truth = {};
  const ComplexImage object = predicted(untrained(), acquisition).object;
  const auto flat = std::polar(0.75F, -0.52359878F);
  for (std::size_t c = 208; c < 213; ++c) EXPECT_LT(std::abs(object(100, c) - flat), 1e-6F) << c;
  EXPECT_GT(std::abs(object(100, 100) - flat), 1e-6F);
}

TEST(NetworkPredictor, refusesAnotherWindowAndSaysWhatToDo) {
  SimulationSpec spec;
  spec.probe.window_px = 64;
  spec.probe.sigma_px = 15;
  spec.scan.step_px = 20;
  spec.scan.grid = 2;
  RunContext context;
  const Acquisition small = simulate(spec, {}, 1, context).value().acquisition;
  const auto outcome = makeNetworkPredictor(untrained(), "cpu", 1).value()->predict(small, context);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().exitCode(), 2);
  for (const char* words : {"64 × 64", "128 × 128", "crop or pad"}) {
    EXPECT_NE(outcome.error().text().find(words), std::string::npos) << outcome.error().text();
  }
}

TEST(NetworkPredictor, refusesAnAcquisitionWithoutProbe) {
  Acquisition acquisition = smallScan();
  acquisition.probe = {};
  RunContext context;
  const auto outcome = makeNetworkPredictor(untrained(), "cpu", 1).value()->predict(acquisition, context);
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().text().find("probe"), std::string::npos);
}

TEST(NetworkPredictor, refusesWeightsOfAnotherNetworkAndUnknownDevices) {
  TrainedNetwork network = untrained();
  EXPECT_EQ(makeNetworkPredictor(network, "gpu", 1).error().code, ErrorCode::BadInput);
  network.spec.network.base_channels = 8;
  EXPECT_FALSE(makeNetworkPredictor(network, "cpu", 1));
  network = untrained();
  network.weights.pop_back();
  EXPECT_FALSE(makeNetworkPredictor(network, "cpu", 1));
}

}  // namespace
}  // namespace ptycho
