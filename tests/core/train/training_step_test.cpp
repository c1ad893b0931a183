#include "core/train/training_step.h"

#include <gtest/gtest.h>

#include "core/learn/training_batch.h"
#include "tests/core/train/test_training.h"

namespace ptycho {
namespace {

std::vector<torch::Tensor> gradients(const TrainingSpec& spec, TrainingSource& source, std::size_t group,
                                     double& loss) {
  const SampleTensors tensors(source.scan(), source.probe(), spec.outputRange(), torch::kCPU);
  const auto network = makeObjectNetwork(spec.network, 3);
  network->eval();  // normalisation by running statistics: objects do not see one another
  const std::size_t batch = 4;
  const PassSetup setup{tensors, spec.loss, Precision::Float32, 0.5,
                        static_cast<double>(group) / static_cast<double>(batch)};
  loss = 0;
  for (std::size_t first = 0; first < batch; first += group) {
    const auto objects = source.training(static_cast<std::int64_t>(first), group);
    if (!objects) throw std::runtime_error(objects.error().text());
    loss += setup.share * accumulateGradients(*network, *objects, setup).total;
  }
  std::vector<torch::Tensor> list;
  for (const auto& parameter : network->parameters()) list.push_back(parameter.grad());
  return list;
}

TEST(TrainingStep, passesAddUpToTheMeanOverTheBatch) {
  TrainingSpec spec = smallTraining();
  spec.loss.l1_weight = 0.1;
  spec.loss.dft_weight = 0.5;
  const auto source = TrainingSource::open(spec);
  ASSERT_TRUE(source) << source.error().text();
  double together = 0;
  double apart = 0;
  const auto whole = gradients(spec, **source, 4, together);
  const auto parts = gradients(spec, **source, 1, apart);
  EXPECT_NEAR(together, apart, 1e-5 * together);
  ASSERT_EQ(whole.size(), parts.size());
  for (std::size_t k = 0; k < whole.size(); ++k) {
    EXPECT_LT((whole[k] - parts[k]).norm().item<double>(), 1e-4 * whole[k].norm().item<double>()) << k;
  }
}

TEST(TrainingStep, coversTheWholeObjectOfARaster) {
  const TrainingSpec spec = smallTraining();
  const auto source = TrainingSource::open(spec);
  ASSERT_TRUE(source) << source.error().text();
  const SampleTensors tensors((*source)->scan(), (*source)->probe(), spec.outputRange(), torch::kCPU);
  EXPECT_FALSE(tensors.covered().defined());
}

TEST(TrainingStep, leavesOutWhatWindowsDoNotReach) {
  Scan scan;
  scan.positions = {{0, 0}, {10, 100}};
  scan.object_rows = 138;
  scan.object_cols = 228;
  const SampleTensors tensors(scan, ComplexStack(1, 128, 128), OutputRange(), torch::kCPU);
  ASSERT_TRUE(tensors.covered().defined());
  const auto covered = tensors.covered().accessor<float, 2>();
  EXPECT_EQ(covered[0][0], 1);
  EXPECT_EQ(covered[0][228 - 1], 0);
  EXPECT_EQ(covered[137][0], 0);
  EXPECT_EQ(covered[137][227], 1);
}

}  // namespace
}  // namespace ptycho
