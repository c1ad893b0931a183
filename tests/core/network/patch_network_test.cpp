#include "core/network/patch_network.h"

#include <gtest/gtest.h>

#include "tests/core/network/stock_networks.h"

namespace ptycho {
namespace {

std::int64_t parameterCount(const torch::nn::Module& module) {
  std::int64_t count = 0;
  for (const torch::Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

TEST(PatchNetwork, ptychoNetHasTheStudysParameters) {
  EXPECT_EQ(parameterCount(*makePatchNetwork(NetworkSpec{})), 24'391'296);
}

TEST(PatchNetwork, ptychoNetPlusHasTheStudysParameters) {
  NetworkSpec spec;
  spec.kind = NetworkKind::PtychoNetPlus;
  EXPECT_EQ(parameterCount(*makePatchNetwork(spec)) + parameterCount(*makeObjectRefinement()), 27'490'371);
}

}  // namespace
}  // namespace ptycho
