#include "core/network/object_network.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using torch::Tensor;

NetworkSpec smallSpec(NetworkKind kind = NetworkKind::PtychoNet) {
  NetworkSpec spec;
  spec.kind = kind;
  spec.base_channels = 4;
  spec.correction_channels = 4;
  return spec;
}

ScanBatch smallBatch(std::int64_t objects) { return test::simulatedBatch({objects, 128, 2, 40}).batch; }

/// One object of a batch.
ScanBatch single(const ScanBatch& batch, std::int64_t object) {
  ScanBatch one = batch;
  one.objects = 1;
  one.magnitudes = batch.magnitudes.narrow(0, object * batch.patterns(), batch.patterns());
  return one;
}

class EveryNetwork : public testing::TestWithParam<NetworkSpec> {};

TEST_P(EveryNetwork, makesChannelsInRangeAndZeroWhereNothingWasSeen) {
  const auto network = makeObjectNetwork(GetParam(), 1);
  const ScanBatch batch = smallBatch(2);
  const Tensor channels = network->forward(batch);
  ASSERT_EQ(channels.sizes().vec(), (std::vector<std::int64_t>{2, 2, batch.rows, batch.cols}));
  EXPECT_GE(channels.min().item().toDouble(), 0);
  EXPECT_LE(channels.max().item().toDouble(), 1);
  EXPECT_GT(channels.narrow(3, 0, batch.cols - 3).mean().item().toDouble(), 0.1);
  EXPECT_EQ(channels.narrow(3, batch.cols - 3, 3).abs().max().item().toDouble(), 0);
}

TEST_P(EveryNetwork, sameSeedSameWeightsWhateverWasDrawnBefore) {
  torch::manual_seed(5);
  const auto first = networkWeights(*makeObjectNetwork(GetParam(), 7));
  (void)torch::randn({3});
  EXPECT_EQ(networkWeights(*makeObjectNetwork(GetParam(), 7)), first);
  EXPECT_NE(networkWeights(*makeObjectNetwork(GetParam(), 8)), first);
}

TEST_P(EveryNetwork, drawingWeightsLeavesTheGeneratorAlone) {
  torch::manual_seed(5);
  const Tensor wanted = torch::randn({3});
  torch::manual_seed(5);
  (void)makeObjectNetwork(GetParam(), 7);
  EXPECT_TRUE(torch::equal(torch::randn({3}), wanted));
}

TEST_P(EveryNetwork, oneCallEqualsSeparateCallsInEvaluation) {
  const torch::NoGradGuard noGradient;
  const auto network = makeObjectNetwork(GetParam(), 1);
  const ScanBatch batch = smallBatch(2);
  (void)network->forward(batch);  // running statistics of their own
  network->eval();
  const Tensor together = network->forward(batch);
  for (const std::int64_t object : {0, 1}) {
    EXPECT_LT(test::distance(network->forward(single(batch, object)), together.narrow(0, object, 1)), 1e-5);
  }
}

TEST_P(EveryNetwork, weightsMakeTheSameNetwork) {
  const torch::NoGradGuard noGradient;
  const ScanBatch batch = smallBatch(1);
  const auto first = makeObjectNetwork(GetParam(), 1);
  (void)first->forward(batch);
  const auto second = makeObjectNetwork(GetParam(), 2);
  ASSERT_TRUE(loadNetworkWeights(*second, networkWeights(*first)));
  first->eval();
  second->eval();
  EXPECT_TRUE(torch::equal(first->forward(batch), second->forward(batch)));
}

TEST_P(EveryNetwork, everyParameterGetsAGradient) {
  const auto network = makeObjectNetwork(GetParam(), 1);
  const auto [batch, truth] = test::simulatedBatch({2, 128, 2, 40});
  torch::mse_loss(network->forward(batch), truth).backward();
  for (const auto& item : network->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_TRUE(item.value().grad().isfinite().all().item().toBool()) << item.key();
  }
}

std::vector<NetworkSpec> everySpec() {
  std::vector<NetworkSpec> all{smallSpec(), smallSpec(NetworkKind::PtychoNetPlus), smallSpec(NetworkKind::UNet),
                               smallSpec()};
  all.back().stitching = Stitching::Learned;
  all.back().input_scaling = InputScaling::Logarithm;
  all.back().input_shifted = true;
  all.push_back(smallSpec(NetworkKind::PtychoNetPlus));
  all.back().stitching = Stitching::ProbeWeighted;
  all.back().unrolled_steps = 2;
  return all;
}

INSTANTIATE_TEST_SUITE_P(Networks, EveryNetwork, testing::ValuesIn(everySpec()));

}  // namespace
}  // namespace ptycho
