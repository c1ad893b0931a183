#include "core/network/patch_network.h"

#include <gtest/gtest.h>

#include "core/network/autocast.h"
#include "tests/core/network/stock_networks.h"

namespace ptycho {
namespace {

constexpr int kSmall = 4;

NetworkSpec small(NetworkKind kind) {
  NetworkSpec spec;
  spec.kind = kind;
  spec.base_channels = kSmall;
  return spec;
}

constexpr NetworkKind kKinds[] = {NetworkKind::PtychoNet, NetworkKind::PtychoNetPlus, NetworkKind::UNet};

std::int64_t parameterCount(const torch::nn::Module& module) {
  std::int64_t count = 0;
  for (const torch::Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

double relative(const torch::Tensor& found, const torch::Tensor& wanted) {
  return ((found - wanted).norm() / wanted.norm()).item<double>();
}

std::shared_ptr<PatchNetwork> seeded(const NetworkSpec& spec) {
  torch::manual_seed(7);
  return makePatchNetwork(spec);
}

TEST(PatchNetwork, ptychoNetHasTheStudysParameters) {
  EXPECT_EQ(parameterCount(*makePatchNetwork(NetworkSpec{})), 24'391'296);
}

TEST(PatchNetwork, ptychoNetPlusHasTheStudysParameters) {
  NetworkSpec spec;
  spec.kind = NetworkKind::PtychoNetPlus;
  EXPECT_EQ(parameterCount(*makePatchNetwork(spec)) + parameterCount(*makeObjectRefinement()), 27'490'371);
}

TEST(PatchNetwork, startsFromTheWeightsOfTheStockNetwork) {
  const auto ours = seeded(small(NetworkKind::PtychoNet));
  torch::manual_seed(7);
  torch::nn::Sequential stock = stock::ptychoNet(kSmall);
  const auto a = ours->parameters();
  const auto b = stock->parameters();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i], b[i])) << i;
}

TEST(PatchNetwork, forwardIsThatOfTheStockNetwork) {
  torch::manual_seed(1);
  const torch::Tensor input = torch::rand({6, 1, 128, 128});
  const auto ours = seeded(small(NetworkKind::PtychoNet));
  torch::nn::Sequential stock = stock::ptychoNet(kSmall);
  stock::copyWeights(*ours, *stock);
  for (const bool training : {true, false}) {
    ours->train(training);
    stock->train(training);
    EXPECT_LT(relative(ours->forward(input), stock->forward(input)), 1e-5) << "training " << training;
  }
  for (std::size_t i = 0; i < ours->buffers().size(); ++i) {
    const torch::Tensor wanted = stock->buffers()[i].to(torch::kFloat32);
    EXPECT_LT(relative(ours->buffers()[i].to(torch::kFloat32), wanted), 1e-5) << ours->named_buffers()[i].key();
  }
}

/// One network and its optimiser, the reference study's settings.
struct Trainee {
  std::function<torch::Tensor(const torch::Tensor&)> forward;
  torch::optim::Adam adam;

  Trainee(std::function<torch::Tensor(const torch::Tensor&)> run, torch::nn::Module& module)
      : forward(std::move(run)), adam(module.parameters(), torch::optim::AdamOptions(2e-4).betas({0.5, 0.999})) {}

  double step(const torch::Tensor& input, const torch::Tensor& truth) {
    adam.zero_grad();
    const torch::Tensor loss = torch::mse_loss(forward(input), truth);
    loss.backward();
    adam.step();
    return loss.item<double>();
  }
};

struct Pair {
  std::shared_ptr<PatchNetwork> ours = seeded(small(NetworkKind::PtychoNet));
  torch::nn::Sequential stock = stock::ptychoNet(kSmall);
  Trainee our{[this](const torch::Tensor& x) { return ours->forward(x); }, *ours};
  Trainee other{[this](const torch::Tensor& x) { return stock->forward(x); }, *stock};

