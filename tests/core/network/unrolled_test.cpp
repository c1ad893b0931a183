#include "core/network/unrolled.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/network/scan_physics.h"
#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using test::randomNumbers;
using torch::Tensor;

constexpr std::int64_t kSteps = 4;

/// The engine, written out window by window in double precision; one object.
Tensor plainFlow(const Tensor& start, const ScanBatch& batch, const std::vector<double>& momenta) {
  const Tensor probe = batch.probe.to(torch::kComplexDouble);
  const auto window = [&](const Tensor& picture, const Position& at) {
    return picture.narrow(0, std::lround(at.row), batch.window()).narrow(1, std::lround(at.col), batch.window());
  };
  Tensor light = torch::zeros({batch.rows, batch.cols}, torch::kDouble);
  for (const Position& at : batch.positions) window(light, at) += probe.abs().square();
  const Tensor divisor = light + 1e-3 * light.max();
  Tensor object = start.clone();
  Tensor before = start.clone();
  for (const double momentum : momenta) {
    const Tensor ahead = object + momentum * (object - before);
    Tensor sum = torch::zeros_like(object);
    for (std::size_t j = 0; j < batch.positions.size(); ++j) {
      const Tensor field = torch::fft::fft2(probe * window(ahead, batch.positions[j]), c10::nullopt, {-2, -1}, "ortho");
      const Tensor measured = batch.magnitudes[static_cast<std::int64_t>(j)][0].to(torch::kDouble);
      const Tensor pulled = field - measured * torch::polar(torch::ones_like(measured), field.angle());
      window(sum, batch.positions[j]) += probe.conj() * torch::fft::ifft2(pulled, c10::nullopt, {-2, -1}, "ortho");
    }
    before = object;
    object = ahead - sum / divisor;
  }
  return object;
}

/// A start that is wrong but not far off: the truth, smoothed.
Tensor smoothed(const Tensor& truth) {
  return torch::avg_pool2d(truth, 5, 1, 2, false, false).clamp(0.05, 0.95);
}

void set(torch::nn::Module& module, const std::string& name, const Tensor& value) {
  const torch::NoGradGuard noGradient;
  module.named_parameters()[name].copy_(value);
}

Tensor reached(const Tensor& channels, const ScanBatch& batch) {
  return channels.narrow(3, 0, batch.cols - 3).narrow(2, 0, batch.rows);
}

void expectFlow(UnrolledPhysics& unrolled, const std::vector<double>& momenta) {
  const auto [batch, truth] = test::simulatedBatch();
  const Tensor start = smoothed(truth);
  const Tensor channels = unrolled->forward(start, batch);
  const Tensor wanted = plainFlow(test::plainObject(start, batch.range)[0], batch, momenta).unsqueeze(0);
  const Tensor amplitude = (wanted.abs() / batch.range.amplitude_max).clamp(0, 1);
  const Tensor phase = (wanted.angle() / batch.range.phase_min_rad).clamp(0, 1);
  EXPECT_LT(test::distance(reached(channels, batch), reached(torch::stack({amplitude, phase}, 1), batch)), 1e-4);
  EXPECT_GT(test::distance(reached(start, batch), reached(channels, batch)), 1e-2);
}

TEST(UnrolledPhysics, withoutMomentumIsPreconditionedGradientDescent) {
  UnrolledPhysics unrolled(kSteps, 4);
  set(*unrolled, "momentum", torch::zeros({kSteps}));
  expectFlow(unrolled, {0, 0, 0, 0});
}

TEST(UnrolledPhysics, untrainedIsAcceleratedWirtingerFlow) {
  UnrolledPhysics unrolled(kSteps, 4);
  // (t − 1)/t⁺ with t = 1, 1.618, 2.194, 2.750: none for the first step, and none yet for the second.
  expectFlow(unrolled, {0, 0, 0.281754, 0.434043});
}

TEST(UnrolledPhysics, stepsComeNearerToTheTruth) {
  const auto [batch, truth] = test::simulatedBatch({2, 32, 3, 8});
  const Tensor start = smoothed(truth);
  const torch::NoGradGuard noGradient;
  const double first = diffractionLoss(start, batch).item().toDouble();
  const double two = diffractionLoss(UnrolledPhysics(2, 4)->forward(start, batch), batch).item().toDouble();
  const double eight = diffractionLoss(UnrolledPhysics(8, 4)->forward(start, batch), batch).item().toDouble();
  EXPECT_LT(two, 0.5 * first);
  EXPECT_LT(eight, 0.5 * two);
}

