#include "core/network/transposed_convolution.h"

#include <gtest/gtest.h>

#include "core/network/autocast.h"

namespace ptycho {
namespace {

double relative(const torch::Tensor& found, const torch::Tensor& wanted) {
  return ((found - wanted).norm() / wanted.norm()).item<double>();
}

struct Case {
  std::int64_t in, out, kernel, stride, padding, side;
};
constexpr Case kCases[] = {{3, 5, 4, 2, 1, 6}, {4, 2, 2, 1, 0, 3}, {2, 3, 3, 1, 1, 5}};

class TransposedConvolutionTest : public testing::TestWithParam<Case> {
 protected:
  void draw(torch::ScalarType type) {
    torch::manual_seed(3);
    const Case& c = GetParam();
    input = torch::randn({2, c.in, c.side, c.side}, type).requires_grad_();
    weight = torch::randn({c.in, c.out, c.kernel, c.kernel}, type).requires_grad_();
  }
  [[nodiscard]] torch::Tensor ours(const torch::Tensor& x, const torch::Tensor& w) const {
    return transposedConvolution(x, w, GetParam().stride, GetParam().padding);
  }
  [[nodiscard]] torch::Tensor stock(const torch::Tensor& x, const torch::Tensor& w) const {
    return torch::conv_transpose2d(x, w, {}, GetParam().stride, GetParam().padding);
  }

  torch::Tensor input;
  torch::Tensor weight;
};
INSTANTIATE_TEST_SUITE_P(Shapes, TransposedConvolutionTest, testing::ValuesIn(kCases));

TEST_P(TransposedConvolutionTest, valuesAndGradientsAreThoseOfLibTorch) {
  draw(torch::kFloat32);
  const torch::Tensor found = ours(input, weight);
  const torch::Tensor wanted = stock(input, weight);
  ASSERT_EQ(found.sizes(), wanted.sizes());
  EXPECT_LT(relative(found, wanted), 1e-6);
  const torch::Tensor seed = torch::randn_like(wanted);
  const auto gradients = torch::autograd::grad({found}, {input, weight}, {seed});
  const auto right = torch::autograd::grad({wanted}, {input, weight}, {seed});
  EXPECT_LT(relative(gradients[0], right[0]), 1e-6);
  EXPECT_LT(relative(gradients[1], right[1]), 1e-6);
}

TEST_P(TransposedConvolutionTest, channelsLastChangesNothing) {
  draw(torch::kFloat32);
  const auto last = [](const torch::Tensor& t) { return t.contiguous(torch::MemoryFormat::ChannelsLast); };
  EXPECT_LT(relative(ours(last(input), last(weight)), ours(input, weight)), 1e-6);
}

// In doubles the difference quotient with h = 1e-5 of a bilinear function is exact to rounding, 1e-16 / 1e-5 = 1e-11.
TEST_P(TransposedConvolutionTest, gradientsMatchFiniteDifferences) {
  draw(torch::kFloat64);
  const torch::Tensor seed = torch::randn_like(ours(input, weight)).detach();
  const auto value = [&](const torch::Tensor& x, const torch::Tensor& w) { return (ours(x, w) * seed).sum(); };
  const auto gradients = torch::autograd::grad({value(input, weight)}, {input, weight});
  const double h = 1e-5;
  const torch::NoGradGuard guard;
  for (int trial = 0; trial < 3; ++trial) {
    const torch::Tensor dx = torch::randn_like(input);
    const torch::Tensor dw = torch::randn_like(weight);
    const double quotient =
        (value(input + h * dx, weight + h * dw) - value(input - h * dx, weight - h * dw)).item<double>() / (2 * h);
    const double wanted = ((gradients[0] * dx).sum() + (gradients[1] * dw).sum()).item<double>();
    EXPECT_NEAR(quotient, wanted, 1e-7 * std::max(1.0, std::abs(wanted)));
  }
}

TEST_P(TransposedConvolutionTest, onlyWantedGradientsAreComputed) {
  draw(torch::kFloat32);
  const torch::Tensor fixed = input.detach();
  ours(fixed, weight).sum().backward();
  EXPECT_TRUE(weight.grad().defined());
  EXPECT_FALSE(fixed.grad().defined());
}

TEST(TransposedConvolutionLayer, startsAsLibTorchsOwn) {
  torch::manual_seed(5);
  const TransposedConvolution ours(6, 4, 4, 2, 1);
  torch::manual_seed(5);
  const torch::nn::ConvTranspose2d stock(torch::nn::ConvTranspose2dOptions(6, 4, 4).stride(2).padding(1).bias(false));
  EXPECT_TRUE(torch::equal(ours->weight, stock->weight));
}

TEST(Autocast, convolutionsNarrowAndGradientsOfWeightsStayFloat) {
  torch::manual_seed(5);
  TransposedConvolution layer(16, 8, 4, 2, 1);
  const torch::Tensor input = torch::randn({2, 16, 8, 8});
  const torch::Tensor wide = layer(input);
  torch::Tensor narrow;
  {
    const AutocastGuard guard(torch::kCPU, torch::kBFloat16);
    narrow = layer(input);
    const AutocastGuard inner(torch::kCPU, torch::kFloat32);
  }
  EXPECT_EQ(narrow.scalar_type(), torch::kBFloat16);
  EXPECT_LT(relative(narrow.to(torch::kFloat32), wide), 1e-2);  // bfloat16 keeps 8 bits: 2^-8 = 4e-3
  narrow.sum().backward();
  EXPECT_EQ(layer->weight.grad().scalar_type(), torch::kFloat32);
}

TEST(Autocast, endsWithTheGuardAndSeesChangedWeights) {
  torch::manual_seed(5);
  TransposedConvolution layer(4, 4, 2, 1, 0);
  const torch::Tensor input = torch::randn({1, 4, 4, 4});
  const auto narrow = [&] {
    const AutocastGuard guard(torch::kCPU, torch::kBFloat16);
    return layer(input).to(torch::kFloat32);
  };
  const torch::Tensor before = narrow();
  {
    const torch::NoGradGuard guard;
    layer->weight.mul_(2);
  }
  EXPECT_TRUE(torch::equal(narrow(), 2 * before));
  EXPECT_EQ(layer(input).scalar_type(), torch::kFloat32);
}

TEST(Autocast, floatDoesNothing) {
  const AutocastGuard guard(torch::kCPU, torch::kFloat32);
  EXPECT_EQ(torch::mm(torch::ones({2, 2}), torch::ones({2, 2})).scalar_type(), torch::kFloat32);
}

}  // namespace
}  // namespace ptycho
