#include <array>

#include "core/network/autocast.h"
#include "core/network/convolution_blocks.h"
#include "core/network/patch_network.h"

namespace ptycho {

namespace {

constexpr std::int64_t kObjectChannels = 2;
constexpr std::int64_t kWidth = 48;
constexpr std::array<std::int64_t, 8> kDilations{1, 2, 4, 8, 16, 4, 2, 1};
constexpr double kFirstStep = 0.1;

class Refinement : public ObjectRefinement {
 public:
  Refinement()
      : m_convolutions(register_module("convolutions", torch::nn::ModuleList())),
        m_norms(register_module("norms", torch::nn::ModuleList())) {
    std::int64_t in = kObjectChannels;
    for (const std::int64_t dilation : kDilations) {
      m_convolutions->push_back(torch::nn::Conv2d(
          torch::nn::Conv2dOptions(in, kWidth, 3).padding(dilation).dilation(dilation).bias(false)));
      m_norms->push_back(torch::nn::BatchNorm2d(kWidth));
      in = kWidth;
    }
    m_last = register_module("last", torch::nn::Conv2d(torch::nn::Conv2dOptions(kWidth, kObjectChannels, 1)));
    m_step = register_parameter("step", torch::full({1}, kFirstStep));
    storeChannelsLast(*this);
  }

  torch::Tensor forward(const torch::Tensor& channels) override {
    torch::Tensor values = channelsLast(channels);
    for (std::size_t i = 0; i < m_convolutions->size(); ++i) {
      values = m_convolutions[i]->as<torch::nn::Conv2d>()->forward(values);
      values = activated(m_norms[i]->as<torch::nn::BatchNorm2d>()->forward(values), Activation::Relu);
    }
    const torch::Tensor change = torch::tanh(widened(m_last(values)).contiguous());
    return torch::addcmul(channels, m_step, change).clamp(0, 1);
  }

 private:
  torch::nn::ModuleList m_convolutions;
  torch::nn::ModuleList m_norms;
  torch::nn::Conv2d m_last{nullptr};
  torch::Tensor m_step;
};

}  // namespace

std::shared_ptr<ObjectRefinement> makeObjectRefinement() { return std::make_shared<Refinement>(); }

}  // namespace ptycho