TEST(UnrolledPhysics, theTruthIsAFixedPoint) {
  const auto [batch, truth] = test::simulatedBatch({2});
  const Tensor channels = UnrolledPhysics(kSteps, 4)->forward(truth, batch);
  EXPECT_LT(test::distance(reached(channels, batch), reached(truth, batch)), 1e-3);
}

TEST(UnrolledPhysics, staysInRangeAndZeroWhereNothingWasSeen) {
  const auto [batch, truth] = test::simulatedBatch({2});
  const Tensor channels = UnrolledPhysics(kSteps, 4)->forward(randomNumbers(truth.sizes(), 5), batch);
  EXPECT_GE(channels.min().item().toDouble(), 0);
  EXPECT_LE(channels.max().item().toDouble(), 1);
  EXPECT_EQ(channels.narrow(3, batch.cols - 3, 3).abs().max().item().toDouble(), 0);
}

// One step: what is learned acts behind the update, whose own derivative has its test in data_term_test.cpp.
TEST(UnrolledPhysics, gradientsOfWhatIsLearnedMatchFiniteDifferences) {
  auto [scan, truth] = test::simulatedBatch({2});
  const Tensor object = test::plainObject(smoothed(truth), scan.range).to(torch::kComplexFloat);
  scan.range = {2.0, -2.2, 1.1};  // so wide that the clamp at the end has no say
  const Tensor start = channelsFromObject(object, scan.range);
  UnrolledPhysics unrolled(1, 4);
  std::uint64_t seed = 40;
  for (const auto& item : unrolled->named_parameters()) {
    const torch::NoGradGuard noGradient;
    // Biases so far from zero that no unit crosses the kink of its activation, corrections so small that none leaves
    // the range.
    const Tensor draw = randomNumbers({item.value().numel()}, ++seed).view(item.value().sizes()) - 0.5;
    const bool last = item.key().find("last") != std::string::npos;
    Tensor(item.value()).add_(last ? draw * 0.02 : item.key().ends_with("bias") ? draw.sign() * 4 : draw * 0.2);
  }
  const ScanBatch& batch = scan;
  const auto loss = [&] {
    return (reached(unrolled->forward(start, batch), batch).to(torch::kDouble) - 0.3).square().sum();
  };
  loss().backward();
  const torch::NoGradGuard noGradient;
  for (const auto& item : unrolled->named_parameters()) {
    if (item.key() == "momentum") continue;  // the first step has none
    Tensor leaf = item.value();
    const Tensor direction = randomNumbers({leaf.numel()}, ++seed).view(leaf.sizes()) - 0.5;
    const double slope = (leaf.grad() * direction).sum().item().toDouble();
    const double h = 2e-3;
    leaf.add_(direction, h);
    const double above = loss().item().toDouble();
    leaf.add_(direction, -2 * h);
    const double below = loss().item().toDouble();
    leaf.add_(direction, h);
    const double scale = (leaf.grad().norm() * direction.norm()).item().toDouble();
    EXPECT_NEAR(slope, (above - below) / (2 * h), 0.01 * scale + 2e-4) << item.key();
  }
}

TEST(UnrolledPhysics, correctionsLearn) {
  const auto [batch, truth] = test::simulatedBatch({2});
  const Tensor start = smoothed(truth);
  UnrolledPhysics unrolled(2, 4);
  torch::optim::Adam optimiser(unrolled->parameters(), 3e-3);
  double first = 0;
  double last = 0;
  for (int step = 0; step < 30; ++step) {
    optimiser.zero_grad();
    const Tensor loss = (reached(unrolled->forward(start, batch), batch) - reached(truth, batch)).square().mean();
    loss.backward();
    optimiser.step();
    if (step == 0) first = loss.item().toDouble();
    last = loss.item().toDouble();
  }
  EXPECT_LT(last, 0.8 * first);
}

TEST(Correction, startsAsNothingForEvenAndOddSides) {
  Correction correction(6);
  for (const auto& shape : {std::vector<std::int64_t>{2, 5, 8, 10}, std::vector<std::int64_t>{1, 5, 9, 7}}) {
    const Tensor change = correction->forward(randomNumbers(shape, 1));
    EXPECT_EQ(change.sizes().vec(), (std::vector<std::int64_t>{shape[0], 2, shape[2], shape[3]}));
    EXPECT_EQ(change.abs().max().item().toDouble(), 0);
  }
}

}  // namespace
}  // namespace ptycho
