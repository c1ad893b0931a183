#include "core/network/scan_physics.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/core/network/test_batch.h"

namespace ptycho {
namespace {

using test::randomNumbers;
using torch::Tensor;

TEST(ObjectChannels, followTheRange) {
  const OutputRange range{2.0, -1.5, 0.5};
  Tensor channels = torch::zeros({1, 2, 1, 2});
  channels[0][0][0][1] = 1;
  channels[0][1][0][0] = 1;
  channels[0][0][0][0] = 0.5;
  const Tensor object = torch::view_as_real(objectFromChannels(channels, range));
  EXPECT_NEAR(object[0][0][0][0].item().toDouble(), std::cos(-1.5), 1e-6);
  EXPECT_NEAR(object[0][0][0][1].item().toDouble(), std::sin(-1.5), 1e-6);
  EXPECT_NEAR(object[0][0][1][0].item().toDouble(), 2 * std::cos(0.5), 1e-6);
  EXPECT_NEAR(object[0][0][1][1].item().toDouble(), 2 * std::sin(0.5), 1e-6);
}

TEST(ObjectChannels, thereAndBackIsTheSame) {
  for (const OutputRange range : {OutputRange{}, OutputRange{0.7, -3.0, 3.0}, OutputRange{1.0, 2.0, 4.5}}) {
    const Tensor channels = randomNumbers({2, 2, 5, 7}, 1) * 0.98 + 0.01;
    EXPECT_LT(test::distance(channelsFromObject(objectFromChannels(channels, range), range), channels), 1e-5);
  }
}

TEST(ObjectChannels, phasesALittleOutsideStayOutside) {
  const Tensor channels = torch::tensor({0.5F, -0.2F, 0.5F, 1.3F}).view({1, 2, 2, 1}).transpose(1, 2).contiguous();
  const Tensor back = channelsFromObject(objectFromChannels(channels, {}), {});
  EXPECT_LT(test::distance(back, channels), 1e-5);
}

/// ∂/∂h of Σ weights·f(at + h·direction), by autograd and by differences.
template <class Map>
void expectSlope(const Map& map, const Tensor& at, const Tensor& direction) {
  const Tensor leaf = at.clone().requires_grad_();
  const auto value = [&](const Tensor& x) {
    const Tensor y = map(x);
    const Tensor numbers = (y.is_complex() ? torch::view_as_real(y) : y).reshape(-1);
    return (numbers * randomNumbers({numbers.numel()}, 2).to(torch::kDouble)).sum();
  };
  value(leaf).backward();
  const Tensor product = leaf.grad() * direction.conj();
  const Tensor real = product.is_complex() ? torch::view_as_real(product).select(-1, 0) : product;
  const double slope = real.sum().item().toDouble();
  const double h = 1e-6;
  const double measured = (value(at + h * direction) - value(at - h * direction)).item().toDouble() / (2 * h);
  EXPECT_NEAR(slope, measured, 1e-6 * std::abs(measured) + 1e-9);
}

TEST(ObjectChannels, gradientsMatchFiniteDifferences) {
  const OutputRange range{0.8, -1.2, 0.3};
  const Tensor channels = randomNumbers({2, 2, 5, 7}, 3).to(torch::kDouble) + 0.1;
  const Tensor direction = randomNumbers({2, 2, 5, 7}, 4).to(torch::kDouble) - 0.5;
  expectSlope([&](const Tensor& x) { return objectFromChannels(x, range); }, channels, direction);
  const Tensor object = test::plainObject(channels, range);
  const Tensor turned = torch::polar(direction.select(1, 0), direction.select(1, 1) * 3);
  expectSlope([&](const Tensor& x) { return channelsFromObject(x, range); }, object, turned);
}

}  // namespace
}  // namespace ptycho
