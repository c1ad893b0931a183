#include "core/network/network_summary.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/network/object_network.h"

namespace ptycho {
namespace {

NetworkSpec small() {
  NetworkSpec spec;
  spec.base_channels = 4;
  return spec;
}

const LayerSummary* layerNamed(const NetworkSummary& summary, const std::string& name) {
  const auto at = std::ranges::find_if(summary.layers, [&](const LayerSummary& layer) { return layer.name == name; });
  return at == summary.layers.end() ? nullptr : &*at;
}

TEST(NetworkSummary, knowsTheStudysParameterCounts) {
  const auto net = summariseNetwork(findNetworkPreset("ptychonet").value(), 128, 6, 60);
  ASSERT_TRUE(net) << net.error().text();
  EXPECT_EQ(net->parameters, 24'391'296);
  const auto plus = summariseNetwork(findNetworkPreset("ptychonet-plus").value(), 128, 6, 60);
  ASSERT_TRUE(plus) << plus.error().text();
  EXPECT_EQ(plus->parameters, 27'490'371);
}

TEST(NetworkSummary, countsEveryParameterOfEveryPresetOnce) {
  for (const NetworkPreset& preset : networkPresets()) {
    NetworkSpec spec = preset.spec;
    spec.base_channels = 4;
    spec.attention = true;
    spec.multi_scale = true;
    spec.stitching = Stitching::Learned;
    const auto summary = summariseNetwork(spec, 128, 2, 40);
    ASSERT_TRUE(summary) << summary.error().text();
    std::int64_t wanted = 0;
    for (const torch::Tensor& parameter : makeObjectNetwork(spec, 1)->parameters()) wanted += parameter.numel();
    EXPECT_EQ(summary->parameters, wanted) << preset.name;
    std::set<std::string> names;
    for (const LayerSummary& layer : summary->layers) EXPECT_TRUE(names.insert(layer.name).second) << layer.name;
  }
}

TEST(NetworkSummary, countsMultiplyAddsOfTheWholeScan) {
  const auto summary = summariseNetwork(small(), 128, 6, 60);
  ASSERT_TRUE(summary) << summary.error().text();
  const LayerSummary* first = layerNamed(*summary, "patch.encoder.stages.0.convolution");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->kind, "Conv2d 4×4, stride 2");
  EXPECT_EQ(first->output, "[36, 4, 64, 64]");
  EXPECT_EQ(first->parameters, 4 * 16);
  EXPECT_EQ(first->multiply_adds, std::int64_t{36} * 4 * 64 * 64 * 16);
  const LayerSummary* last = layerNamed(*summary, "patch.decoder.stages.6.convolution");
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->kind, "ConvTranspose2d 4×4, stride 2");
  EXPECT_EQ(last->output, "[36, 2, 128, 128]");
  EXPECT_EQ(last->multiply_adds, std::int64_t{36} * 4 * 64 * 64 * 2 * 16);
  std::int64_t sum = 0;
  for (const LayerSummary& layer : summary->layers) sum += layer.multiply_adds;
  EXPECT_EQ(summary->multiply_adds, sum);
}

TEST(NetworkSummary, refinementIsCountedOnTheObject) {
  NetworkSpec spec = small();
  spec.kind = NetworkKind::PtychoNetPlus;
  const auto summary = summariseNetwork(spec, 128, 3, 10);
  ASSERT_TRUE(summary) << summary.error().text();
  const LayerSummary* layer = layerNamed(*summary, "refinement.convolutions.4");
  ASSERT_NE(layer, nullptr);
  EXPECT_EQ(layer->kind, "Conv2d 3×3, dilation 16");
  EXPECT_EQ(layer->output, "[1, 48, 148, 148]");
  EXPECT_EQ(layer->multiply_adds, std::int64_t{48} * 48 * 9 * 148 * 148);
}

TEST(NetworkSummary, attentionsProductsAreCounted) {
  NetworkSpec spec = small();
  spec.attention = true;
  const auto summary = summariseNetwork(spec, 128, 1, 10);
  ASSERT_TRUE(summary) << summary.error().text();
  const LayerSummary* products = layerNamed(*summary, "patch.encoder.attention.products");
  ASSERT_NE(products, nullptr);
  EXPECT_EQ(products->multiply_adds, 2 * 16 * 16 * 32);  // q·kᵀ and ·v, 16 pixels, 32 channels
  const LayerSummary* query = layerNamed(*summary, "patch.encoder.attention.query");
  ASSERT_NE(query, nullptr);
  EXPECT_EQ(query->kind, "Conv2d 1×1");
  EXPECT_EQ(query->multiply_adds, 16 * 32 * 32);
}

TEST(NetworkSummary, refusesWindowsThatNetworksCannotTake) {
  for (const int window : {0, 64, 100, 160}) {
    const auto summary = summariseNetwork(small(), window, 6, 20);
    ASSERT_FALSE(summary) << window;
    EXPECT_EQ(summary.error().code, ErrorCode::BadInput);
    EXPECT_NE(summary.error().text().find("window_px"), std::string::npos);
  }
  EXPECT_FALSE(summariseNetwork(small(), 128, 0, 20));
  EXPECT_FALSE(summariseNetwork(small(), 128, 2, 0));
  EXPECT_FALSE(summariseNetwork(small(), 128, 1000, 60));
  NetworkSpec wide = small();
  wide.base_channels = 100'000;
  EXPECT_FALSE(summariseNetwork(wide, 128, 2, 20));
}

TEST(NetworkLayout, isThatOfTheNetworksWeights) {
  NetworkSpec spec = small();
  spec.kind = NetworkKind::PtychoNetPlus;
  std::vector<TensorLayout> wanted;
  for (const NamedTensor& tensor : networkWeights(*makeObjectNetwork(spec, 3))) wanted.push_back(tensor.layout);
  EXPECT_EQ(networkLayout(spec), wanted);
  EXPECT_TRUE(checkNetworkLayout(spec, wanted));
  std::ranges::reverse(wanted);
  EXPECT_TRUE(checkNetworkLayout(spec, wanted)) << "order does not matter";
}

TEST(NetworkLayout, namesTheFirstTensorThatDoesNotFit) {
  const std::vector<TensorLayout> right = networkLayout(small());
  const auto refusal = [&](const std::vector<TensorLayout>& found) {
    const auto checked = checkNetworkLayout(small(), found);
    return checked ? std::string() : checked.error().text();
  };
  auto missing = right;
  missing.erase(missing.begin() + 2);
  EXPECT_NE(refusal(missing).find(right[2].name), std::string::npos);
  auto unknown = right;
  unknown.push_back({"stranger", TensorType::Float32, {1}});
  EXPECT_NE(refusal(unknown).find("stranger"), std::string::npos);
  auto reshaped = right;
  reshaped[0].shape[0] += 1;
  EXPECT_NE(refusal(reshaped).find(right[0].text()), std::string::npos);
  auto retyped = right;
  retyped[1].type = TensorType::Float64;
  EXPECT_NE(refusal(retyped).find("float64"), std::string::npos);
  auto doubled = right;
  doubled.push_back(right[0]);
  EXPECT_NE(refusal(doubled).find("twice"), std::string::npos);
  EXPECT_FALSE(checkNetworkLayout(small(), {}));
}

}  // namespace
}  // namespace ptycho
