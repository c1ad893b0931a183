#include <limits>

#include <gtest/gtest.h>

#include "core/network/object_network.h"
#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using torch::Tensor;

/// Something with parameters, buffers and a part of its own.
struct SmallModule : torch::nn::Module {
  SmallModule() {
    scale = register_parameter("scale", torch::tensor(0.5));
    layers = register_module("layers", torch::nn::Sequential(torch::nn::Conv2d(2, 3, 3), torch::nn::BatchNorm2d(3)));
  }
  Tensor scale;
  torch::nn::Sequential layers;
};

std::vector<Tensor> copies(const torch::nn::Module& module) {
  std::vector<Tensor> all;
  for (const auto& tensor : module.parameters()) all.push_back(tensor.detach().clone());
  for (const auto& tensor : module.buffers()) all.push_back(tensor.clone());
  return all;
}

bool same(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!torch::equal(a[i], b[i])) return false;
  }
  return true;
}

/// Refused with the name and the word in the text, and the module is as it was.
void expectRefused(const std::vector<NamedTensor>& weights, const std::string& name, const std::string& word) {
  SmallModule module;
  const auto before = copies(module);
  const auto loaded = loadNetworkWeights(module, weights);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().where, name);
  EXPECT_NE(loaded.error().message.find(word), std::string::npos) << loaded.error().text();
  EXPECT_TRUE(same(before, copies(module)));
}

TEST(NamedTensors, keepEveryTypeAndShape) {
  for (const auto type : {torch::kFloat, torch::kDouble, torch::kLong, torch::kByte}) {
    const Tensor tensor = torch::arange(24).view({2, 3, 4}).to(type);
    const Tensor back = fromNamedTensor(toNamedTensor("a", tensor));
    EXPECT_TRUE(torch::equal(back, tensor));
    EXPECT_EQ(back.scalar_type(), type);
  }
  EXPECT_EQ(toNamedTensor("one", torch::tensor(2.5F)).layout.text(), "float32 []");
  EXPECT_EQ(fromNamedTensor(toNamedTensor("one", torch::tensor(2.5F))).item().toFloat(), 2.5F);
  EXPECT_EQ(fromNamedTensor(toNamedTensor("none", torch::zeros({0, 3}))).numel(), 0);
}

TEST(NamedTensors, keepBitsOfUnusualNumbers) {
  const Tensor tensor = torch::tensor({std::numeric_limits<float>::infinity(), -0.0F, 1e-45F});
  const NamedTensor named = toNamedTensor("a", tensor);
  EXPECT_EQ(named, toNamedTensor("a", fromNamedTensor(named)));
}

TEST(NamedTensors, areRowMajorWhateverTheStrides) {
  const Tensor tensor = torch::arange(6, torch::kFloat).view({2, 3}).t();
  EXPECT_EQ(toNamedTensor("a", tensor), toNamedTensor("a", tensor.contiguous()));
}

TEST(NetworkWeights, comeBackBitForBit) {
  SmallModule first;
  first.layers->forward(test::randomNumbers({4, 2, 8, 8}, 1));  // running statistics of their own
  SmallModule second;
  EXPECT_FALSE(same(copies(first), copies(second)));
  const auto weights = networkWeights(first);
  ASSERT_TRUE(loadNetworkWeights(second, weights));
  EXPECT_TRUE(same(copies(first), copies(second)));
  EXPECT_EQ(networkWeights(second), weights);
}

TEST(NetworkWeights, listParametersThenBuffersByName) {
  std::vector<std::string> names;
  for (const auto& tensor : networkWeights(SmallModule())) names.push_back(tensor.layout.name);
  EXPECT_EQ(names, (std::vector<std::string>{"scale", "layers.0.weight", "layers.0.bias", "layers.1.weight",
                                             "layers.1.bias", "layers.1.running_mean", "layers.1.running_var",
                                             "layers.1.num_batches_tracked"}));
}

TEST(NetworkWeights, loadedWeightsAreStillTrained) {
  SmallModule module;
  ASSERT_TRUE(loadNetworkWeights(module, networkWeights(SmallModule())));
  for (const auto& parameter : module.parameters()) EXPECT_TRUE(parameter.requires_grad() && parameter.is_leaf());
}

TEST(NetworkWeights, anyOrderWillDo) {
  SmallModule module;
  auto weights = networkWeights(SmallModule());
  const auto wanted = weights;
  std::swap(weights.front(), weights.back());
  ASSERT_TRUE(loadNetworkWeights(module, weights));
  EXPECT_EQ(networkWeights(module), wanted);
}

TEST(NetworkWeights, refuseAMissingTensor) {
  auto weights = networkWeights(SmallModule());
  weights.erase(weights.begin() + 2);
  expectRefused(weights, "layers.0.bias", "missing");
}

TEST(NetworkWeights, refuseATensorTooMany) {
  auto weights = networkWeights(SmallModule());
  weights.push_back(toNamedTensor("extra", torch::zeros({2})));
  expectRefused(weights, "extra", "does not belong");
  weights.back() = weights.front();
  expectRefused(weights, "scale", "twice");
}

TEST(NetworkWeights, refuseAnotherShape) {
  auto weights = networkWeights(SmallModule());
  weights[1] = toNamedTensor("layers.0.weight", torch::zeros({3, 2, 3, 4}));
  expectRefused(weights, "layers.0.weight", "float32 [3, 2, 3, 4]");
}

TEST(NetworkWeights, refuseAnotherType) {
  auto weights = networkWeights(SmallModule());
  weights[2] = toNamedTensor("layers.0.bias", torch::zeros({3}, torch::kDouble));
  expectRefused(weights, "layers.0.bias", "float64 [3]");
}

TEST(NetworkWeights, refuseBytesThatDoNotFillTheShape) {
  auto weights = networkWeights(SmallModule());
  weights[2].bytes.pop_back();
  expectRefused(weights, "layers.0.bias", "damaged");
}

}  // namespace
}  // namespace ptycho