  explicit Pair(torch::ScalarType type = torch::kFloat32) {
    stock::copyWeights(*ours, *stock);
    ours->to(type);
    stock->to(type);
  }
};

torch::Tensor truth(std::int64_t count) {
  const torch::Tensor coarse = torch::rand({count, 2, 8, 8});
  return torch::upsample_bilinear2d(coarse, {128, 128}, false);
}

TEST(PatchNetwork, oneAdamStepIsThatOfTheStockNetwork) {
  torch::manual_seed(2);
  const torch::Tensor input = torch::rand({6, 1, 128, 128});
  const torch::Tensor wanted = truth(6);
  Pair pair;
  const double ours = pair.our.step(input, wanted);
  EXPECT_NEAR(ours, pair.other.step(input, wanted), 1e-5 * ours);
  const auto all = [](const torch::nn::Module& network) {
    std::vector<torch::Tensor> flat;
    for (const torch::Tensor& weight : network.parameters()) flat.push_back(weight.detach().flatten());
    return torch::cat(flat);
  };
  EXPECT_LT(relative(all(*pair.ours), all(*pair.stock)), 1e-5);
  const torch::NoGradGuard guard;
  EXPECT_LT(relative(pair.our.forward(input), pair.other.forward(input)), 1e-5);
}

// Adam's first step is lr·g/(|g| + ε): where a gradient is next to nothing, rounding turns it round and the step with it,
// which shows in small tensors (shifts of the normalisation start at 0). In doubles nothing is left of that.
TEST(PatchNetwork, oneAdamStepInDoublesIsThatOfTheStockNetworkInEveryTensor) {
  torch::manual_seed(2);
  const torch::Tensor input = torch::rand({3, 1, 128, 128}, torch::kFloat64);
  const torch::Tensor wanted = truth(3).to(torch::kFloat64);
  Pair pair(torch::kFloat64);
  const double ours = pair.our.step(input, wanted);
  EXPECT_NEAR(ours, pair.other.step(input, wanted), 1e-12 * ours);
  const auto a = pair.ours->parameters();
  const auto b = pair.stock->parameters();
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_LT(relative(a[i].grad(), b[i].grad()), 1e-9) << pair.ours->named_parameters()[i].key();
    EXPECT_LT(relative(a[i], b[i]), 1e-5) << pair.ours->named_parameters()[i].key();
  }
}

// Rounding (1e-7) grows from step to step as Adam turns tiny gradients into whole steps; 1 % of the loss is far below
// what a wrong gradient or a wrong running mean makes of 50 steps.
TEST(PatchNetwork, fiftyStepsOverlayThoseOfTheStockNetwork) {
  torch::manual_seed(4);
  const torch::Tensor input = torch::rand({4, 1, 128, 128});
  const torch::Tensor wanted = truth(4);
  Pair pair;
  double first = 0;
  double last = 0;
  for (int step = 0; step < 50; ++step) {
    last = pair.our.step(input, wanted);
    if (step == 0) first = last;
    EXPECT_NEAR(last, pair.other.step(input, wanted), 0.01 * last) << "step " << step;
  }
  EXPECT_LT(last, 0.9 * first);
}

TEST(PatchNetwork, everyArchitectureTakesEveryWindowAndWidth) {
  const torch::NoGradGuard guard;
  for (const NetworkKind kind : kKinds) {
    for (const int window : {128, 192, 256}) {
      for (const bool options : {false, true}) {
        NetworkSpec spec = small(kind);
        spec.attention = options;
        spec.multi_scale = options;
        spec.stitching = options ? Stitching::Learned : Stitching::Mean;
        const torch::Tensor output = makePatchNetwork(spec)->forward(torch::rand({2, 1, window, window}));
        EXPECT_EQ(output.sizes().vec(), (std::vector<std::int64_t>{2, options ? 3 : 2, window, window}));
        const torch::Tensor channels = output.narrow(1, 0, 2);
        EXPECT_GE(channels.min().item<float>(), 0);
        EXPECT_LE(channels.max().item<float>(), 1);
        EXPECT_TRUE(output.is_contiguous());
      }
    }
    NetworkSpec wide = small(kind);
    wide.base_channels = 128;
    EXPECT_EQ(makePatchNetwork(wide)->forward(torch::rand({2, 1, 128, 128})).size(1), 2);
  }
}

TEST(PatchNetwork, optionsOffAreAsWithout) {
  const torch::NoGradGuard guard;
  torch::manual_seed(9);
  const torch::Tensor input = torch::rand({3, 1, 128, 128});
  for (const NetworkKind kind : kKinds) {
    NetworkSpec spec = small(kind);
    const auto plain = seeded(spec);
    spec.input_scaling = InputScaling::Logarithm;  // not the patch network's
    spec.stitching = Stitching::ProbeWeighted;
    spec.unrolled_steps = 3;
    const auto other = seeded(spec);
    EXPECT_EQ(parameterCount(*plain), parameterCount(*other));
    EXPECT_TRUE(torch::equal(plain->forward(input), other->forward(input)));
  }
}

TEST(PatchNetwork, attentionStartsAsTheNetworkWithoutAndThenLooksAround) {
  torch::manual_seed(9);
  const torch::Tensor input = torch::rand({3, 1, 128, 128});
  NetworkSpec spec = small(NetworkKind::PtychoNet);
  const torch::Tensor without = seeded(spec)->forward(input);
  spec.attention = true;
  const auto network = seeded(spec);
  const torch::Tensor start = network->forward(input);
  EXPECT_GT(parameterCount(*network), parameterCount(*makePatchNetwork(small(NetworkKind::PtychoNet))));
  start.square().sum().backward();
  torch::Tensor gamma = network->named_parameters()["encoder.attention.gamma"];
  EXPECT_NE(gamma.grad().item<float>(), 0);
  const torch::NoGradGuard guard;
  gamma.fill_(1);
  EXPECT_GT(relative(network->forward(input), without), 1e-4);
}

TEST(PatchNetwork, severalScalesChangeTheOutputAndAreLearned) {
  torch::manual_seed(9);
  const torch::Tensor input = torch::rand({3, 1, 128, 128});
  NetworkSpec spec = small(NetworkKind::PtychoNet);
  const torch::Tensor without = seeded(spec)->forward(input);
  spec.multi_scale = true;
  const auto network = seeded(spec);
  const torch::Tensor with = network->forward(input);
  EXPECT_GT(relative(with, without), 1e-4);
  EXPECT_EQ(with.sizes(), without.sizes());
  const std::int64_t plain = parameterCount(*seeded(small(NetworkKind::PtychoNet)));
  EXPECT_EQ(parameterCount(*network), plain + 16 * (2 + 4 + 8) * kSmall);
  with.square().sum().backward();
  for (const auto& item : network->named_parameters()) {
    EXPECT_TRUE(item.value().grad().defined() && item.value().grad().abs().sum().item<float>() > 0) << item.key();
  }
}

TEST(PatchNetwork, evaluationLooksAtEachPatternAlone) {
  const torch::NoGradGuard guard;
  torch::manual_seed(9);
  const torch::Tensor input = torch::rand({5, 1, 128, 128});
  for (const NetworkKind kind : kKinds) {
    NetworkSpec spec = small(kind);
    spec.attention = true;
    const auto network = seeded(spec);
    network->forward(input);
    network->eval();
    const torch::Tensor together = network->forward(input);
    EXPECT_LT(relative(network->forward(input.narrow(0, 3, 1)), together.narrow(0, 3, 1)), 1e-5);
  }
}

TEST(PatchNetwork, bfloat16IsCloseAndComesBackAsFloat) {
  torch::manual_seed(9);
  const torch::Tensor input = torch::rand({4, 1, 128, 128});
  for (const NetworkKind kind : kKinds) {
    NetworkSpec spec = small(kind);
    spec.attention = true;
    spec.multi_scale = true;
    const auto network = seeded(spec);
    const torch::Tensor wide = network->forward(input);
    torch::Tensor narrow;
    {
      const AutocastGuard guard(torch::kCPU, torch::kBFloat16);
      narrow = network->forward(input);
    }
    EXPECT_EQ(narrow.scalar_type(), torch::kFloat32);
    EXPECT_LT(relative(narrow, wide), 0.05);
    torch::mse_loss(narrow, torch::zeros_like(narrow)).backward();
    for (const auto& item : network->named_parameters()) {
      EXPECT_TRUE(item.value().grad().defined() && item.value().grad().isfinite().all().item<bool>()) << item.key();
    }
  }
}

TEST(ObjectRefinement, staysInRangeAndStartsWithSmallSteps) {
  torch::manual_seed(9);
  const torch::Tensor channels = torch::rand({2, 2, 70, 90});
  const auto refinement = makeObjectRefinement();
  const torch::Tensor refined = refinement->forward(channels);
  EXPECT_EQ(refined.sizes(), channels.sizes());
  EXPECT_GE(refined.min().item<float>(), 0);
  EXPECT_LE(refined.max().item<float>(), 1);
  EXPECT_LE((refined - channels).abs().max().item<float>(), 0.1F + 1e-6F);
  EXPECT_GT((refined - channels).abs().max().item<float>(), 0);
  EXPECT_EQ(parameterCount(*refinement), 146'883);
  refined.sum().backward();
  for (const auto& item : refinement->named_parameters()) EXPECT_TRUE(item.value().grad().defined()) << item.key();
}

}  // namespace
}  // namespace ptycho
